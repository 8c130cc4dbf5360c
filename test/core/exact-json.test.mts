import * as fc from 'fast-check';
import { parseExact, stringifyExact } from '../../core/exact-json.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const unsafe = int64.filter((value) => !Number.isSafeInteger(Number(value)));

/** What a 64-bit integer becomes in n8n: a number where it fits, else its digits. */
const inN8n = (value: bigint) =>
	Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();

test('a 64-bit integer keeps all its digits both ways', () => {
	fc.assert(
		fc.property(int64, fc.string({ unit: 'grapheme' }), (value, name) => {
			const text = stringifyExact({ [name]: value, list: [value] });
			expect(text).toContain(value.toString());
			expect(parseExact(text)).toEqual({ [name]: inN8n(value), list: [inN8n(value)] });
		}),
	);
});

test('JSON without such integers is as everybody reads and writes it', () => {
	fc.assert(
		fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
			const text = JSON.stringify(value);
			expect(stringifyExact(value)).toBe(text);
			const plain: unknown = JSON.parse(text);
			fc.pre(!/\d{16}/.test(text));
			expect(parseExact(text)).toEqual(plain);
		}),
	);
});

test('text stays text, however many digits it has', () => {
	fc.assert(
		fc.property(unsafe, fc.string({ unit: 'binary' }), (digits, text) => {
			const value = { digits: digits.toString(), text, [digits.toString()]: null };
			expect(parseExact(stringifyExact(value))).toEqual(value);
		}),
	);
});

test.each([
	['12345678901234567.5', Number('12345678901234567.5')],
	['1e300', 1e300],
	['[9007199254740991, 9007199254740992]', [9007199254740991, '9007199254740992']],
	['[-9007199254740991, -9007199254740992]', [-9007199254740991, '-9007199254740992']],
	['18446744073709551615', '18446744073709551615'],
	['{"a": {"id": 9007199254740993, "rate": 0.1}}', { a: { id: '9007199254740993', rate: 0.1 } }],
])('%s', (text, expected) => {
	expect(parseExact(text)).toEqual(expected);
});

test('what is no JSON is refused', () => {
	expect(() => parseExact('{"id": 9007199254740993')).toThrow(SyntaxError);
	expect(() => parseExact('<html>')).toThrow(SyntaxError);
});

test('a library that teaches bigint to become text does not change the wire', () => {
	Reflect.set(BigInt.prototype, 'toJSON', () => 'text');
	try {
		expect(JSON.stringify([1n])).toBe('["text"]');
		expect(stringifyExact([9007199254740993n])).toBe('[9007199254740993]');
	} finally {
		Reflect.deleteProperty(BigInt.prototype, 'toJSON');
	}
});
