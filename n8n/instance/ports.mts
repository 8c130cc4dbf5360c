/** Finds ports on the loopback address. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { say } from '../progress.mts';

/**
 * The port that is wanted, or any free one when another program has it.
 *
 * @param wanted 0 stands for any
 * @param purpose what the port is for, as the end of "Port 5678 is taken; …"
 */
export async function freePort(wanted: number, purpose: string): Promise<number> {
	const port = (await tryPort(wanted)) ?? (await tryPort(0));
	if (port === undefined) throw new Error('No port is free on 127.0.0.1');
	if (wanted !== 0 && port !== wanted) say(`Port ${wanted} is taken; ${purpose} gets ${port}`);
	return port;
}

/** Listens for a moment; port 0 stands for any free one. */
async function tryPort(port: number): Promise<number | undefined> {
	const server = createServer().listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
		const address = server.address();
		return typeof address === 'object' ? address?.port : undefined;
	} catch {
		return undefined;
	} finally {
		server.close();
	}
}
