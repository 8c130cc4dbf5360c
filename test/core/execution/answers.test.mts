/** What a good status is worth: an answer that is not what the row documents is told as a failure, never as "nothing there". */
import type { Outcome } from '../../../core/execution/outcome.ts';
import { readAnswer } from '../../../core/execution/outcome.ts';
import { fieldsOf } from '../../../core/rows/operation.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { accounts } from '../../nodes/accounts.mts';

const rows = accounts.flatMap(({ vendor }) =>
	vendor.resources.flatMap(({ value, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			name: `${vendor.name} ${value}.${operation}`,
			vendor,
			row,
		})),
	),
);

const NOTE = { message: 'We will be right back' };
const ODD: Array<[string, number, unknown]> = [
	['nothing', 200, undefined],
	['no content', 204, undefined],
	['null', 200, null],
	['an empty object', 200, {}],
	['a note', 200, NOTE],
	['another service', 200, { hello: 'world' }],
	['a text', 200, 'maintenance'],
	['a number', 200, 7],
	['a list of texts', 200, ['maintenance']],
	['a list of nothing', 200, [null]],
	['a list of lists', 200, [[]]],
	['a note where the list belongs', 200, { elements: NOTE }],
	['a prototype', 200, Object.create({ elements: [], data: [] })],
];

/** The odd answers that are empty objects. */
const OBJECTS = ['an empty object', 'a prototype'];

/** What each kind of row documents, so that it is believed. */
function isDocumented({ returns, ...row }: Operation, title: string): boolean {
	const nothing = ['nothing', 'no content', 'null', ...OBJECTS];
	switch (returns.kind) {
		case 'deleted':
		case 'done':
			return nothing.includes(title);
		case 'written':
			// An answer without the new record's ID does not say what was created.
			return nothing.includes(title) && row.request.method !== 'POST';
		case 'text':
			return title === 'a text';
		case 'one':
			// Where the account alone decides which names there are, any object may be the record.
			return (
				Object.keys(returns.shape).length === 0 &&
				[...OBJECTS, 'a note', 'another service', 'a note where the list belongs'].includes(title)
			);
		case 'many':
			return returns.texts === true && title.startsWith('a list of');
		case 'results':
			return false;
	}
}

const read = (vendor: Vendor, row: Operation, status: number, data: unknown) =>
	readAnswer(vendor, row, { ok: true, status, data, headers: {} }, {}, false);

/** Whether the outcome names the vendor and what is wrong, and says what to do about it. */
function isHonest({ vendor, row }: (typeof rows)[number], outcome: Outcome): boolean {
	if (!('failure' in outcome)) return false;
	const { message, description } = outcome.failure;
	const reads = row.request.method === 'GET' || row.returns.kind === 'many';
	return (
		new RegExp(`^${vendor.name} (answered|did not answer|found nothing)`).test(message) &&
		description.includes(reads ? 'credential' : 'look before you run')
	);
}

test.each(ODD)(
	'%s with status %d is believed only where it is documented',
	(title, status, data) => {
		const wrong = rows.filter((one) => {
			const outcome = read(one.vendor, one.row, status, data);
			return isDocumented(one.row, title) ? 'failure' in outcome : !isHonest(one, outcome);
		});
		expect(wrong.map(({ name }) => name)).toEqual([]);
	},
);

test('the words of whoever answered are quoted, and a missing list is named as such', () => {
	const { row, vendor } = rows.find(({ name }) => name === 'Emporix segment.getAll') ?? {};
	if (!row || !vendor) throw new Error('There is no such row');
	expect(read(vendor, row, 200, NOTE)).toMatchObject({
		failure: {
			message:
				'Emporix answered something else where a list of records belongs: We will be right back',
			cause: 'temporarily-unavailable',
			status: 200,
		},
	});
});

test.each(rows.filter(({ row }) => row.returns.kind === 'many'))(
	'$name: an empty list is no failure, and something else in its place is one',
	({ vendor, row }) => {
		const at = row.returns.kind === 'many' ? row.returns.at : undefined;
		const data = at === undefined ? [] : { [at]: [] };
		expect(read(vendor, row, 200, data)).toEqual({ records: [] });
		const note = at === undefined ? NOTE : { [at]: NOTE };
		expect(read(vendor, row, 200, note)).toHaveProperty('failure');
	},
);

test.each(rows.filter(({ row }) => row.returns.kind === 'one'))(
	'$name: a record that lacks all but one of its fields is believed',
	({ vendor, row }) => {
		const shape = 'shape' in row.returns ? row.returns.shape : {};
		const [name = 'own'] = Object.keys(shape);
		const at = 'at' in row.returns ? row.returns.at : undefined;
		const data = (at?.split('.') ?? []).reduceRight<object>(
			(inner, outer) => ({ [outer]: inner }),
			{ [name]: 'x' },
		);
		expect(read(vendor, row, 200, data)).toEqual({ records: [{ [name]: 'x' }] });
	},
);

test.each(rows.filter(({ row }) => row.returns.kind === 'done'))(
	'$name: the record that was written confirms the write',
	({ vendor, row }) => {
		const [name] = Object.keys(fieldsOf(row));
		if (name === undefined) return;
		expect(read(vendor, row, 200, { [name]: 'x' })).toEqual({ records: [{ success: true }] });
	},
);
