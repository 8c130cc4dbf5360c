/** Actions for the same person or record never overtake each other, and those for different ones never wait for each other. */
import type { ContractedVendor, Row } from '../contracts/vendors.mts';
import { vendors } from '../contracts/vendors.mts';

type Values = Record<string, unknown>;

interface Order {
	/** Values that belong to one person or record. */
	one: Values;
	/** Others that do: each shares with `one` what identifies it, and nothing else. */
	same: Values[];
	/** Values of somebody else: each differs from `one` in a single value of those that identify it. */
	others: Values[];
}

const mapped = (profile: Values) => ({ profile });

const jane = { email: 'jane@example.com', phone: '+41765554366', ref: 'r1', id: 1n };
/** Each identifier alone tells the person, so that sharing any of them is enough. */
const person = (of: (identifiers: Values) => Values): Order => ({
	one: of(jane),
	same: [
		{ email: 'Jane@Example.com', phone: '+1', ref: 'r2', id: 2n },
		{ phone: jane.phone },
		{ ref: jane.ref, email: 'other@example.com' },
		{ id: jane.id },
	].map(of),
	others: [
		{ email: 'john@example.com', phone: '+41765554367', ref: 'r2', id: 2n },
		{ email: jane.phone },
		{ phone: jane.ref },
		{ ref: '1' },
	].map(of),
});

const assignment = { segmentId: 'S1', customerId: 'c1', legalEntityId: 'l1' };
const item = { segmentId: 'S1', type: 'PRODUCT', itemId: 'i1' };
const contact = {
	list_uuid: 'l1',
	identifier: 'mobile',
	contact: { mobile: '+4176', email: 'a@example.com' },
};

const ORDERS: Record<string, Order> = {
	'Taguchi subscriber.upsert': person(mapped),
	'Taguchi subscriber.submit': person(mapped),
	'Taguchi event.log': person((identifiers) => ({ ...identifiers, type: 'p' })),
	'Taguchi message.send': person((identifiers) => identifiers),
	'Taguchi partition.upsert': {
		one: { ref: 'store-1', isArchived: true },
		same: [{ ref: 'store-1' }],
		others: [{ ref: 'store-2', isArchived: true }, { id: 1n }],
	},
	'Emporix segment.upsert': {
		one: { segmentId: 'S1', siteCode: 'main' },
		same: [{ segmentId: 'S1', siteCode: 'other' }],
		others: [{ segmentId: 'S2', siteCode: 'main' }],
	},
	'Emporix customerAssignment.upsert': {
		one: assignment,
		same: [{ ...assignment, version: 3 }],
		others: [
			{ ...assignment, segmentId: 'S2' },
			{ ...assignment, customerId: 'c2' },
			{ ...assignment, legalEntityId: 'l2' },
			{ segmentId: 'S1', customerId: 'c1' },
		],
	},
	'Emporix itemAssignment.upsert': {
		one: item,
		same: [{ ...item, version: 3 }],
		others: [
			{ ...item, segmentId: 'S2' },
			{ ...item, type: 'CATEGORY' },
			{ ...item, itemId: 'i2' },
		],
	},
	'Horisen contact.import': {
		one: contact,
		same: [{ ...contact, contact: { mobile: '+4176', email: 'b@example.com' } }],
		others: [
			{ ...contact, list_uuid: 'l2' },
			{ ...contact, contact: { mobile: '+4177', email: 'a@example.com' } },
		],
	},
};
ORDERS['Emporix customerAssignment.delete'] =
	ORDERS['Emporix customerAssignment.upsert'] ?? person(mapped);
ORDERS['Emporix itemAssignment.delete'] = ORDERS['Emporix itemAssignment.upsert'] ?? person(mapped);

/** Rows whose elements never meet: each makes a new record, or takes away a whole one. */
const UNORDERED = ['Emporix segment.create', 'Emporix segment.delete'];

const batched = vendors.flatMap((vendor) =>
	vendor.rows
		.filter(({ row }) => row.batch)
		.map((row) => ({ title: `${vendor.name} ${row.name}`, vendor, row })),
);

function share({ row }: { vendor: ContractedVendor; row: Row }, one: Values, other: Values) {
	const keys = row.row.batch?.keys;
	if (!keys) throw new Error('The row has no order');
	const known = new Set(keys(one));
	return keys(other).some((key) => known.has(key));
}

test('every row that sends several items at once has an order, or needs none', () => {
	expect(batched.map(({ title }) => title).sort()).toEqual(
		[...Object.keys(ORDERS), ...UNORDERED].sort(),
	);
});

describe.each(batched.filter(({ title }) => title in ORDERS))('$title', (batch) => {
	const order = ORDERS[batch.title];
	if (!order) throw new Error('There is no such row');

	test.each(order.same)('stays behind the one before: %j', (values) => {
		expect(share(batch, order.one, values)).toBe(true);
	});

	test.each(order.others)('waits for nobody else: %j', (values) => {
		expect(share(batch, order.one, values)).toBe(false);
	});
});
