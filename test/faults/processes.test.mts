/**
 * A process that polls is ended at every request and at every step behind, and cannot save its state: no change is lost, and what
 * comes again says so. `npm run faults` tries all vendors and signals, `npm test` one.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { RecordingServer } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { WatchedVendor } from '../nodes/watched-vendors.mts';
import { watchedVendors } from '../nodes/watched-vendors.mts';
import type { Order, Report, Start, Step } from './polling-process.mts';

const ALL = process.env.FAULTS === 'all';
const STEPS: readonly Step[] = ['polled', 'saved', 'created'];
const SIGNALS = ['SIGKILL', 'SIGTERM'] as const;
/** How a disk that is full and a database that is locked tell it (Node.js, SQLite). */
const UNSAVED = ['ENOSPC', 'SQLITE_BUSY'];
/** Polls after which everything must have been told. */
const MOST_POLLS = 4;

const server = useRecordingServer();
const root = join(import.meta.dirname, '../..');
const program = join(root, 'output', `polling-process-${process.pid}.cjs`);
let folder = '';
const counted = { ends: 0, lost: 0, unmarked: 0 };

beforeAll(() => {
	buildSync({
		entryPoints: [join(import.meta.dirname, 'polling-process.mts')],
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
		define: { 'import.meta.dirname': JSON.stringify(root) },
		outfile: program,
	});
	folder = mkdtempSync(join(root, 'output', 'processes-'));
});
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
	rmSync(program, { force: true });
	const { ends, lost, unmarked } = counted;
	process.stdout.write(
		`${ends} times ended or unsaved, ${lost} changes lost, ${unmarked} came again without a mark\n`,
	);
});

/** A trigger in a process, which may be another one each time. */
class Trigger {
	private readonly start: Start;
	private child: ChildProcess | undefined;

	constructor(vendor: string, { url }: RecordingServer, name: string) {
		const [state, told] = ['state', 'told'].map((kind) => join(folder, `${name}.${kind}`));
		this.start = { vendor, url, state: state ?? '', told: told ?? '' };
	}

	/** What reached the workflow, in order. */
	get told(): Array<{ id: string; marked: boolean }> {
		if (!existsSync(this.start.told)) return [];
		const lines = readFileSync(this.start.told, 'utf8').split('\n').filter(Boolean);
		return lines.map((line) => JSON.parse(line));
	}

	/** Polls; gives where the process waits, or that the poll is over. */
	async poll(order: Order = {}): Promise<Report | 'ended'> {
		this.child ??= fork(program, [JSON.stringify(this.start)], { cwd: root });
		const { child } = this;
		child.send(order);
		return await new Promise((resolve) => {
			const hear = (words: Report | 'ended') => {
				child.off('message', hear);
				child.off('exit', end);
				resolve(words);
			};
			const end = () => hear('ended');
			child.on('message', hear);
			child.on('exit', end);
		});
	}

	/** Ends the process; the next poll has another one. */
	async end(signal: NodeJS.Signals): Promise<void> {
		const { child } = this;
		this.child = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
	}
}

/** Polls until everything must have been told; gives what is wrong with it. */
async function comeToRest(
	trigger: Trigger,
	wanted: readonly string[],
	where: string,
): Promise<string[]> {
	for (let polls = 0; polls < MOST_POLLS; polls++) await trigger.poll();
	const { told } = trigger;
	const lost = wanted.filter((id) => !told.some((item) => item.id === id));
	const seen = new Set<string>();
	const unmarked = told.filter(({ id, marked }) => {
		const again = seen.has(id);
		seen.add(id);
		return again && !marked;
	});
	counted.ends += 1;
	counted.lost += lost.length;
	counted.unmarked += unmarked.length;
	return [
		...lost.map((id) => `${where}: ${id} is lost`),
		...unmarked.map(({ id }) => `${where}: ${id} came again without a mark`),
	];
}

/** How many requests the next poll sends; the change that it finds is told. */
async function requestsOf(trigger: Trigger, vendor: WatchedVendor): Promise<number> {
	server().answer(vendor.answer);
	await trigger.poll();
	return server().received.length;
}

/** One of each trigger: Emporix' has many lists, which are all read alike. */
const triggers = watchedVendors.filter(
	([name], at) =>
		watchedVendors.findIndex(([other]) => other.split(',')[0] === name.split(',')[0]) === at,
);
const vendors = ALL ? triggers : triggers.slice(0, 1);
const signals = ALL ? SIGNALS : SIGNALS.slice(0, 1);
const cells = vendors.flatMap(([name, open]) =>
	signals.map((signal) => [name, signal, open] as const),
);

test.each(cells)(
	'%s, %s',
	async (name, signal, open) => {
		const vendor = open();
		const trigger = new Trigger(name, server(), `${name.replace(/\W/g, '')}-${signal}`);
		server().answer(vendor.answer);
		const changes: string[] = [];
		const change = () => {
			const id = `p${changes.length + 1}`;
			changes.push(id);
			vendor.put(id);
		};
		const wrong: string[] = [];
		await trigger.poll();
		change();
		const requests = await requestsOf(trigger, vendor);
		expect(requests).toBeGreaterThan(0);

		const boundaries = Array.from({ length: requests }, (_, at) => at + 1);
		for (const boundary of ALL ? boundaries : boundaries.slice(0, 1)) {
			change();
			let ending: Promise<void> | undefined;
			server().answer((received) => {
				if (server().received.length < boundary) return vendor.answer(received);
				ending ??= trigger.end(signal);
				return undefined;
			});
			await trigger.poll();
			await ending;
			server().answer(vendor.answer);
			wrong.push(...(await comeToRest(trigger, changes, `at request ${boundary}`)));
		}
		for (const step of STEPS) {
			change();
			const waiting = await trigger.poll({ waitAt: step });
			expect(waiting).toEqual({ waitsAt: step });
			await trigger.end(signal);
			wrong.push(...(await comeToRest(trigger, changes, step)));
		}
		for (const saveFails of UNSAVED) {
			change();
			await trigger.poll({ saveFails });
			await trigger.end(signal);
			wrong.push(...(await comeToRest(trigger, changes, saveFails)));
		}
		await trigger.end('SIGKILL');
		expect(wrong).toEqual([]);
	},
	600_000,
);
