/** What all commands have in common: Ctrl+C stops them, and the exit code tells whether all is as it should be. */
import { say } from './progress.mts';

/**
 * Runs a command to its end.
 *
 * @param main stops what it has started when the signal says so; gives false, or throws, when not all is as it should be
 */
export async function runProgram(main: (stop: AbortSignal) => Promise<unknown>): Promise<void> {
	const stopping = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		// It comes more than once when npm passes it on as well.
		process.on(signal, () => {
			if (!stopping.signal.aborted) say('Stopping');
			stopping.abort();
		});
	}
	try {
		process.exitCode = (await main(stopping.signal)) === false ? 1 : 0;
	} catch (thrown) {
		process.exitCode = 1;
		if (!stopping.signal.aborted) {
			console.error(`\n${thrown instanceof Error ? thrown.message : String(thrown)}`);
		}
	}
}
