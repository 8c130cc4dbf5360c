import * as fc from 'fast-check';
import { holdsBigint, parseExact, stringifyExact } from '../../../core/values/exact-json.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const unsafe = int64.filter((value) => !Number.isSafeInteger(Number(value)));

/** What a 64-bit integer becomes in n8n: a number where it fits, else its digits. */
const inN8n = (value: bigint) =>
	Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();

describe('the digits of a number beyond 2^53 are kept', () => {
	test.each([
		[
			String.raw`{"\t9007199254740993":9007199254740993}`,
			{ '\t9007199254740993': '9007199254740993' },
		],
		['9007199254740993', '9007199254740993'],
		['-9007199254740993', '-9007199254740993'],
		['[9007199254740993]', ['9007199254740993']],
		['{"":9007199254740993}', { '': '9007199254740993' }],
		['{"a":"","b":9007199254740993}', { a: '', b: '9007199254740993' }],
		[
			'{"a":9007199254740993,"b":"9007199254740993"}',
			{ a: '9007199254740993', b: '9007199254740993' },
		],
		['["\\"",9007199254740993]', ['"', '9007199254740993']],
		['["\\\\",9007199254740993]', ['\\', '9007199254740993']],
		['["\\\\\\"9007199254740993",1]', ['\\"9007199254740993', 1]],
		['["9007199254740993,9007199254740993"]', ['9007199254740993,9007199254740993']],
		['9007199254740991', 9007199254740991],
		[
			'[1,9007199254740993,2,"x",9007199254740995]',
			[1, '9007199254740993', 2, 'x', '9007199254740995'],
		],
	])('%s', (text, expected) => {
		expect(parseExact(text)).toEqual(expected);
	});
});

describe('an integer of any length is written as one', () => {
	test.each<[string, unknown, string]>([
		['alone', 5n, '5'],
		['beside its own mark', ['¤', 5n], '["¤",5]'],
		['beside a text that looks like one', ['¤5', 5n], '["¤5",5]'],
		['beside many marks', ['¤¤¤', '¤', 5n, '¤¤'], '["¤¤¤","¤",5,"¤¤"]'],
		['in what writes itself', { at: { toJSON: () => ({ id: 7n }) } }, '{"at":{"id":7}}'],
		[
			'beside what writes itself',
			{ at: new Date(0), id: 7n },
			'{"at":"1970-01-01T00:00:00.000Z","id":7}',
		],
		['nowhere', { a: [1, 'x', null, true], b: undefined }, '{"a":[1,"x",null,true]}'],
		['beside nothing', [5n, '', 6n], '[5,"",6]'],
		['beside words of programs', ['¤', 'undefined5', 'null', 5n], '["¤","undefined5","null",5]'],
	])('%s', (_where, value, text) => {
		expect(stringifyExact(value)).toBe(text);
	});

	test('or as nothing, where what writes itself has nothing to say', () => {
		expect(stringifyExact({ toJSON: () => undefined })).toBeUndefined();
	});

	test.each<[unknown, boolean]>([
		[5n, true],
		[[[{ a: 5n }]], true],
		[new Date(0), true],
		[5, false],
		['5', false],
		[null, false],
		[undefined, false],
		[{ a: [null, 1, 'x'] }, false],
	])('%# is told apart', (value, expected) => {
		expect(holdsBigint(value)).toBe(expected);
	});
});

/** Text that comes close to what the writer and the reader look for. */
const tricky = fc.string({
	unit: fc.constantFrom(
		'¤',
		'"',
		'\\',
		'9007199254740993',
		'1',
		'-',
		':',
		',',
		'{',
		' ',
		'.',
		'e',
		'ä',
	),
});
/** Without a backslash: once Node 24.21 has read such a name, its JSON.parse may give it to another one that needs escapes. */
const trickyName = tricky.map((name) => name.replaceAll('\\', ''));
const record = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.oneof(
			int64,
			fc.maxSafeInteger(),
			fc.double({ noInteger: true }),
			fc.boolean(),
			fc.constant(null),
			tricky,
		),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(trickyName, tie('value'), { maxKeys: 4 }),
	),
})).value;

test('a 64-bit integer keeps all its digits both ways', () => {
	fc.assert(
		fc.property(int64, trickyName, (value, name) => {
			const text = stringifyExact({ [name]: value, list: [value] });
			expect(text).toContain(value.toString());
			expect(parseExact(text)).toEqual({ [name]: inN8n(value), list: [inN8n(value)] });
		}),
	);
});

/** JSON written part by part: another hand than the writer's. */
function written(value: unknown): string {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const parts = Object.entries(value).map(
		([name, part]) => `${JSON.stringify(name)}:${written(part)}`,
	);
	return `{${parts.join(',')}}`;
}

/** What n8n shall see of a value. */
function read(value: unknown): unknown {
	if (typeof value === 'bigint') return inN8n(value);
	if (Array.isArray(value)) return value.map(read);
	if (typeof value !== 'object' || value === null) return JSON.parse(JSON.stringify(value));
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, read(part)]));
}

test('no text of the data is ever taken for an integer, and none is lost, on any Node', () => {
	fc.assert(
		fc.property(record, (value) => {
			const text = written(value);
			expect(stringifyExact(value)).toBe(text);
			expect(parseExact(text)).toEqual(read(value));
		}),
		{ numRuns: 2000 },
	);
});

/** JSON as a vendor or a hand may write it: spaced, and broken at any place. */
const loose = fc
	.tuple(
		fc.array(
			fc.oneof(
				fc.constantFrom(
					'{',
					'}',
					'[',
					']',
					',',
					':',
					'"',
					'\\',
					'-',
					'+',
					'.',
					'e',
					'0',
					' ',
					'\n',
					'1e',
					'""',
				),
				int64.map(String),
				fc.constantFrom(
					'"a":',
					'"b" : ',
					'12345678901234567.5',
					'0.12345678901234567',
					'1E-1234567890123456',
				),
			),
			{ maxLength: 8 },
		),
		fc.constantFrom(['', ''], ['[', ']'], ['{"a":', '}'], ['{', ': 1}'], ['"', '"']),
	)
	.map(([parts, [before, after]]) => `${before}${parts.join('')}${after}`);

test('marks of any number stay in the data, and integers beside them are integers', () => {
	const marks = fc.array(fc.integer({ min: 0, max: 9 }).map((count) => '¤'.repeat(count)));
	fc.assert(
		fc.property(marks, int64, (texts, value) => {
			for (const data of [['¤', ...texts, value], { '¤': texts, value }])
				expect(stringifyExact(data)).toBe(written(data));
		}),
	);
});

test('what JSON.parse refuses is refused, and nothing else', () => {
	const isJson = (text: string, parse: (text: string) => unknown) => {
		try {
			return { data: parse(text) };
		} catch (thrown) {
			expect(thrown).toBeInstanceOf(SyntaxError);
			return undefined;
		}
	};
	fc.assert(
		fc.property(loose, (text) => {
			const exact = isJson(text, parseExact);
			const plain = isJson(text, JSON.parse);
			expect(exact === undefined).toBe(plain === undefined);
			// The same but for digits that a number loses.
			const rounded = JSON.stringify(exact?.data, (_name, value: unknown) =>
				typeof value === 'string' && /^-?\d{16,}$/.test(value) ? Number(value) : value,
			);
			expect(rounded).toBe(
				JSON.stringify(plain?.data, (_name, value: unknown) =>
					typeof value === 'string' && /^-?\d{16,}$/.test(value) ? Number(value) : value,
				),
			);
		}),
		{ numRuns: 5000 },
	);
});

test('an answer with more levels than a stack has room for is read', () => {
	const levels = 100_000;
	const text = `${'['.repeat(levels)}9007199254740993${']'.repeat(levels)}`;
	expect(() => parseExact(text)).not.toThrow();
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
	['-0.12345678901234567', Number('-0.12345678901234567')],
	['1e-1234567890123456', 0],
	['[12345678901234567e2]', [Number('12345678901234567e2')]],
	['{"9007199254740993": 9007199254740993}', { '9007199254740993': '9007199254740993' }],
	['{"a": {"id": 9007199254740993, "rate": 0.1}}', { a: { id: '9007199254740993', rate: 0.1 } }],
])('%s', (text, expected) => {
	expect(parseExact(text)).toEqual(expected);
});

test('what is no JSON is refused', () => {
	expect(() => parseExact('{"id": 9007199254740993')).toThrow(SyntaxError);
	expect(() => parseExact('{ 9007199254740993: 1}')).toThrow(SyntaxError);
	expect(() => parseExact('{ 9007199254740993 : 1}')).toThrow(SyntaxError);
	expect(() => parseExact('[09007199254740993]')).toThrow(SyntaxError);
	expect(() => parseExact('"9007199254740993')).toThrow(SyntaxError);
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
