/** Promise: a preview sends nothing, and shows what would have gone out. */
import { useRecordingServer } from '../../engine/recording-server.mts';
import { rowCalled, runRow } from '../../nodes/every-row.mts';

const server = useRecordingServer();

const byName = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

async function preview(
	title: string,
	values: Record<string, unknown>,
	items: Array<Record<string, string>>,
) {
	const before = server().received.length;
	const run = await runRow(rowCalled(title), server().url, {
		values: { ...values, options: { preview: true } },
		items,
	});
	expect(run.error).toBeUndefined();
	expect(server().received.slice(before)).toEqual([]);
	expect(JSON.stringify(run.outputs)).not.toContain('a-token');
	return run.outputs[0] ?? [];
}

describe('a preview', () => {
	it('shows a batch once, linked to all items that it would have carried', async () => {
		const shown = await preview('Taguchi subscriber.upsert', { profile: byName }, [
			{ email: 'zoe@example.com' },
			{ email: 'ann@example.com' },
		]);
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
		const shown = await preview('HORISEN contact.delete', { contactId: 'c 1', gdpr: 'yes' }, [{}]);
		expect(shown.map(({ json }) => json)).toEqual([
			{ preview: 'Not sent', method: 'DELETE', path: '/services/s1/cds/contacts/c%201?gdpr=yes' },
		]);
	});

	it('asks the vendor for no path that its page lost', async () => {
		const shown = await preview(
			'Contacthub customer.getEntryCustomers',
			{ customerId: 'c1', returnAll: true },
			[{}],
		);
		expect(shown.map(({ json }) => json.path)).toEqual([
			expect.stringContaining('/workspaces/w1/customers/c1/entry-customers'),
		]);
	});

	it('shows the first request of work that takes several', async () => {
		const shown = await preview('Contacthub bulkJob.create', { nodeId: 'n1', customers: byName }, [
			{ email: 'zoe@example.com' },
		]);
		expect(shown.map(({ json }) => json.method)).toEqual(['POST']);
	});

	it('still refuses what does not fit', async () => {
		const { error } = await runRow(rowCalled('HORISEN contact.delete'), server().url, {
			values: { contactId: '..', options: { preview: true } },
		});
		expect(error?.message).toContain('"Contact" is no ID');
	});
});
