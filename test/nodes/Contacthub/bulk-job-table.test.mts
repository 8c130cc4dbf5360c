/** Items as the table of a bulk job: every column stays, dates are text, what cannot stand in a cell is refused. */
import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { readCsv } from '../../../core/values/csv.ts';
import { refuseLine, writeTable } from '../../../nodes/Contacthub/operations/bulk-job-table.ts';

const at = new Date(Date.UTC(2024, 3, 3, 10));
const ISO = '2024-04-03T10:00:00.000Z';

test.each<[string, IDataObject, Record<string, string>]>([
	['a Date', { since: at }, { since: ISO }],
	["luxon's date", { since: DateTime.fromJSDate(at) }, { since: ISO }],
	['a date inside', { extended: { since: at } }, { 'extended.since': ISO }],
	['dates in a list', { all: [at] }, { all: `["${ISO}"]` }],
	['an empty record', { base: {}, a: 1 }, { base: '', a: '1' }],
	['an empty list', { tags: [] }, { tags: '[]' }],
	['a list of records', { jobs: [{ a: 1 }] }, { jobs: '[{"a":1}]' }],
	['a long number as text', { id: '12345678901234567890' }, { id: '12345678901234567890' }],
	['truth values and nothing', { a: false, b: null, c: undefined }, { a: 'false', b: '', c: '' }],
	[
		'a formula',
		{ a: '=1+1', b: '+41', c: '-1', d: '@x' },
		{ a: '=1+1', b: '+41', c: '-1', d: '@x' },
	],
	['line breaks', { a: 'x\ry', b: 'x\ny', c: 'x\u2028y' }, { a: 'x\ry', b: 'x\ny', c: 'x\u2028y' }],
])('%s', (_what, item, expected) => {
	expect(refuseLine(item)).toBeUndefined();
	expect(readCsv(writeTable([item]))).toEqual([expected]);
});

test('a column that one item has is a column of all', () => {
	expect(writeTable([{ a: 1 }, { b: { c: 2 } }, { a: 3, d: '' }])).toBe(
		'a,b.c,d\r\n1,,\r\n,2,\r\n3,,\r\n',
	);
});

test.each<[string, IDataObject, string]>([
	['a rounded number', { id: 2 ** 60 }, 'The column "id" holds a number'],
	['a rounded number inside', { base: { id: 1e21 } }, 'The column "base.id" holds a number'],
	['half an emoji', { name: '\ud83d' }, 'The column "name" holds half of a character'],
	['half an emoji in a name', { 'a\ud83d': 1 }, 'The name of a column holds half of a character'],
	['a date that does not exist', { at: new Date(Number.NaN) }, 'The column "at" holds a date'],
	['bytes', { file: Buffer.from('x') }, 'The column "file" holds a file'],
])('%s is refused by its column', (_what, item, message) => {
	expect(refuseLine(item)).toEqual({
		message: expect.stringContaining(message),
		description: expect.stringMatching(/\.$/),
	});
});
