/** Runs a command-line tool with this very Node, and keeps what it prints for the case that it does not succeed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How much of a tool's output a report repeats, in lines. */
const LINES_TO_SHOW = 30;

/** The last lines of a longer text. */
export const lastLines = (text: string): string =>
	text.trimEnd().split('\n').slice(-LINES_TO_SHOW).join('\n');

/**
 * Runs a JavaScript command-line tool and waits for its end.
 *
 * @param script the tool's JavaScript file
 * @param workingDirectory where it runs
 * @param stop ends the tool early
 * @throws Error with the end of the tool's output when its exit code is not 0
 */
export async function run(
	script: string,
	args: readonly string[],
	workingDirectory: string,
	stop: AbortSignal,
): Promise<void> {
	const child = spawn(process.execPath, [script, ...args], {
		cwd: workingDirectory,
		stdio: ['ignore', 'pipe', 'pipe'],
		signal: stop,
		// npm takes half a minute to react to anything milder; the next start repairs what it leaves behind.
		killSignal: 'SIGKILL',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
		});
	}
	await once(child, 'close');
	if (child.exitCode === 0) return;
	throw new Error(
		`"${[script, ...args].join(' ')}" ended with exit code ${child.exitCode}:\n${lastLines(output)}`,
	);
}

/**
 * Runs the npm through which the project was started.
 *
 * @throws Error with the end of npm's output
 */
export async function npm(
	args: readonly string[],
	workingDirectory: string,
	stop: AbortSignal,
): Promise<void> {
	const { npm_execpath: script } = process.env;
	if (!script) throw new Error('npm is not known here. Start through npm: npm start');
	await run(script, args, workingDirectory, stop);
}
