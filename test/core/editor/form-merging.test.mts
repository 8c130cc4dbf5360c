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
		{ resource: 'a', operation: 'get', properties: [input('p'), input('r')] },
		{ resource: 'b', operation: 'get', properties: [input('p'), input('q'), input('r')] },
		{ resource: 'c', operation: 'get', properties: [input('p'), input('q'), input('r')] },
	];
	expect(mergeForms(rows).map(({ name }) => name)).toEqual(['p', 'q', 'r']);
});

test('resources whose rows ask alike share an entry', () => {
	const get = (resource: string) => ({ resource, operation: 'get', properties: [input('p')] });
	const list = (resource: string, names: string[]) => ({
		resource,
		operation: 'list',
		properties: names.map(input),
	});
	const merged = mergeForms([
		get('a'),
		list('a', []),
		get('b'),
		list('b', ['p']),
		get('c'),
		list('c', ['p']),
	]);
	expect(merged.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['a'], operation: ['get'] },
		{ resource: ['b', 'c'], operation: ['get', 'list'] },
	]);
});
