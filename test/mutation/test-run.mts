/** Runs tests of a file that jest has loaded, once more, up to the first that fails. */
import type { Circus } from '@jest/types';

/** What went wrong; `hangs` where a test or a hook did not end in time. */
export interface Fault {
	test: string;
	message: string;
	hangs: boolean;
}

class Hang extends Error {}

/** The name by which Stryker knows a test. */
function nameOf({ name, parent }: Circus.TestEntry): string {
	const names = [name];
	for (let block: Circus.DescribeBlock | undefined = parent; block?.parent; block = block.parent) {
		names.unshift(block.name);
	}
	return names.join(' ');
}

async function call(
	fn: Circus.AsyncFn | undefined,
	context: Circus.TestContext,
	timeoutMs: number,
): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Hang(`not ended after ${timeoutMs} ms`)), timeoutMs);
	});
	try {
		await Promise.race([late, Reflect.apply(fn ?? (() => undefined), context, [])]);
	} finally {
		clearTimeout(timer);
	}
}

/** A run of the tests that are wanted. */
export class TestRun {
	readonly #wanted: ReadonlySet<string>;
	readonly #timeoutMs: number;
	#fault: Fault | undefined;

	constructor(wanted: ReadonlySet<string>, timeoutMs: number) {
		this.#wanted = wanted;
		this.#timeoutMs = timeoutMs;
	}

	/** Runs them, with the hooks around them; gives the first fault. */
	async of(root: Circus.DescribeBlock): Promise<Fault | undefined> {
		await this.#block(root, {});
		return this.#fault;
	}

	#isWanted(entry: Circus.DescribeBlock | Circus.TestEntry): boolean {
		if (entry.type === 'describeBlock')
			return entry.children.some((child) => this.#isWanted(child));
		return entry.mode !== 'todo' && this.#wanted.has(nameOf(entry));
	}

	async #block(block: Circus.DescribeBlock, context: Circus.TestContext): Promise<void> {
		const hooks = (type: Circus.HookType) => block.hooks.filter((hook) => hook.type === type);
		for (const { fn } of hooks('beforeAll')) await this.#step(block.name, fn, context);
		for (const child of block.children) {
			if (this.#fault) break;
			if (!this.#isWanted(child)) continue;
			if (child.type === 'describeBlock') await this.#block(child, { ...context });
			else await this.#test(child, { ...context });
		}
		for (const { fn } of hooks('afterAll')) await this.#step(block.name, fn, context);
	}

	async #test(test: Circus.TestEntry, context: Circus.TestContext): Promise<void> {
		const blocks: Circus.DescribeBlock[] = [];
		for (let block: Circus.DescribeBlock | undefined = test.parent; block; block = block.parent) {
			blocks.push(block);
		}
		const hooks = (of: readonly Circus.DescribeBlock[], type: Circus.HookType) =>
			of.flatMap((block) => block.hooks.filter((hook) => hook.type === type));
		const name = nameOf(test);
		for (const { fn } of hooks(blocks.toReversed(), 'beforeEach'))
			await this.#step(name, fn, context);
		if (!this.#fault) await this.#step(name, test.fn, context);
		for (const { fn } of hooks(blocks, 'afterEach')) await this.#step(name, fn, context);
	}

	/** What comes after a fault still runs, for it may close what was opened; the first fault counts. */
	async #step(
		test: string,
		fn: Circus.AsyncFn | undefined,
		context: Circus.TestContext,
	): Promise<void> {
		try {
			await call(fn, context, this.#timeoutMs);
		} catch (thrown) {
			const message = String(Object(thrown).message ?? thrown);
			this.#fault ??= { test, message, hangs: thrown instanceof Hang };
		}
	}
}
