/** What a row makes of the values of an item: path, query, headers and body, each from its own fields. */
import { callOf } from '../../../core/requests/request.ts';
import { text } from '../../../core/rows/field.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import { rowOf } from '../execution/acme.mts';

const row = rowOf({
	request: POST('/people/{id}'),
	path: { id: text('ID') },
	query: { page: text('Page') },
	header: { agent: text('Agent') },
	body: { email: text('Email') },
	form: { by: text('By') },
	idempotent: true,
});
const values = { id: 'a', page: '2', agent: 'me', email: 'a@example.com', by: 'x', more: 1 };
const of = (changes: Parameters<typeof rowOf>[0] = {}, besides = {}) => {
	const own = { ...row, ...changes };
	return callOf(own, own.request, values, besides);
};

test('every value goes where its field stands, and what only shapes the request goes nowhere', () => {
	expect(of()).toStrictEqual({
		route: POST('/people/{id}'),
		path: { id: 'a' },
		query: { page: '2' },
		headers: { agent: 'me' },
		body: { email: 'a@example.com' },
		accept: undefined,
		idempotent: true,
	});
});

test('what a row has none of is not there', () => {
	const parts = { path: undefined, query: undefined, header: undefined, body: undefined };
	expect(of(parts)).toMatchObject({ path: {}, query: {}, headers: {}, body: undefined });
});

test('what a row puts together takes the place of its fields', () => {
	const composed = of({
		compose: ({ email }) => [email],
		composeQuery: ({ by }) => ({ search: by, page: 'own' }),
		headers: { agent: 'row', fixed: 'yes' },
	});
	expect(composed).toMatchObject({
		body: ['a@example.com'],
		query: { search: 'x', page: 'own' },
		headers: { agent: 'me', fixed: 'yes' },
	});
});

test('what whoever asks gives besides comes last; null is no body', () => {
	const besides = {
		query: { page: 7 },
		headers: { agent: 'asker' },
		body: { own: 1 },
		accept: 'text/csv',
	};
	expect(of({}, besides)).toMatchObject(besides);
	expect(of({}, { body: null }).body).toBeUndefined();
	expect(callOf(row, GET('/other'), values, {}).route).toEqual(GET('/other'));
});

test('a list asks for its total where the vendor tells it in a header', () => {
	const paging = { page: 'page', first: 0, size: 'size', pageSize: 10 };
	expect(of({ paging: { ...paging, totalHeader: 'X-Total' } }).headers).toEqual({
		'X-Total': 'true',
		agent: 'me',
	});
	expect(of({ paging }).headers).toEqual({ agent: 'me' });
});

test('a request may be sent twice where its row may, unless its values forbid it', () => {
	expect(of({ idempotent: false }).idempotent).toBe(false);
	expect(of({ onceOnly: ({ id }) => id === 'a' }).idempotent).toBe(false);
	expect(of({ onceOnly: ({ id }) => id === 'b' }).idempotent).toBe(true);
});
