/** The vendor's process as the benchmark sees it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order, Traffic } from './vendor-server.mts';

export interface VendorProcess {
	url: string;
	/** Sets the counters back and says how to answer from now on. */
	begin(delayMs: number, records: number): Promise<void>;
	traffic(): Promise<Traffic>;
	stop(): void;
}

/** Starts the vendor and waits until it listens. */
export async function startVendor(): Promise<VendorProcess> {
	const child = fork(join(import.meta.dirname, 'vendor-server.mts'));
	const answer = async (): Promise<unknown> => ((await once(child, 'message')) as unknown[])[0];
	const port = await answer();
	const ask = async (order: Order | 'tell') => {
		const told = answer();
		child.send(order);
		return await told;
	};
	return {
		url: `http://127.0.0.1:${String(port)}`,
		begin: async (delayMs, records) => {
			await ask({ delayMs, records });
		},
		traffic: async () => (await ask('tell')) as Traffic,
		stop: () => child.send('stop' satisfies Order),
	};
}
