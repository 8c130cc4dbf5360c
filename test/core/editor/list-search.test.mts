/** A list of the editor holds the records of the account by name, goes on where its page ends, and never passes a failure off as an entry. */
import type { INodeType } from 'n8n-workflow';
import type { ListSource } from '../../../core/editor/list-search.ts';
import { listOptions, listSearch } from '../../../core/editor/list-search.ts';
import { valueAt } from '../../../core/execution/output.ts';
import { text } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { many } from '../../../core/rows/operation.ts';
import { GET } from '../../../core/rows/route.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import * as editor from '../../engine/editor.mts';
import { PLAIN_NODE } from '../../engine/plain-node.mts';
import type { Handler } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';

const server = useRecordingServer();

const vendor: Vendor = {
	name: 'Acme',
	resources: [],
	connect: async () => ({ baseUrl: server().url, path: {} }),
	explain: () => undefined,
	credentialAdvice: 'Check the token.',
};

const plain: Operation = {
	name: 'Get Many',
	action: 'Get many people',
	description: '',
	request: GET('/people'),
	query: { name: text('Name'), of: text('Of') },
	idempotent: true,
	returns: many({ id: text('ID') }),
};
const paged: Operation = {
	...plain,
	paging: { page: 'page', first: 1, size: 'size', pageSize: 2 },
};

const textOf = (name: string) => (record: unknown) => {
	const value = valueAt(name, record);
	return typeof value === 'string' ? value : undefined;
};
const source: ListSource = { vendor, row: plain, label: textOf('name'), id: textOf('id') };

const nodeWith = (more: Partial<ListSource>): INodeType => ({
	description: PLAIN_NODE,
	methods: {
		listSearch: { look: listSearch({ ...source, ...more }) },
		loadOptions: { look: listOptions({ ...source, ...more }) },
	},
});

const look = async (
	more: Partial<ListSource> = {},
	asked: { filter?: string; paginationToken?: string } = {},
) => await editor.listSearch({ node: nodeWith(more), method: 'look', ...asked });
const options = async (more: Partial<ListSource> = {}) =>
	await editor.loadOptions({ node: nodeWith(more), method: 'look' });

const people = ['Zoe', 'Ann', 'Bob'].map((name) => ({ id: name.toLowerCase(), name }));
const entry = (name: string) => ({ name, value: name.toLowerCase() });

/** Two people a page. */
const byPages: Handler = ({ url }) => {
	const page = Number(new URL(url, 'http://localhost').searchParams.get('page'));
	return { body: people.slice((page - 1) * 2, page * 2) };
};

test('a search gives one page, and the place where the next one begins', async () => {
	server().answer(byPages);
	const first = await look({ row: paged });
	expect(first).toEqual({
		results: [entry('Zoe'), entry('Ann')],
		paginationToken: expect.any(String),
	});
	const { paginationToken } = first;
	expect(await look({ row: paged }, { paginationToken: String(paginationToken) })).toEqual({
		results: [entry('Bob')],
	});
	expect(server().received.map(({ url }) => url)).toEqual([
		'/people?page=1&size=2',
		'/people?page=2&size=2',
	]);
});

test('a page knows how many came before it, so that a list ends where the vendor says', async () => {
	const row = {
		...paged,
		paging: { page: 'page', first: 1, size: 'size', pageSize: 2, total: () => 3 },
	};
	server().answer(byPages);
	const { paginationToken } = await look({ row });
	const last = await look({ row }, { paginationToken: String(paginationToken) });
	expect(last).not.toHaveProperty('paginationToken');
});

test.each([undefined, '', ' '])('%j as a search text leaves the list as it is', async (filter) => {
	server().answer(() => ({ body: people }));
	expect((await look({}, { filter })).results).toEqual(people.map(({ name }) => entry(name)));
});

test.each(['AN', ' ann ', 'n'])('%j finds a name in upper or lower case', async (filter) => {
	server().answer(() => ({ body: people }));
	expect((await look({}, { filter })).results).toEqual([entry('Ann')]);
});

test('a record without an ID is left out, and one without a name goes by its ID', async () => {
	server().answer(() => ({ body: [{ name: 'Nobody' }, { id: 'b' }, people[1]] }));
	expect((await look()).results).toEqual([{ name: 'b', value: 'b' }, entry('Ann')]);
	expect(await options()).toEqual([entry('Ann'), { name: 'b', value: 'b' }]);
});

test('all entries of a dropdown stand in alphabetical order, from every page', async () => {
	server().answer(byPages);
	expect(await options({ row: paged })).toEqual([entry('Ann'), entry('Bob'), entry('Zoe')]);
});

test('a vendor that can search is asked with the search text and with the form', async () => {
	server().answer(() => ({ body: [] }));
	const values: ListSource['values'] = (filter, context) => ({
		name: filter ?? 'all',
		of: context.getNode().name,
	});
	await look({ values }, { filter: 'Ann' });
	await options({ values });
	expect(server().received.map(({ url }) => url)).toEqual([
		'/people?name=Ann&of=Node',
		'/people?name=all&of=Node',
	]);
});

test.each([look, options])('a list that cannot be read is a failure in words', async (ask) => {
	server().answer(() => ({ status: 404 }));
	await expect(ask()).rejects.toMatchObject({ message: 'Acme found nothing that matches' });
	await expect(ask({ row: paged })).rejects.toMatchObject({ httpCode: '404' });
});
