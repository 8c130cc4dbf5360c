/** Forms are written once and shown where they belong: nothing is lost, added or moved by merging. */
import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { mergeForms } from '../../../core/editor/form-merging.ts';

const input = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
});

const row = (resource: string, operation: string, ...names: string[]) => ({
	resource,
	operation,
	properties: names.map(input),
});

const form = fc.record({
	resource: fc.constantFrom('a', 'b', 'c'),
	operation: fc.constantFrom('get', 'create', 'update'),
	properties: fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's', 't', 'u')),
});
const forms = fc.uniqueArray(form, { selector: (row) => `${row.resource}.${row.operation}` });

test('every row shows its own inputs in their own order', () => {
	fc.assert(
		fc.property(forms, (rows) => {
			const merged = mergeForms(
				rows.map((row) => ({ ...row, properties: row.properties.map(input) })),
			);
			for (const { resource, operation, properties } of rows) {
				const shown = merged.filter(({ displayOptions }) => {
					const { resource: resources, operation: operations } = displayOptions?.show ?? {};
					return resources?.includes(resource) && operations?.includes(operation);
				});
				expect(shown.map(({ name }) => name)).toEqual(properties);
			}
		}),
	);
});

test('an input is written once where another stands before it in some rows only', () => {
	const rows = [
		row('a', 'get', 'p', 'r'),
		row('b', 'get', 'p', 'q', 'r'),
		row('c', 'get', 'p', 'q', 'r'),
	];
	expect(mergeForms(rows).map(({ name }) => name)).toEqual(['p', 'q', 'r']);
});

test('one entry is enough where a resource has no such operation at all', () => {
	const merged = mergeForms([
		row('a', 'get', 'p'),
		row('b', 'get', 'p'),
		row('b', 'list', 'p'),
		row('b', 'delete'),
		row('c', 'list'),
	]);
	expect(merged.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['a', 'b'], operation: ['get', 'list'] },
	]);
});

test('an entry shows an input for no operation whose row does not ask for it', () => {
	const merged = mergeForms([
		row('a', 'get', 'p'),
		row('a', 'list'),
		row('b', 'get'),
		row('b', 'list', 'p'),
	]);
	expect(merged.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['a'], operation: ['get'] },
		{ resource: ['b'], operation: ['list'] },
	]);
});

test('what a row asks first stands behind what the rows before it ask', () => {
	const merged = mergeForms([row('a', 'get', 'p'), row('b', 'get', 'q'), row('c', 'get', 'r')]);
	expect(merged.map(({ name }) => name)).toEqual(['p', 'q', 'r']);
});

test('an input keeps its own conditions beside the rows that show it', () => {
	const shown = { ...input('p'), displayOptions: { show: { mode: ['x'] } } };
	const [merged] = mergeForms([{ resource: 'a', operation: 'get', properties: [shown] }]);
	expect(merged?.displayOptions).toEqual({
		show: { resource: ['a'], operation: ['get'], mode: ['x'] },
	});
});

test('resources whose rows ask alike share an entry', () => {
	const merged = mergeForms([
		row('a', 'get', 'p'),
		row('a', 'list'),
		row('b', 'get', 'p'),
		row('b', 'list', 'p'),
		row('c', 'get', 'p'),
		row('c', 'list', 'p'),
	]);
	expect(merged.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['a'], operation: ['get'] },
		{ resource: ['b', 'c'], operation: ['get', 'list'] },
	]);
});
