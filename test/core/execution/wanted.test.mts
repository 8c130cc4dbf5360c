/** How much of an answer an item gets: Return All, Limit and Simplify, as far as its row has them. */
import { propertyOf } from '../../../core/editor/form.ts';
import {
	isSimplified,
	LIMIT,
	readerOfWanted,
	RETURN_ALL,
	SIMPLIFY,
} from '../../../core/execution/wanted.ts';
import { text } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { deleted, many, one } from '../../../core/rows/operation.ts';
import { isUpfront } from '../../../core/values/values.ts';
import { NODE as node } from '../../engine/plain-node.mts';
import { rowOf } from './acme.mts';

const read = (row: Operation, parameters: Record<string, unknown>) =>
	readerOfWanted(row)({
		node,
		itemIndex: 0,
		item: {},
		timezone: 'UTC',
		parameter: (name) => parameters[name],
	});

const shape = { id: text('ID') };
const paging = { page: 'page', first: 0, size: 'size', pageSize: 10 };
const simple = rowOf({ returns: one(shape, ['id']) });
const paged = rowOf({ paging, returns: many(shape) });
const both = rowOf({ paging, returns: many(shape, undefined, ['id']) });

test('a row without pages or a short form asks nothing, whatever stands in the form', () => {
	const parameters = { returnAll: 'perhaps', limit: 'many', simplify: true };
	for (const returns of [one(shape), deleted()]) {
		expect(read(rowOf({ returns }), parameters)).toStrictEqual({ simplify: false });
	}
});

test('a list with pages is read to its end, or up to a limit', () => {
	expect(read(paged, { returnAll: true, limit: 'many' })).toStrictEqual({ simplify: false });
	expect(read(paged, { returnAll: false, limit: 7, simplify: true })).toStrictEqual({
		simplify: false,
		limit: 7,
	});
	expect(read(paged, { limit: '7' })).toStrictEqual({ simplify: false, limit: 7 });
	expect(read(paged, {})).toStrictEqual({ simplify: false, limit: 50 });
	expect(() => read(paged, { limit: 0 })).toThrow('"Limit" needs a whole number from 1');
	expect(() => read(paged, { returnAll: 'perhaps' })).toThrow('"Return All" needs true or false');
});

test('a record is put out in short where that is wanted', () => {
	expect(isSimplified(simple)).toBe(true);
	expect(isSimplified(paged)).toBe(false);
	expect(isSimplified(rowOf({ returns: deleted() }))).toBe(false);
	expect(read(simple, { simplify: true, returnAll: 'perhaps', limit: 0 })).toStrictEqual({
		simplify: true,
	});
	expect(read(simple, { simplify: false })).toStrictEqual({ simplify: false });
	expect(read(both, { simplify: true, limit: 7 })).toStrictEqual({ simplify: true, limit: 7 });
	expect(() => read(both, { simplify: 'perhaps' })).toThrow('"Simplify" needs true or false');
});

test('the form says what each of them is, and shows them at once', () => {
	expect(isSimplified(simple)).toBe(true);
	const fields = [RETURN_ALL, LIMIT, SIMPLIFY];
	expect(fields.every(isUpfront)).toBe(true);
	const shown = fields.map((field) => {
		const { displayName, default: value, description } = propertyOf('any', field);
		return [displayName, value, description];
	});
	expect(shown).toEqual([
		['Return All', false, 'Whether to return all results or only up to a given limit'],
		['Limit', 50, 'Max number of results to return'],
		[
			'Simplify',
			true,
			'Whether to return a simplified version of the response instead of the raw data',
		],
	]);
});
