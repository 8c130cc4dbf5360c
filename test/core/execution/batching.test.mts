import * as fc from 'fast-check';
import { align, combine, pack } from '../../../core/execution/batching.ts';

const shares = fc
	.array(fc.record({ size: fc.integer({ min: 1, max: 10 }), group: fc.constantFrom('a', 'b') }), {
		maxLength: 40,
	})
	.map((list) =>
		list.map(({ size, group }, itemIndex) => ({
			itemIndex,
			group,
			keys: [],
			elements: Array.from({ length: size }, (_, part) => `${itemIndex}.${part}`),
		})),
	);

test('nothing is lost, split, mixed up between groups or beyond the limit', () => {
	fc.assert(
		fc.property(shares, fc.integer({ min: 10, max: 30 }), (list, max) => {
			const requests = pack(list, max);
			for (const request of requests) {
				expect(request.flatMap(({ elements }) => elements).length).toBeLessThanOrEqual(max);
				expect(new Set(request.map(({ group }) => group)).size).toBe(1);
			}
			for (const group of ['a', 'b']) {
				const packed = requests.flat().filter((share) => share.group === group);
				expect(packed).toEqual(list.filter((share) => share.group === group));
			}
		}),
	);
});

test('requests are as few as the order allows', () => {
	const list = Array.from({ length: 10_000 }, (_, itemIndex) => ({
		itemIndex,
		group: '',
		keys: [],
		elements: [itemIndex],
	}));
	expect(pack(list, 100)).toHaveLength(100);
});

const read = (element: unknown) =>
	element === 'bad'
		? { refused: { message: 'Not so', status: 400, details: { name: 'Bad' } } }
		: { json: { said: String(element) } };

test('an answer speaks of each element, or of none', () => {
	expect(align(['a', 'b'], 2, read)).toEqual([{ json: { said: 'a' } }, { json: { said: 'b' } }]);
	for (const answer of [['a'], ['a', 'b', 'c'], { 0: 'a', 1: 'b' }, 'ab', null, undefined]) {
		expect(align(answer, 2, read)).toBeUndefined();
	}
});

test('an item with several elements lists them all, and the first refusal decides', () => {
	expect(combine(['a', 'b'].map(read))).toEqual({
		json: { results: [{ said: 'a' }, { said: 'b' }] },
	});
	expect(combine(['a', 'bad', 'bad'].map(read))).toEqual({
		refused: {
			message: 'action 2 of 3: Not so',
			status: 400,
			details: {
				results: [
					{ said: 'a' },
					{ refused: 'Not so', name: 'Bad' },
					{ refused: 'Not so', name: 'Bad' },
				],
			},
		},
	});
});
