/** What the runner and jest's environment, which Stryker loads from different folders, tell each other. */
import type { Fault } from './test-run.mts';

/** A test file that stays loaded. */
export interface Session {
	/** Runs tests against a mutant, or against none. */
	run(
		tests: readonly string[],
		timeoutMs: number,
		mutant?: string,
		hitLimit?: number,
	): Promise<Fault | undefined>;
	close(): void;
}

interface Shared {
	/** Whether the file that jest loads next is to stay. */
	stay: boolean;
	/** Takes the session of a file that stays. */
	opened?: (session: Session) => void;
}

const KEY = Symbol.for('n8n-nodes-customer-data mutation');
const known: Shared | undefined = Reflect.get(globalThis, KEY);
export const shared: Shared = known ?? { stay: false };
Reflect.set(globalThis, KEY, shared);
