import * as fc from 'fast-check';
import { readCsv, writeCsv } from '../../core/csv.ts';

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

test.each<[string, string, Array<Record<string, string>>]>([
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
	const value = fc.oneof(fc.string(), fc.constantFrom(',', '"', '\r\n', 'a,"b"\nc', '🌻'));
	const table = fc.array(fc.tuple(fc.constant('x'), value, value), { maxLength: 5 });
	fc.assert(
		fc.property(table, (rows) => {
			const records = rows.map(([id, one, other]) => ({ id, one, other }));
			expect(readCsv(writeCsv(['id', 'one', 'other'], rows))).toEqual(records);
		}),
		{ numRuns: 200 },
	);
});
