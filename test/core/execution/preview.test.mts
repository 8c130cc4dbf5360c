/** Promise: a preview sends nothing, and shows what would have gone out. */
import { Previewed, previewOf } from '../../../core/execution/preview.ts';
import { POST } from '../../../core/rows/route.ts';
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

describe('a request that is shown', () => {
	const connection = { baseUrl: 'https://secret.example/token', path: { workspace: 'w 1' } };
	const route = POST('/{workspace}/people/{id}');
	const shown = (body?: unknown, id = 'p1') =>
		previewOf(connection, { route, path: { id }, query: { a: 1 }, body, idempotent: true });

	it('leaves out the address of the account, and keeps every digit', () => {
		expect(shown({ id: 9007199254740993n, list: [1, null] })).toStrictEqual({
			preview: 'Not sent',
			method: 'POST',
			path: '/w%201/people/p1?a=1',
			body: { id: '9007199254740993', list: [1, null] },
		});
	});

	it('has no body where none would be sent, and no path where it would lead elsewhere', () => {
		expect(shown()).toStrictEqual({
			preview: 'Not sent',
			method: 'POST',
			path: '/w%201/people/p1?a=1',
		});
		expect(shown(undefined, '..')).toMatchObject({ path: undefined });
	});

	it('tells the size of a file in place of its bytes', () => {
		expect(shown(Buffer.from('abc')).body).toBe('3 bytes');
	});

	it('takes the place of the answer', () => {
		const previewed = new Previewed(shown());
		expect(previewed.message).toBe('The request is shown, not sent');
		expect(previewed.request).toEqual(shown());
	});
});
