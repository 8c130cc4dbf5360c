/** By what the records of a list are told apart. */
import { identifierOf } from '../../../core/requests/identity.ts';

const paging = { page: 'page', first: 0, size: 'size', pageSize: 10 };
const of = (more: object, values: Readonly<Record<string, unknown>> = {}) =>
	identifierOf({ ...paging, ...more }, values);

test.each([
	[{ id: 'a' }, 'a'],
	[{ id: 0 }, '0'],
	[{ id: '' }, undefined],
	[{ id: null }, undefined],
	[{}, undefined],
	['a', undefined],
])('one name tells %j by %j', (record, identity) => {
	expect(of({ id: 'id' })(record)).toBe(identity);
});

test('a name may stand inside the record', () => {
	expect(of({ id: 'customer.id' })({ customer: { id: 'a' } })).toBe('a');
});

test('several names tell it together, where the first is there', () => {
	const identify = of({ id: ['id', 'site'], selection: 'fields' }, { other: 1 });
	expect(identify({ id: 'a', site: 'b' })).not.toBe(identify({ id: 'ab' }));
	expect(identify({ id: 'a', site: 'b' })).toBe(identify({ site: 'b', id: 'a', more: 1 }));
	expect(identify({ id: 'a' })).not.toBe(identify({ id: 'a', site: 'b' }));
	expect(identify({ id: 'a' })).toBe(identify({ id: 'a', site: '' }));
	expect(identify({ site: 'b' })).toBeUndefined();
});

test('nothing tells them apart where fields were left out, or the list has no such name', () => {
	const several = { id: ['id', 'site'], selection: 'fields' };
	expect(of(several, { fields: 'id' })({ id: 'a', site: 'b' })).toBeUndefined();
	expect(of({ id: 'id', selection: 'fields' }, { fields: 'id' })({ id: 'a' })).toBe('a');
	expect(of({ id: ['id', 'site'] }, { fields: 'id' })({ id: 'a' })).toBeDefined();
	expect(of({})({ id: 'a' })).toBeUndefined();
});
