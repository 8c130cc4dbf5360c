import * as fc from 'fast-check';
import { collectPages } from '../../core/paging.ts';

const paging = { page: 'page', first: 0, size: 'size', pageSize: 50 };
const totalOf = (answer: unknown) => Number(Object(answer).total);

/** A list of `length` elements behind page numbers. */
function listOf(length: number) {
	const asked: Array<Record<string, number>> = [];
	const fetchPage = async (query: Record<string, number>) => {
		asked.push(query);
		const { page = 0, size = 0 } = query;
		const from = page * size;
		const elements = Array.from(
			{ length: Math.max(0, Math.min(size, length - from)) },
			(_, at) => from + at,
		);
		return { elements, answer: { total: length } };
	};
	return { asked, fetchPage };
}
const upTo = (length: number) => Array.from({ length }, (_, at) => at);

test('every element once, in order, up to the limit, whether the list tells its length or not', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 320 }),
			fc.option(fc.integer({ min: 1, max: 320 }), { nil: undefined }),
			fc.constantFrom(undefined, totalOf),
			async (length, limit, total) => {
				const { fetchPage, asked } = listOf(length);
				const collected = await collectPages({ ...paging, total }, limit, fetchPage);
				expect(collected).toEqual({ elements: upTo(Math.min(length, limit ?? length)) });
				expect(asked.length).toBeLessThanOrEqual(
					Math.ceil(Math.min(length, limit ?? length) / 50) + 1,
				);
			},
		),
	);
});

test('a small limit asks for one small page', async () => {
	const { fetchPage, asked } = listOf(320);
	await collectPages(paging, 3, fetchPage);
	expect(asked).toEqual([{ page: 0, size: 3 }]);
});

test('a list that repeats a page is stopped in words, not read for ever', async () => {
	const collected = await collectPages(paging, undefined, async () => ({
		elements: upTo(50),
		answer: {},
	}));
	expect(collected).toMatchObject({ stopped: { message: expect.stringContaining('repeats') } });
});

test('more matches than can be reached are never cut off in silence', async () => {
	const searched = { ...paging, total: totalOf, reach: 100 };
	expect(await collectPages(searched, undefined, listOf(101).fetchPage)).toMatchObject({
		stopped: {
			message: expect.stringMatching(/101 records.*first 100/),
			description: expect.stringContaining('at most 100'),
		},
	});
	expect(await collectPages(searched, 101, listOf(101).fetchPage)).toHaveProperty('stopped');
	expect(await collectPages(searched, 100, listOf(101).fetchPage)).toEqual({ elements: upTo(100) });
	expect(await collectPages(searched, undefined, listOf(100).fetchPage)).toEqual({
		elements: upTo(100),
	});
});

test('what stops a page stops the list', async () => {
	const { fetchPage } = listOf(320);
	let pages = 0;
	const collected = await collectPages(paging, undefined, async (query) =>
		++pages === 3 ? undefined : await fetchPage(query),
	);
	expect(collected).toBeUndefined();
});
