import type { IDataObject } from 'n8n-workflow';
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { event } from '../../../nodes/Contacthub/operations/event.ts';
import { byId, jsonOf, runContacthub, useSandbox } from './run.mts';

const sandbox = useSandbox();
const content = { type: 'viewedPage', context: 'WEB', properties: '{"url": "/ü"}' };
const run = (operation: string, parameters: IDataObject) =>
	runContacthub(sandbox(), { resource: 'event', operation, parameters });
const customerId = () => String(sandbox().contacthub.customers[0]?.id);

beforeEach(() => {
	sandbox().contacthub.addPeople(1);
});

test.each<[string, () => IDataObject, () => IDataObject]>([
	['a customer', () => ({ customerId: byId(customerId()) }), () => ({ customerId: customerId() })],
	[
		'an external ID',
		() => ({ belongsTo: 'EXTERNAL_ID', externalId: 'P-000001', nodeId: byId(CONTACTHUB_NODE_ID) }),
		() => ({ customerId: customerId() }),
	],
	[
		'a session',
		() => ({ belongsTo: 'SESSION_ID', sessionId: 's-1', nodeId: byId(CONTACTHUB_NODE_ID) }),
		() => ({
			bringBackProperties: { type: 'SESSION_ID', value: 's-1', nodeId: CONTACTHUB_NODE_ID },
		}),
	],
])('an event belongs to %s', async (_name, owner, stored) => {
	const { error } = await run('create', { belongsTo: 'customerId', ...content, ...owner() });
	expect(error).toBeUndefined();
	expect(sandbox().contacthub.events[0]).toMatchObject({ properties: { url: '/ü' }, ...stored() });
	expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('an event is read, changed in part, replaced and found', async () => {
	const owner = { belongsTo: 'customerId', customerId: byId(customerId()) };
	await run('create', { ...owner, ...content, additionalFields: { date: '2026-01-02T03:04:05Z' } });
	const id = String(sandbox().contacthub.events[0]?.id);

	await run('update', { id, properties: '{"url": "/part"}' });
	const part = await run('get', { id, simplify: false });
	expect(part.done[0]?.json).toMatchObject({
		properties: { url: '/part' },
		date: '2026-01-02T03:04:05.000Z',
	});
	const replaced = await run('replace', { id, ...owner, ...content, context: 'MOBILE' });
	expect(jsonOf(replaced.done)).toEqual([{ success: true }]);

	const range = { dateFrom: '2026-01-01T00:00:00Z', dateTo: '2026-01-03T00:00:00Z' };
	const found = await run('getAll', { additionalFields: range });
	expect(jsonOf(found.done)).toEqual([expect.objectContaining({ id, context: 'MOBILE' })]);
	const none = await run('getAll', { additionalFields: { ...range, dateTo: range.dateFrom } });
	expect(none.done).toEqual([]);
	expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('an event that was given to a customer is replaced with all that it has', async () => {
	const bringBack = { type: 'EXTERNAL_ID', value: 'P-000001', nodeId: CONTACTHUB_NODE_ID };
	const external = { externalId: 'P-000001', nodeId: byId(CONTACTHUB_NODE_ID) };
	await run('create', { belongsTo: 'EXTERNAL_ID', ...external, ...content });
	const [stored] = sandbox().contacthub.events;
	expect(stored).toMatchObject({ customerId: customerId(), bringBackProperties: bringBack });

	const id = String(stored?.id);
	const owner = { customerId: byId(customerId()) };
	const half = await run('replace', { id, belongsTo: 'customerId', ...owner, ...content });
	expect(half.error?.message).toContain('bringBackProperties is required');
	const whole = await run('replace', {
		id,
		belongsTo: 'customerIdAndExternalId',
		...owner,
		...external,
		...content,
	});
	expect(jsonOf(whole.done)).toEqual([{ success: true }]);
	expect(JSON.parse(sandbox().requests.at(-1)?.body ?? '')).toMatchObject({
		customerId: customerId(),
		bringBackProperties: bringBack,
	});
});

test('an event of a session that became a customer is replaced with both', async () => {
	const session = { sessionId: 's-1', nodeId: byId(CONTACTHUB_NODE_ID) };
	await run('create', { belongsTo: 'SESSION_ID', ...session, ...content });
	await run('replace', {
		id: String(sandbox().contacthub.events[0]?.id),
		belongsTo: 'customerIdAndSessionId',
		customerId: byId(customerId()),
		...session,
		...content,
	});
	expect(JSON.parse(sandbox().requests.at(-1)?.body ?? '')).toMatchObject({
		customerId: customerId(),
		bringBackProperties: { type: 'SESSION_ID', value: 's-1', nodeId: CONTACTHUB_NODE_ID },
	});
});

describe('a search that is cut into stretches stays inside the dates that were asked for', () => {
	const within = event.operations.getAll.paging?.within;
	const day = (number: number) => `2026-01-0${number}T00:00:00.000Z`;
	const at = (number: number) => Date.parse(day(number));

	test.each([
		['inside of the dates', { from: at(3), to: at(4) }, { dateFrom: day(3), dateTo: day(4) }],
		['around the dates', { from: at(1), to: at(8) }, { dateFrom: day(2), dateTo: day(5) }],
		['over their beginning', { from: at(1), to: at(3) }, { dateFrom: day(2), dateTo: day(3) }],
		['over their end', { from: at(4), to: at(8) }, { dateFrom: day(4), dateTo: day(5) }],
		['without an end', { from: at(3) }, { dateFrom: day(3), dateTo: day(5) }],
		['without a beginning', { to: at(3) }, { dateFrom: day(2), dateTo: day(3) }],
	])('a stretch %s', (_where, stretch, query) => {
		expect(within?.({ dateFrom: day(2), dateTo: day(5) }, stretch)).toEqual(query);
	});

	test.each([
		[{}, {}],
		[{ dateFrom: day(2) }, { dateFrom: day(3), dateTo: day(4) }],
		[{ dateTo: day(5) }, { dateFrom: day(3), dateTo: day(4) }],
	])('the dates %j alone', (dates, query) => {
		const stretch = Object.keys(query).length > 0 ? { from: at(3), to: at(4) } : {};
		expect(within?.(dates, stretch)).toEqual(query);
	});
});
