import * as fc from 'fast-check';
import { readCsv, writeCsv } from '../../../core/values/csv.ts';

test('values with commas, quotes and line breaks are quoted, and only those', () => {
	expect(
		writeCsv(
			['a', 'b'],
			[
				['1', 'x'],
				['2,3', 'say "hi"'],
				['', 'two\r\nlines'],
			],
		),
	).toBe('a,b\r\n1,x\r\n"2,3","say ""hi"""\r\n,"two\r\nlines"\r\n');
});

test.each([
	['\n', 'a line feed'],
	['\r', 'a lone carriage return'],
	['\v', 'a vertical tab'],
	['\f', 'a form feed'],
	['\u0085', 'a next line'],
	['\u2028', 'a line separator'],
	['\u2029', 'a paragraph separator'],
])('a cell with %j, %s, is quoted', (lineBreak) => {
	expect(writeCsv(['a', 'b'], [[`x${lineBreak}y`, 'z']])).toBe(`a,b\r\n"x${lineBreak}y",z\r\n`);
});

test('formulas and spaces are data, and an empty cell that stands alone is still a line', () => {
	expect(writeCsv(['a', 'b'], [['=1+1', ' +41 ']])).toBe('a,b\r\n=1+1, +41 \r\n');
	expect(writeCsv(['a'], [[''], ['1']])).toBe('a\r\n""\r\n1\r\n');
});

test.each<[string, string, Array<Record<string, string>>]>([
	['semicolons', 'a;b\n1,5;2\n', [{ a: '1,5', b: '2' }]],
	['tabs', 'a\tb\n1\t2\n', [{ a: '1', b: '2' }]],
	['semicolons inside a quoted name', '"a;b;c",d\n1,2\n', [{ 'a;b;c': '1', d: '2' }]],
	['a comma, where as many semicolons stand beside it', 'a,b;c\n1,2\n', [{ a: '1', 'b;c': '2' }]],
	['a byte order mark and LF', '\uFEFFa,b\n1,2\n', [{ a: '1', b: '2' }]],
	['no last line end', 'a,b\r\n1,', [{ a: '1', b: '' }]],
	['empty lines', 'a\r\n\r\n1\r\n\r\n', [{ a: '1' }]],
	['a header alone', 'a,b\r\n', []],
	['nothing', '', []],
	['fewer cells than names', 'a,b\r\n1', [{ a: '1' }]],
])('reads %s', (_name, text, expected) => {
	expect(readCsv(text)).toEqual(expected);
});

test.each([
	['an open quote', 'a\r\n"x,y'],
	['text after a closing quote', 'a,b\r\n"x"y,2'],
])('does not read %s', (_name, text) => {
	expect(readCsv(text)).toBeUndefined();
});

test('what is written is read back', () => {
	const value = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(',', ';', '"', '\r\n', '\r', '\u2028', 'a,"b"\nc', '🌻'),
	);
	const table = fc.array(fc.tuple(fc.constant('x'), value, value), { maxLength: 5 });
	fc.assert(
		fc.property(table, (rows) => {
			const records = rows.map(([id, one, other]) => ({ id, one, other }));
			expect(readCsv(writeCsv(['id', 'one', 'other'], rows))).toEqual(records);
		}),
		{ numRuns: 200 },
	);
});
