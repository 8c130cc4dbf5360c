/** What is chosen from a list and what is written beside it reach the vendor together. */
import { allJoined, allOf } from '../../../core/values/chosen.ts';

test.each<[string, string[] | undefined, string[] | undefined, string[] | undefined]>([
	['both, what is chosen first', ['b', 'a'], ['c'], ['b', 'a', 'c']],
	['each once', ['a', 'b'], ['b', 'c', 'c'], ['a', 'b', 'c']],
	['what is chosen alone', ['a'], undefined, ['a']],
	['what is written alone', undefined, ['a'], ['a']],
	['nothing where there is neither', undefined, undefined, undefined],
	['nothing where both are empty', [], [], undefined],
])('%s', (_what, chosen, written, all) => {
	expect(allOf(chosen, written)).toEqual(all);
});

test.each<[string, string[] | undefined, string | undefined, string | undefined]>([
	['both', ['a', 'b'], 'b,c', 'a,b,c'],
	['what is chosen alone', ['a', 'b'], undefined, 'a,b'],
	['what is chosen beside an empty text', ['a'], '', 'a'],
	['what is written alone', undefined, 'b,c', 'b,c'],
	['nothing where there is neither', undefined, undefined, undefined],
	['nothing where both are empty', [], '', undefined],
])('as one text with commas: %s', (_what, chosen, written, all) => {
	expect(allJoined(chosen, written)).toBe(all);
});
