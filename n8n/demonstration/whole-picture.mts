/** The other example workflows beside the first sync: all four systems, a stream of changes, and what became of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import {
	consentDifferences,
	horisenListDifferences,
	profileDifferences,
	taguchiListDifferences,
} from './agreement.mts';
import { importDeadLetters } from './dead-letters.mts';
import { exampleWorkflow, importWorkflow, withFastPolling } from './example-workflows.mts';
import { Lag, lagWords } from './lag.mts';
import {
	agreeInContacthub,
	changeCustomer,
	objectInContacthub,
	optOutInHorisen,
	reachable,
	VIP_SEGMENT,
} from './people.mts';
import { say } from '../progress.mts';
import type { N8nRest, StoredCredential, StoredWorkflow } from '../instance/rest.mts';
import { hasEnded } from '../instance/rest.mts';
import { until } from './waiting.mts';

/** What runs by itself; they look for changes every five seconds here. */
const ACTIVE = [
	'contacthub-customers-to-taguchi-and-horisen',
	'horisen-opt-outs-to-contacthub-and-taguchi',
	'taguchi-events-to-contacthub',
	'emporix-segment-to-horisen-list',
	'horisen-list-to-emporix-segment',
	'emporix-segment-to-taguchi-list',
	'welcome-message',
];
/** What somebody starts by hand. */
const BY_HAND = ['nightly-reconcile', 'forget-me-everywhere', 'ask-about-a-person'];

/** Members of the segment at the beginning. */
const MEMBERS = 20;
/** Milliseconds between two changes, between two looks at the systems, and between two lines of the summary. */
const CHANGE_EVERY = 3_000;
const LOOK_EVERY = 500;
const SUMMARY_EVERY = 15_000;
/** How long the systems may take until they agree, in milliseconds. */
const TIMEOUT = 150_000;

/** What the workflows did so far, in items. */
export interface Counts {
	read: number;
	written: number;
	/** Looked at, and found as they should be. */
	unchanged: number;
	failed: number;
}

/** The steps whose items are counted, by their names. */
const COUNTED: ReadonlyArray<[keyof Counts, RegExp]> = [
	['read', / Trigger$/],
	['failed', /^Keep dead letter$/],
	[
		'written',
		/^(Taguchi|HORISEN|Refuse in Contacthub|(Unsubscribe|Subscribe) in Taguchi|Opt out in HORISEN|Report event|(Add to|Remove from) the (list|segment)|Welcome)$/,
	],
];

export class WholePicture {
	private readonly rest: N8nRest;
	private readonly sandbox: Sandbox;
	private readonly workflows: StoredWorkflow[] = [];
	private readonly counted = new Set<string>();
	private readonly counts: Counts = { read: 0, written: 0, unchanged: 0, failed: 0 };

	constructor(rest: N8nRest, sandbox: Sandbox) {
		this.rest = rest;
		this.sandbox = sandbox;
	}

	/** Brings the workflows into n8n, with tags by their IDs, and lets them run until the systems agree. @throws Error with what differs */
	async start(
		credentials: readonly StoredCredential[],
		stop: AbortSignal,
		tags: readonly string[] = [],
	): Promise<void> {
		for (let number = 1; number <= MEMBERS; number++) {
			this.sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
		}
		await importDeadLetters(this.rest, tags);
		for (const file of ACTIVE) {
			const workflow = withFastPolling(exampleWorkflow(file));
			this.workflows.push(await importWorkflow(this.rest, workflow, credentials, tags));
		}
		for (const file of BY_HAND) {
			await importWorkflow(this.rest, exampleWorkflow(file), credentials, tags);
		}
		for (const workflow of this.workflows) await this.rest.activate(workflow);
		await until(() => this.differences(), TIMEOUT, stop);
	}

	/**
	 * Goes on with the workflows of an earlier start, for as many as are still there.
	 *
	 * @returns whether any is
	 */
	async resume(): Promise<boolean> {
		const names = ACTIVE.map((file) => exampleWorkflow(file).name);
		const stored = await this.rest.workflows();
		for (const workflow of stored.filter(({ name }) => names.includes(name))) {
			this.workflows.push(workflow);
			// What ran before is not counted.
			for (const { id } of await this.rest.executions(workflow)) this.counted.add(id);
		}
		return this.workflows.length > 0;
	}

	/** What the systems do not agree about, a sentence each. */
	differences(): string[] {
		return [
			...profileDifferences(this.sandbox),
			...consentDifferences(this.sandbox),
			...horisenListDifferences(this.sandbox),
			...taguchiListDifferences(this.sandbox),
		];
	}

	/** Counts what the executions that ended since the last call did; gives the sums. */
	async count(): Promise<Counts> {
		for (const workflow of this.workflows) {
			for (const execution of await this.rest.executions(workflow)) {
				if (this.counted.has(execution.id)) continue;
				if (!hasEnded(execution)) continue;
				this.counted.add(execution.id);
				const report = await this.rest.executionReport(execution);
				for (const step of report.steps) {
					const [counted] = COUNTED.find(([, names]) => names.test(step)) ?? [];
					if (!counted) continue;
					const items = report.items(step);
					const unchanged = items.filter(({ changed }) => changed === false).length;
					this.counts[counted] += items.length - unchanged;
					this.counts.unchanged += unchanged;
				}
			}
		}
		return { ...this.counts };
	}

	/** Makes changes and says what becomes of them, until it is stopped. */
	async live(stop: AbortSignal): Promise<void> {
		const lag = new Lag();
		await Promise.all([this.change(stop), this.watch(lag, stop), this.summarize(lag, stop)]);
	}

	private async change(stop: AbortSignal): Promise<void> {
		for (let number = 1; !stop.aborted; number++) {
			await this.oneChange(number);
			await sleep(CHANGE_EVERY, undefined, { signal: stop }).catch(() => undefined);
		}
	}

	/** One change after the other, each time with the next person. */
	private async oneChange(number: number): Promise<void> {
		const { sandbox } = this;
		const people = reachable(sandbox);
		const person = people[(number * 7) % people.length];
		if (!person) return;
		const { customers } = sandbox.emporix.tenant.of(VIP_SEGMENT);
		switch (number % 8) {
			case 1:
				return await agreeInContacthub(sandbox, person.id);
			case 2:
				return optOutInHorisen(sandbox, person.email);
			case 3:
				sandbox.contacthub.addPeople(1);
				return;
			case 4:
				sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, `E${number}`, undefined, {});
				return;
			case 5:
				return await objectInContacthub(sandbox, person.id);
			case 6:
				return customers.delete(customers.all[0]?.customer.id ?? '');
			default:
				return await changeCustomer(sandbox, person.id, {
					base: { lastName: `Łukasik ${number}` },
				});
		}
	}

	private async watch(lag: Lag, stop: AbortSignal): Promise<void> {
		while (!stop.aborted) {
			lag.note(this.differences(), performance.now());
			await sleep(LOOK_EVERY, undefined, { signal: stop }).catch(() => undefined);
		}
	}

	private async summarize(lag: Lag, stop: AbortSignal): Promise<void> {
		while (!stop.aborted) {
			await sleep(SUMMARY_EVERY, undefined, { signal: stop }).catch(() => undefined);
			if (stop.aborted) return;
			const counts = await this.count().catch(() => undefined);
			if (counts) say(`${countsLine(counts)}; ${lagWords(lag.period(performance.now()))}`);
		}
	}
}

/** The sums in one line. */
export const countsLine = ({ read, written, unchanged, failed }: Counts): string =>
	`read ${read}, written ${written}, unchanged ${unchanged}, failed ${failed}`;
