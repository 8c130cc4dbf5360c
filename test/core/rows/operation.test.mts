/** A row is plain data: what is written in it is what the engine reads. */
import { text } from '../../../core/rows/field.ts';
import { EMAIL_CONSENT, SMS_CONSENT } from '../../../core/rows/consent.ts';
import {
	deleted,
	done,
	fieldsOf,
	many,
	manyOrTexts,
	one,
	operationsOf,
	orNoContent,
	plainText,
	resource,
	results,
	telling,
	written,
} from '../../../core/rows/operation.ts';
import type { Method, Route } from '../../../core/rows/route.ts';
import { DELETE, GET, PATCH, POST, PUT } from '../../../core/rows/route.ts';
import type { Surroundings } from '../../../core/rows/row-checks.ts';

const shape = { id: text('ID') };
const operation = operationsOf<Surroundings>();
const about = { name: 'Any', action: 'Do anything', description: 'Does anything' };

const routes: Array<[Method, (path: '/people') => Route<'/people'>, boolean]> = [
	['GET', GET, true],
	['PUT', PUT, true],
	['DELETE', DELETE, true],
	['POST', POST, false],
	['PATCH', PATCH, false],
];

test.each(routes)(
	'%s may be sent twice unless it creates or changes, or the row says otherwise',
	(method, route, idempotent) => {
		const request = route('/people');
		expect(request).toEqual({ method, path: '/people' });
		const row = { ...about, request, returns: plainText() };
		expect(operation(row)).toEqual({ ...row, idempotent });
		expect(operation({ ...row, idempotent: !idempotent })).toMatchObject({
			idempotent: !idempotent,
		});
	},
);

test('a resource holds its rows by name', () => {
	const get = operation({ ...about, request: GET('/people'), returns: plainText() });
	expect(resource('person', 'Person', { get })).toEqual({
		value: 'person',
		name: 'Person',
		operations: { get },
	});
});

test('a form follows the request: the path first, then what shapes it, the query, the body, the headers', () => {
	const row = operation({
		...about,
		request: POST('/people/{id}'),
		header: { agent: text('Agent') },
		body: { email: text('Email') },
		query: { page: text('Page') },
		form: { by: text('By') },
		path: { id: text('ID', { required: true }) },
		returns: plainText(),
	});
	expect(Object.keys(fieldsOf(row))).toEqual(['id', 'by', 'page', 'email', 'agent']);
});

describe('what a row returns', () => {
	test('one record: the answer, or what stands in it', () => {
		expect(one(shape)).toEqual({ kind: 'one', shape });
		expect(one(shape, ['id'], 'data.person')).toEqual({
			kind: 'one',
			shape,
			simple: ['id'],
			at: 'data.person',
		});
	});

	test('a list of records: the answer, or what stands in it', () => {
		expect(many(shape)).toEqual({ kind: 'many', shape });
		expect(many(shape, 'data', ['id'])).toEqual({
			kind: 'many',
			shape,
			simple: ['id'],
			at: 'data',
		});
		expect(manyOrTexts(shape)).toEqual({ kind: 'many', shape, texts: true });
	});

	test('no record where the vendor may answer with no content, and words besides where it tells them', () => {
		const told = { shape: EMAIL_CONSENT, of: () => ({}) };
		expect(orNoContent(one(shape))).toEqual({ ...one(shape), noContent: true });
		expect(telling(told, many(shape))).toEqual({ ...many(shape), told });
	});

	test('a verdict for each element, and whom it is about', () => {
		const read = () => undefined;
		const of = () => ({ id: '1' });
		expect(results(shape, read, shape)).toEqual({
			kind: 'results',
			shape,
			read,
			about: { shape },
		});
		expect(results(shape, read, shape, of)).toMatchObject({ about: { shape, of } });
	});

	test('little, for a write, a deletion, a text or anything else', () => {
		const describe = () => ({ id: '1' });
		expect(written(shape, describe)).toEqual({ kind: 'written', shape, describe });
		expect(deleted()).toEqual({ kind: 'deleted' });
		expect(done()).toEqual({ kind: 'done' });
		expect(plainText()).toEqual({ kind: 'text', shape: {} });
	});

	test('consent in the same words for all vendors', () => {
		const description = 'allowed, refused or unknown';
		const told = { ...EMAIL_CONSENT, ...SMS_CONSENT };
		expect(told).toMatchObject({
			emailConsent: { kind: 'text', label: 'Email Consent', description },
			smsConsent: { kind: 'text', label: 'SMS Consent', description },
		});
	});
});
