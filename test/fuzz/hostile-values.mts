/** Values that no form was made for: of every type, cut, nested, huge, circular, and with names of prototypes. */
import fc from 'fast-check';
import { DateTime } from 'luxon';

const nestedIn = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
	let data: unknown = 'x';
	for (let level = 0; level < levels; level++) data = wrap(data);
	return data;
};

const circular: { self?: unknown; list: unknown[] } = { list: [] };
circular.self = circular;
circular.list.push(circular);

const polluted =
	'{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}';

/** Things that each have broken a program once. */
const FOUND: readonly unknown[] = [
	'',
	' ',
	'\u00a0\u200b',
	'.',
	'..',
	'../..',
	'%2e%2e',
	'..%2f..',
	'/',
	'\\',
	'//evil.example',
	'http://evil.example/',
	'?x=1',
	'#',
	'@',
	'a\ud83d',
	'\udc4d',
	'a\0b',
	'\ufeffa',
	'a\u200bb',
	'soft\u00adhyphen',
	'\u202ertl',
	'a\r\nX-Header: 1',
	'\n',
	'ä'.repeat(300),
	'null',
	'undefined',
	'NaN',
	'true',
	'TRUE',
	'yes',
	'0',
	'-1',
	'1e21',
	'0x10',
	'1,5',
	'9007199254740993',
	'99999999999999999999',
	'2024-02-30',
	'03/04/2024',
	'2024-04-03T10:00:00Z',
	'Invalid Date',
	'Invalid DateTime',
	'{"a": 1}',
	'[1, "a"]',
	'["a"',
	polluted,
	'={{ 1 }}',
	'{{ $json }}',
	'" OR "1"="1',
	'\\" OR a:b',
	"'; DROP TABLE x",
	'<script>',
	'${x}',
	'{customerId}',
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'a.__proto__.b',
	0,
	-0,
	1,
	-1,
	0.1,
	1e-7,
	1e21,
	Number('9007199254740993'),
	Number.MAX_VALUE,
	Number.NaN,
	Infinity,
	-Infinity,
	5n,
	2n ** 63n,
	true,
	false,
	null,
	undefined,
	new Date(0),
	new Date(Number.NaN),
	new Date(8.64e15),
	DateTime.fromMillis(0),
	DateTime.invalid('x'),
	[],
	{},
	[[]],
	[null],
	[undefined],
	['a', ['b']],
	{ a: undefined },
	{ entry: [] },
	{ entry: [null] },
	{ entry: [{ name: {}, value: {} }] },
	{ __rl: true, mode: 'id', value: { a: 1 } },
	{ __rl: true, value: '..' },
	{ mappingMode: 'defineBelow', value: [], schema: [] },
	JSON.parse(polluted),
	Object.create(null),
	Object.create({ inherited: 1 }),
	{ toString: null, valueOf: null },
	{
		toString: () => {
			throw new Error('no');
		},
	},
	{
		toJSON: () => {
			throw new Error('no');
		},
	},
	{ toJSON: 5 },
	{
		get a() {
			throw new Error('no');
		},
	},
	{ [Symbol.toPrimitive]: () => ({}) },
	{ length: 1e9 },
	{ then: () => undefined },
	Buffer.from('x'),
	new Uint8Array(3),
	new Map([[1, 2]]),
	new Set([1]),
	new Error('x'),
	/x/,
	Symbol('x'),
	() => 1,
	class {
		value = 1;
	},
	circular,
	nestedIn(10_000, (inner) => ({ a: inner })),
	nestedIn(10_000, (inner) => [inner]),
	'['.repeat(10_000) + ']'.repeat(10_000),
	'x'.repeat(1_000_000),
	Array.from({ length: 10_000 }, (_, at) => at),
];

const anything = fc.anything({
	withBigInt: true,
	withBoxedValues: true,
	withDate: true,
	withMap: true,
	withNullPrototype: true,
	withObjectString: true,
	withSet: true,
	withSparseArray: true,
	withTypedArray: true,
	withUnicodeString: true,
});

/** Any value; half of them from what has been found before. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom(...FOUND) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
	{ weight: 1, arbitrary: fc.double() },
	{ weight: 1, arbitrary: fc.date({ noInvalidDate: false }) },
	{ weight: 2, arbitrary: anything },
	{ weight: 1, arbitrary: fc.jsonValue() },
	{ weight: 1, arbitrary: fc.json() },
);
