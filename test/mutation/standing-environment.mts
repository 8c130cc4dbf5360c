/**
 * Jest's environment for mutation testing. It ends a test file at its first failure; or, when it is asked to stay, keeps the file
 * loaded instead of running it, so that its tests can be run against one mutant after another.
 */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { shared } from './sessions.mts';
import type { Fault } from './test-run.mts';
import { TestRun } from './test-run.mts';

/** What instrumented code looks at (Stryker, instrumenter). */
interface Switches {
	activeMutant?: string;
	hitCount?: number;
	hitLimit?: number;
}

export default class StandingEnvironment extends TestEnvironment {
	#failed = false;
	readonly #stays = shared.stay;

	async handleTestEvent(event: Circus.Event, state: Circus.State): Promise<void> {
		if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.#failed = true;
		if (event.name === 'test_start' && this.#failed) event.test.mode = 'skip';
		if (event.name === 'run_finish' && this.#stays) await this.#stay(state);
	}

	async #stay({ rootDescribeBlock }: Circus.State): Promise<void> {
		const switches: Switches = Reflect.get(this.global, '__stryker__') ?? {};
		delete switches.activeMutant;
		await new Promise<void>((close) => {
			shared.opened?.({
				close,
				run: async (tests, timeoutMs, mutant, hitLimit) => {
					Object.assign(switches, { activeMutant: mutant, hitCount: 0, hitLimit });
					const fault = await faultIn(rootDescribeBlock, tests, timeoutMs);
					const endless = hitLimit !== undefined && (switches.hitCount ?? 0) > hitLimit;
					delete switches.activeMutant;
					return fault && { ...fault, hangs: fault.hangs || endless };
				},
			});
		});
	}
}

/** A rejection that nobody hears of is a fault as well, as it is for jest. */
async function faultIn(
	root: Circus.DescribeBlock,
	tests: readonly string[],
	timeoutMs: number,
): Promise<Fault | undefined> {
	let unheard: Fault | undefined;
	const hear = (thrown: unknown) => {
		unheard ??= { test: '', message: String(thrown), hangs: false };
	};
	process.on('unhandledRejection', hear).on('uncaughtException', hear);
	const fault = await new TestRun(new Set(tests), timeoutMs).of(root);
	process.off('unhandledRejection', hear).off('uncaughtException', hear);
	return fault ?? unheard;
}
