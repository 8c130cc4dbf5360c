/** From a row's path and the values of an item to the address that is called, and to no other. */
import { urlOf } from '../../../core/requests/address.ts';
import { GET } from '../../../core/rows/route.ts';

const BASE = 'https://a.example/v1';
const url = (path: string, values: object = {}, query?: object, baseUrl = BASE) =>
	urlOf(
		{ baseUrl, path: { workspace: 'w1' } },
		{ route: GET(path), path: { ...values }, query: query && { ...query } },
	);

test.each<[string, object, string | undefined]>([
	['/people', {}, '/people'],
	['/{workspace}/people/{id}', { id: 'a' }, '/w1/people/a'],
	['/{workspace}', { workspace: 'own' }, '/own'],
	['/people/{id}', { id: 'a/b?c#d%' }, '/people/a%2Fb%3Fc%23d%25'],
	['/people/{id}', { id: 7n }, '/people/7'],
	['/people/{id}', {}, undefined],
	['/people/{id}', { id: '' }, undefined],
	['/people/{id}', { id: '..' }, undefined],
	['/people/{id}/{other}', { id: '..', other: 'a' }, undefined],
	['/people{/id}', {}, '/people'],
	['/people{/id}', { id: null }, '/people'],
	['/people{/id}', { id: 'a' }, '/people/a'],
	['/people{/id}', { id: '.' }, undefined],
	['/people{/id}/more', { id: 'a' }, '/people/a/more'],
	['/people{/id}', { id: '' }, undefined],
])('%s with %j', (path, values, expected) => {
	expect(url(path, values)).toBe(expected === undefined ? undefined : `${BASE}${expected}`);
});

test.each<[object | undefined, string | undefined]>([
	[undefined, ''],
	[{}, ''],
	[{ a: undefined, b: null }, ''],
	[{ a: 'x y', b: 0, c: false }, '?a=x%20y&b=0&c=false'],
	[{ 'a b': '&=' }, '?a%20b=%26%3D'],
	[{ a: ['x', undefined, null, 'y'] }, '?a=x&a=y'],
	[{ a: [] }, ''],
	[{ a: '\ud800' }, undefined],
	[{ a: 'x', b: ['y', '\udc00'] }, undefined],
])('a query of %j', (query, expected) => {
	expect(url('/people', {}, query)).toBe(
		expected === undefined ? undefined : `${BASE}/people${expected}`,
	);
});

test.each([
	'https://a.example/v1/..',
	'https://A.example/v1',
	'https://a.example:443/v1',
	'https://a.example/v 1',
	'no address',
	'',
])('what a client would read otherwise is not called: %j', (baseUrl) => {
	expect(url('/people', {}, undefined, baseUrl)).toBeUndefined();
	// Nor the second time, nor after one that may be called.
	expect(url('/people')).toBe(`${BASE}/people`);
	expect(url('/people', {}, undefined, baseUrl)).toBeUndefined();
});
