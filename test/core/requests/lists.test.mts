/** Lists through n8n's engine: several pages at once, and lists that do not hold still. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { identifierOf } from '../../../core/requests/identity.ts';
import type { Received, Reply } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { EveryRow } from '../../nodes/every-row.mts';
import { everyRow, runRow } from '../../nodes/every-row.mts';

const server = useRecordingServer();

const rowCalled = (title: string): EveryRow => {
	const row = everyRow.find((one) => one.title === title);
	if (!row) throw new Error(`There is no row ${title}`);
	return row;
};

const paged = everyRow.filter(({ row }) => row.paging);

/** Puts a value at a dotted path. */
const at = (path: string, value: string): IDataObject => {
	const [name = '', ...rest] = path.split('.');
	return { [name]: rest.length > 0 ? at(rest.join('.'), value) : value };
};

/** A page of a vendor's list, and what the page asks for. */
function pageOf(
	{ row, account }: EveryRow,
	{ url, body }: Received,
	stored: readonly string[],
): Reply {
	const { searchParams } = new URL(url, 'http://localhost');
	const { page = '', size = '', first = 0, id = '' } = row.paging ?? {};
	const number = Number(searchParams.get(page)) - first;
	const length = Number(searchParams.get(size));
	const names = typeof id === 'string' ? [id] : id;
	const records = stored
		.slice(number * length, (number + 1) * length)
		.map((one) => Object.assign({}, ...names.map((name) => at(name, one))));
	expect([number >= 0, length > 0, typeof body]).toEqual([true, true, 'string']);
	const total = stored.length;
	if (account.vendor.name === 'Emporix') {
		return { body: records, headers: { 'X-Total-Count': String(total) } };
	}
	return account.vendor.name === 'HORISEN'
		? { body: { data: records, meta: { pagination: { total } } } }
		: { body: { elements: records, page: { totalElements: total } } };
}

const stored = (count: number) => Array.from({ length: count }, (_, number) => `r${number}`);

/** Reads a row's list from a vendor whose list changes when the second page is asked for. */
async function read(
	given: EveryRow,
	list: string[],
	change?: (list: string[]) => void,
	more: Parameters<typeof runRow>[2] = {},
) {
	let requests = 0;
	server().answer((received) => {
		if (received.url.endsWith('.yml')) return { status: 404 };
		if (++requests === 2) change?.(list);
		return pageOf(given, received, list);
	});
	const { values, ...rest } = more;
	const { outputs, hints, error } = await runRow(given, server().url, {
		values: { returnAll: true, simplify: false, ...values },
		...rest,
	});
	expect(error).toBeUndefined();
	const [output = []] = outputs;
	const asked = server().received.filter(({ url }) => !url.endsWith('.yml'));
	return { records: output.map(({ json }) => json), output, hints, requests: asked };
}

test('lists with pages are tried, and each tells its records apart', () => {
	expect(paged.length).toBeGreaterThan(20);
	expect(paged.filter(({ row }) => row.paging?.id === undefined)).toEqual([]);
});

describe.each(paged)('$title', (given) => {
	const { paging } = given.row;
	const size = paging?.pageSize ?? 0;
	const idOf = (record: unknown) => (paging ? identifierOf(paging, {})(record) : undefined);

	test('gives all records once and in order, also where one moved while it was read', async () => {
		const quiet = await read(given, stored(5 * size));
		const ids = quiet.records.map(idOf);
		expect(ids).toHaveLength(5 * size);
		expect(new Set(ids).size).toBe(5 * size);
		expect(quiet.requests).toHaveLength(5);
		const moving = await read(given, stored(5 * size), (list) => {
			list.unshift(...list.splice(3 * size, 1));
		});
		expect(moving.records.map(idOf).sort()).toEqual(ids.sort());
		expect(moving.requests).toHaveLength(10);
	});
});

const customers = rowCalled('Contacthub customer.getAll');
const doubt = { message: expect.stringMatching(/^A list changed while it was read/) };

test('a list that never holds still gives all that was seen, and says the doubt once', async () => {
	const list = stored(400);
	const given = customers;
	server().answer((received) => {
		if (received.url.endsWith('.yml')) return { status: 404 };
		list.unshift(...list.splice(300, 1));
		return pageOf(given, received, list);
	});
	const items = [{}, {}];
	const { outputs, hints } = await runRow(given, server().url, {
		values: { returnAll: true },
		items,
	});
	const doubts = hints.filter(({ message }) => /changed while it was read/.test(message));
	expect(doubts).toMatchObject([doubt]);
	for (const item of items.keys()) {
		const ids = (outputs[0] ?? [])
			.filter(({ pairedItem }) => Object(pairedItem).item === item)
			.map(({ json }) => json.id);
		expect(new Set(ids).size).toBe(ids.length);
	}
});

test('a limited list is not read again, but says that it moved', async () => {
	const { records, requests, hints } = await read(
		customers,
		stored(400),
		(list) => list.splice(3, 1),
		{ values: { returnAll: false, limit: 120 } },
	);
	expect(records).toHaveLength(120);
	expect(requests).toHaveLength(3);
	expect(hints).toContainEqual(expect.objectContaining(doubt));
});

test('pages are read side by side, and all items together keep to Concurrent Requests', async () => {
	let underWay = 0;
	const most: number[] = [];
	const given = customers;
	for (const concurrency of [1, 4]) {
		let mostAtOnce = 0;
		server().answer(async (received) => {
			mostAtOnce = Math.max(mostAtOnce, ++underWay);
			// Answers wait for as many as may come, so that the most is reached on any machine.
			for (let waits = 0; underWay < concurrency && waits < 20; waits++) await sleep(10);
			underWay -= 1;
			return pageOf(given, received, stored(500));
		});
		const { outputs } = await runRow(given, server().url, {
			values: { returnAll: true, options: { concurrency } },
			items: [{}, {}, {}],
		});
		most.push(mostAtOnce);
		const ids = (outputs[0] ?? []).map(({ json }) => json.id);
		expect(ids).toEqual([...stored(500), ...stored(500), ...stored(500)]);
		expect(server().received).toHaveLength(30);
	}
	expect(most).toEqual([1, 4]);
});

test('HORISEN lists contacts in an order that changes do not disturb, unless a Sort is chosen or a Limit set', async () => {
	const contacts = rowCalled('HORISEN contact.getAll');
	const sortOf = async (values: IDataObject) => {
		const { requests } = await read(contacts, stored(250), undefined, { values });
		return requests.map(({ url }) => new URL(url, 'http://localhost').searchParams.get('sort'));
	};
	expect(await sortOf({})).toEqual(['created_dt', 'created_dt', 'created_dt']);
	expect(await sortOf({ additionalFields: { sort: '-mobile' } })).toEqual([
		'-mobile',
		'-mobile',
		'-mobile',
	]);
	expect(await sortOf({ returnAll: false, limit: 20 })).toEqual([null]);
});

test('where Fields leave out what tells assignments apart, none is taken for another', async () => {
	const assignments = rowCalled('Emporix customerAssignment.getAll');
	server().answer(() => ({
		body: [{ customer: { id: 'c1' } }, { customer: { id: 'c1' } }],
		headers: { 'X-Total-Count': '2' },
	}));
	const { outputs } = await runRow(assignments, server().url, {
		values: { returnAll: true, additionalFields: { fields: 'customer' } },
	});
	expect(outputs[0]).toHaveLength(2);
});
