/** What is remembered of a list tells every change once, up to the millisecond at which something is forgotten. */
import fc from 'fast-check';
import type { Observed, PackedSnapshot, Snapshot } from '../../../core/polling/snapshot.ts';
import {
	compare,
	differenceOf,
	EMPTY,
	inDoubt,
	markOf,
	pack,
	sizeOf,
	unpack,
	withDifference,
} from '../../../core/polling/snapshot.ts';

const observed = (key: string, modifiedAt: number, createdAt = 0): Observed => ({
	key,
	mark: markOf(modifiedAt, 1),
	createdAt,
	modifiedAt,
	record: {},
});
const told = ({ changes }: ReturnType<typeof compare>) =>
	changes.map(({ event, key }) => `${event} ${key}`);
const FORGOTTEN_BEFORE = 1_000;
/** A list of which everything that was last changed before a moment is forgotten. */
const forgetful = (...kept: Observed[]) =>
	compare(EMPTY, [...kept, observed('latest', 2_000)], false, () => FORGOTTEN_BEFORE).snapshot;

describe('at the moment before which records are forgotten', () => {
	test('a record of just that moment is remembered', () => {
		const { marks } = forgetful(observed('before', 999), observed('at', 1_000));
		expect([...marks.keys()]).toEqual(['at', 'latest']);
	});

	test('a record that was last changed before is old, one of just that moment is not', () => {
		const comparison = compare(
			forgetful(),
			[observed('before', 999), observed('at', 1_000, 1_000)],
			false,
		);
		expect(told(comparison)).toEqual(['created at']);
	});

	test('a record that came to be before is updated, one of just that moment is created', () => {
		const comparison = compare(
			forgetful(),
			[observed('before', 3_000, 999), observed('at', 3_000, 1_000)],
			false,
		);
		expect(told(comparison)).toEqual(['updated before', 'created at']);
	});

	test('a whole list forgets nothing of its own accord', () => {
		const { snapshot } = compare(forgetful(), [observed('a', 999)], true);
		expect(snapshot.forgottenBefore).toBeUndefined();
		expect([...snapshot.marks.keys()]).toEqual(['a']);
	});
});

test('the latest change is remembered as a moment, whatever is read later', () => {
	const { snapshot } = compare(EMPTY, [observed('a', 5), observed('b', 7), observed('c', 6)], true);
	expect(snapshot.since).toBe(7);
	expect(compare(snapshot, [observed('a', 6)], false).snapshot.since).toBe(7);
	expect(compare(EMPTY, [], true).snapshot.since).toBeUndefined();
});

test('a part of a list says nothing of the rest; a whole list does', () => {
	const known = compare(EMPTY, [observed('a', 1), observed('b', 2)], true).snapshot;
	expect(told(compare(known, [observed('b', 3)], false))).toEqual(['updated b']);
	expect(told(compare(known, [observed('b', 3)], true))).toEqual(['updated b', 'removed a']);
});

test('who is in doubt is told again: as created if there, as removed if not, once', () => {
	const earlier = compare(EMPTY, [observed('stays', 1), observed('left', 1)], true).snapshot;
	const later = compare(EMPTY, [observed('stays', 1), observed('came', 2)], true).snapshot;
	const doubtful = inDoubt(earlier, later);
	const first = compare(doubtful, [observed('stays', 1), observed('came', 2)], true);
	expect(told(first)).toEqual(['created came', 'removed left']);
	expect(told(compare(first.snapshot, [observed('stays', 1), observed('came', 2)], true))).toEqual(
		[],
	);
	expect(told(compare(inDoubt(doubtful, later), [observed('stays', 1)], true))).toEqual([
		'removed came',
		'removed left',
	]);
});

test('what is told of a record that is gone is the mark that it had, also when that was in doubt', () => {
	const earlier = compare(EMPTY, [observed('left', 1)], true).snapshot;
	const removed = { event: 'removed', key: 'left', mark: markOf(1, 1) };
	expect(compare(earlier, [], true).changes).toEqual([removed]);
	const doubtful = inDoubt(earlier, EMPTY);
	expect(doubtful.marks.get('left')).toBe(`?${markOf(1, 1)}`);
	expect(compare(doubtful, [], true).changes).toEqual([removed]);
	// Doubt upon doubt is no more than doubt.
	expect(inDoubt(doubtful, EMPTY).marks).toEqual(doubtful.marks);
});

test('a record that is in doubt and is there again is told as created, whatever it was', () => {
	const doubtful = inDoubt(compare(EMPTY, [observed('came', 1)], true).snapshot, EMPTY);
	const { changes, snapshot } = compare(doubtful, [observed('came', 1)], true);
	expect(changes).toEqual([{ event: 'created', key: 'came', mark: markOf(1, 1), record: {} }]);
	expect(snapshot.marks.get('came')).toBe(markOf(1, 1));
});

describe('a record that tells no moment', () => {
	const untimed = (key: string, mark: string): Observed => ({ key, mark, record: {} });

	test('is new where it is not known, and changed where its mark differs', () => {
		const known = forgetful(untimed('known', 'one'));
		expect(told(compare(known, [untimed('known', 'two'), untimed('new', 'one')], false))).toEqual([
			'updated known',
			'created new',
		]);
	});

	test('does not change what the latest moment is', () => {
		const { snapshot } = compare(EMPTY, [observed('a', 5), untimed('b', 'x')], true);
		expect(snapshot.since).toBe(5);
	});

	test('is never forgotten', () => {
		expect([...forgetful(untimed('kept', '#1')).marks.keys()]).toEqual(['kept', 'latest']);
	});
});

test('a record that is known is updated, however old it is', () => {
	const known = forgetful(observed('old', 1_500, 10));
	expect(told(compare(known, [observed('old', 900, 10)], false))).toEqual(['updated old']);
});

test('a mark tells the moment and the version, and holds no space', () => {
	expect(markOf(36, 'a b')).toBe('10.a%20b');
	expect(markOf(36, undefined)).toBe('10.');
	expect(markOf(36, null)).toBe('10.');
	expect(markOf(36, 0)).toBe('10.0');
});

describe('as it is kept', () => {
	const snapshot: fc.Arbitrary<Snapshot> = fc.record({
		since: fc.option(fc.nat(), { nil: undefined }),
		forgottenBefore: fc.option(fc.nat(), { nil: undefined }),
		marks: fc
			.array(
				fc.tuple(fc.constantFrom('a/', 'b/c', 'd', '%20'), fc.constantFrom('x.1', '?y.2', '#z')),
			)
			.map((entries) => new Map(entries)),
	});
	const stored = (packed: PackedSnapshot): PackedSnapshot => JSON.parse(JSON.stringify(packed));

	test('a snapshot is the same again, and equal ones have equal JSON', () => {
		fc.assert(
			fc.property(snapshot, (one) => {
				const again = unpack(stored(pack(one)));
				expect(again).toEqual(one);
				expect(sizeOf(pack(one))).toBe(one.marks.size);
				const reversed = { ...one, marks: new Map([...one.marks].reverse()) };
				expect(JSON.stringify(pack(reversed))).toBe(JSON.stringify(pack(one)));
			}),
		);
	});

	test('a later snapshot is what its difference makes of the earlier one', () => {
		fc.assert(
			fc.property(snapshot, snapshot, (one, other) => {
				const [earlier, later] = [pack(one), pack(other)];
				const difference = JSON.parse(JSON.stringify(differenceOf(earlier, later)));
				expect(stored(withDifference(earlier, difference))).toEqual(stored(later));
			}),
		);
	});

	test('a list of 10,000 customers takes less than 250 kB, a later one with ten changes 1 kB', () => {
		const records = Array.from({ length: 10_000 }, (_none, at) =>
			observed(`${98_029_737 + at}/`, Date.parse('2026-03-20T09:30:00Z') + at),
		);
		const earlier = pack(compare(EMPTY, records, true).snapshot);
		expect(JSON.stringify(earlier).length).toBeLessThan(250_000);
		const later = pack(
			compare(
				unpack(earlier),
				records.slice(0, 10).map(({ key }) => observed(key, Date.parse('2026-03-21T09:30:00Z'))),
				false,
			).snapshot,
		);
		expect(JSON.stringify(differenceOf(earlier, later)).length).toBeLessThan(1_000);
	});
});
