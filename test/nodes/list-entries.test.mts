/** No entry of a list in the editor is blank or called "undefined", whatever the account's records lack. */
import { listSearch, loadOptions } from '../engine/editor.mts';
import type { Received } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { accounts } from './accounts.mts';

const server = useRecordingServer();

/** How an assignment names what is assigned. */
function ofSegment(id: unknown) {
	return { customer: { id }, item: { id }, group: { id } };
}

const records = [
	{ ...ofSegment('a'), id: 'a', uuid: 'a', siteCode: 'a', field_name: 'a' },
	{ id: 'b', uuid: 'b', name: ' ', siteCode: ' ', field_name: 'b', display_name: '\u00a0' },
	{ id: 'c', uuid: 'c', name: {}, siteCode: null, field_name: 'c', display_name: {} },
	{ id: 'd', uuid: 'd', name: { en: '', de: 'Gold' }, base: { firstName: ' ' }, email: '' },
	{ name: 'nobody' },
	{ ...ofSegment(' '), id: ' ', uuid: '', name: 'nobody', siteCode: '' },
	{ id: {}, uuid: [], siteCode: {}, name: 'nobody' },
];

/** A list as each vendor keeps it: in an envelope, or bare. */
function listOf({ url }: Received) {
	if (url.includes('/properties/extended')) return { a: { type: 'string' }, b: null };
	if (/\/customers\/[^/?]+$/.test(url)) return { id: 'c1', base: { subscriptions: records } };
	if (url.includes('/customer-segment/') || url.includes('/cds/fields')) return records;
	const total = records.length;
	return {
		elements: records,
		data: records,
		page: { totalElements: total },
		meta: { pagination: { total } },
	};
}

const lists = accounts.flatMap((account) =>
	(['listSearch', 'loadOptions'] as const).flatMap((kind) =>
		Object.keys(account.node.methods?.[kind] ?? {}).map((method) => ({
			title: `${account.vendor.name} ${method}`,
			account,
			kind,
			method,
		})),
	),
);

test('there is something to try', () => {
	expect(lists.length).toBeGreaterThan(15);
});

test.each(lists)('$title', async ({ account: { node, type, data }, kind, method }) => {
	server().answer((received) => ({ body: listOf(received) }));
	const chosen = (value: string) => ({ __rl: true, mode: 'id', value });
	const around = { nodeId: chosen('n1'), customerId: chosen('c1'), segmentId: chosen('s1') };
	const call = {
		node,
		method,
		parameters: { authentication: type.name, ...around },
		credentials: { [type.name]: data(server().url) },
		credentialTypes: [type],
	};
	const entries =
		kind === 'listSearch' ? (await listSearch(call)).results : await loadOptions(call);
	expect(entries.length).toBeGreaterThan(0);
	for (const { name, value } of entries) {
		expect(name).not.toMatch(/^\s*$|undefined|null|\[object/);
		expect(String(value)).not.toMatch(/^\s*$|undefined|null|\[object|^nobody$/);
	}
});
