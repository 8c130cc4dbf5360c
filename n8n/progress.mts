/** Says what is going on: one plain line at a time, with the seconds since the start, so that a slow step never looks stuck. */

const startedAt = performance.now();

/** Whole seconds since the command was given. */
export const elapsedSeconds = (): number => Math.round((performance.now() - startedAt) / 1000);

/** Prints one line with the elapsed seconds before it. */
export function say(line: string): void {
	console.log(`${String(elapsedSeconds()).padStart(5)} s  ${line}`);
}

/**
 * Waits for work that takes long, and says how far it is.
 *
 * @param work what is waited for; its outcome is passed on
 * @param describe gives the line to print
 * @param everySeconds how often the line is printed
 */
export async function sayWhile<Outcome>(
	work: Promise<Outcome>,
	describe: () => string,
	everySeconds: number,
): Promise<Outcome> {
	const timer = setInterval(() => say(describe()), everySeconds * 1000);
	try {
		return await work;
	} finally {
		clearInterval(timer);
	}
}
