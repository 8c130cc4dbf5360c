/** A trigger node around a stream that a test controls. */
import type { INodeType, IPollFunctions } from 'n8n-workflow';
import type { poll as pollOf, UpdateStream } from '../../../core/polling/polling.ts';
import { handedOver } from '../../../core/editor/trigger-form.ts';
import * as failure from '../../../core/execution/failure.ts';
import * as output from '../../../core/execution/output.ts';
import type { VendorClock } from '../../../core/polling/vendor-clock.ts';

// Processes may share what remembers nothing: it is nearly all that one loads.
jest.doMock('../../../core/execution/failure.ts', () => failure);
jest.doMock('../../../core/execution/output.ts', () => output);

export interface Streamed {
	open(clock: VendorClock): UpdateStream;
	/** The `poll` of the process; a module of its own is a process of its own. */
	poll: typeof pollOf;
	/** The account that is polled. */
	tenant?: () => string;
}

export function nodeOf({ open, poll, tenant = () => 'shop' }: Streamed): INodeType {
	return {
		description: {
			displayName: 'Trigger',
			name: 'trigger',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: { name: 'Trigger' },
			polling: true,
			inputs: [],
			outputs: ['main'],
			properties: [handedOver],
		},
		async poll(this: IPollFunctions) {
			return await poll(this, {
				vendor: { name: 'Vendor', explain: () => undefined, credentialAdvice: '' },
				connection: {
					credentialType: 'vendorApi',
					baseUrl: 'https://vendor.example',
					path: { tenant: tenant() },
				},
				open,
			});
		},
	};
}

/** A process that has just started: its own modules, and nothing remembered. */
export async function freshPoll(): Promise<typeof pollOf> {
	let poll: typeof pollOf | undefined;
	await jest.isolateModulesAsync(async () => {
		({ poll } = await import('../../../core/polling/polling.ts'));
	});
	if (!poll) throw new Error('The module did not load');
	return poll;
}

/** A stream of numbered updates in memory. */
export class Numbers {
	length = 0;
	/** Reads so far. */
	reads = 0;
	pageSize: number;
	/** What happens before an answer comes. */
	beforeAnswer: () => void | Promise<void> = () => undefined;

	constructor(pageSize = 100) {
		this.pageSize = pageSize;
	}

	open = (): UpdateStream => ({
		start: async () => ({ value: { at: 0 } }),
		read: async (position) => {
			this.reads++;
			await this.beforeAnswer();
			const from = Number(position.at);
			const to = Math.min(from + this.pageSize, this.length);
			const items = Array.from({ length: to - from }, (_, at) => ({ key: `${from + at}` }));
			return { value: { items, next: { at: to }, caughtUp: to - from < this.pageSize } };
		},
		sample: async () => ({ value: [] }),
	});
}
