/** Promise: a preview sends nothing, and shows what would have gone out. */
import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import { TaguchiTokenApi } from '../../../credentials/TaguchiTokenApi.credentials.ts';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { Horisen } from '../../../nodes/Horisen/Horisen.node.ts';
import { Taguchi } from '../../../nodes/Taguchi/Taguchi.node.ts';
import { runNode } from '../../engine/execute.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';

const server = useRecordingServer();

const byName = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

const vendors = {
	taguchi: () => ({
		node: new Taguchi(),
		credentialTypes: [new TaguchiTokenApi()],
		credentials: {
			taguchiTokenApi: {
				endpointUrl: `${server().url}/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01`,
				environment: 'endpointUrl',
				token: 'a-secret-token',
			},
		},
		own: { authentication: 'taguchiTokenApi' },
	}),
	contacthub: () => ({
		node: new Contacthub(),
		credentialTypes: [new ContacthubApi()],
		credentials: {
			contacthubApi: { baseUrl: server().url, workspaceId: 'w1', token: 'a-secret-token' },
		},
		own: {},
	}),
	horisen: () => ({
		node: new Horisen(),
		credentialTypes: [new HorisenTokenApi()],
		credentials: {
			horisenTokenApi: { baseUrl: server().url, serviceUuid: 's1', token: 'a-secret-token' },
		},
		own: { authentication: 'horisenTokenApi' },
	}),
};

async function preview(
	vendor: keyof typeof vendors,
	parameters: Record<string, unknown>,
	items: Array<Record<string, string>>,
) {
	const { own, ...rest } = vendors[vendor]();
	const before = server().received.length;
	const run = await runNode({
		...rest,
		parameters: { ...own, ...parameters, options: { preview: true } },
		items,
	});
	expect(run.error).toBeUndefined();
	expect(server().received.slice(before)).toEqual([]);
	expect(JSON.stringify(run.outputs)).not.toContain('a-secret-token');
	return run.outputs[0] ?? [];
}

describe('a preview', () => {
	it('shows a batch once, linked to all items that it would have carried', async () => {
		const shown = await preview(
			'taguchi',
			{ resource: 'subscriber', operation: 'upsert', profile: byName },
			[{ email: 'zoe@example.com' }, { email: 'ann@example.com' }],
		);
		expect(shown).toEqual([
			{
				json: {
					preview: 'Not sent',
					method: 'POST',
					path: '/subscriber',
					body: [
						{ profile: { email: 'zoe@example.com' } },
						{ profile: { email: 'ann@example.com' } },
					],
				},
				pairedItem: [{ item: 0 }, { item: 1 }],
			},
		]);
	});

	it('deletes nothing, and shows the path with its query', async () => {
		const shown = await preview(
			'horisen',
			{ resource: 'contact', operation: 'delete', contactId: 'c 1', gdpr: 'yes' },
			[{}],
		);
		expect(shown.map(({ json }) => json)).toEqual([
			{ preview: 'Not sent', method: 'DELETE', path: '/services/s1/cds/contacts/c%201?gdpr=yes' },
		]);
	});

	it('asks the vendor for no path that its page lost', async () => {
		const shown = await preview(
			'contacthub',
			{ resource: 'customer', operation: 'getEntryCustomers', customerId: 'c1', returnAll: true },
			[{}],
		);
		expect(shown.map(({ json }) => json.path)).toEqual([
			expect.stringContaining('/workspaces/w1/customers/c1/entry-customers'),
		]);
	});

	it('shows the first request of work that takes several', async () => {
		const shown = await preview(
			'contacthub',
			{ resource: 'bulkJob', operation: 'create', nodeId: 'n1', customers: byName },
			[{ email: 'zoe@example.com' }],
		);
		expect(shown.map(({ json }) => json.method)).toEqual(['POST']);
	});

	it('still refuses what does not fit', async () => {
		const { own, ...rest } = vendors.horisen();
		const { error } = await runNode({
			...rest,
			parameters: {
				...own,
				resource: 'contact',
				operation: 'delete',
				contactId: '..',
				options: { preview: true },
			},
		});
		expect(error?.message).toContain('"Contact" is no ID');
	});
});
