import { z } from 'zod/v4';
import { HorisenFailure } from './failure.mts';
import type { HorisenRecord } from './records.mts';

/** Parameters that a contact's field must equal. */
const EQUAL = [
	'opt_status',
	'opt_status_webpush',
	'gender',
	'mobile',
	'email',
	'first_name',
	'last_name',
	'updated_dt',
];

const segmentation = z.object({
	segmentation: z.array(
		z.object({
			operator: z.enum(['AND', 'OR']),
			rules: z.array(
				z.object({
					field: z.string(),
					condition: z.literal('eq'),
					value: z.unknown(),
					operator: z.enum(['AND', 'OR']),
				}),
			),
		}),
	),
});

/**
 * The contacts that the query lets through, sorted; memberships are told by `belongs`.
 * @throws HorisenFailure when `query` is no segmentation that the sandbox knows.
 */
export function searchContacts(
	contacts: readonly HorisenRecord[],
	query: Record<string, string>,
	belongs: (contact: HorisenRecord, query: Record<string, string>) => boolean,
): HorisenRecord[] {
	const listed = (name: string) => query[name]?.split(',');
	const after = query['gt(updated_dt)'];
	const segment = readSegmentation(query.query);
	const found = contacts.filter(
		(contact) =>
			(listed('list_uuids')?.includes(String(contact.list_uuid)) ?? true) &&
			(listed('uuids')?.includes(String(contact.uuid)) ?? true) &&
			(listed('required')?.every((name) => contact[name] != null) ?? true) &&
			EQUAL.every((name) => query[name] === undefined || contact[name] === query[name]) &&
			(after === undefined || timeOf(contact) > Date.parse(after)) &&
			belongs(contact, query) &&
			segment(contact),
	);
	const { sort } = query;
	if (sort === undefined) return found;
	const [name, sign] = sort.startsWith('-') ? [sort.slice(1), -1] : [sort, 1];
	return found.sort((one, other) => sign * compare(one[name], other[name]));
}

export const timeOf = ({ updated_dt }: HorisenRecord) => Date.parse(String(updated_dt));

function compare(one: unknown, other: unknown): number {
	const [first, second] = [String(one ?? ''), String(other ?? '')];
	return first < second ? -1 : Number(first > second);
}

function readSegmentation(text: string | undefined): (contact: HorisenRecord) => boolean {
	if (text === undefined) return () => true;
	let groups: z.output<typeof segmentation>['segmentation'];
	try {
		groups = segmentation.parse(JSON.parse(text)).segmentation;
	} catch (error) {
		if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
		throw new HorisenFailure(400, 'query is not a segmentation', [
			{ name: 'query', message: 'is not a segmentation' },
		]);
	}
	return (contact) =>
		combined(
			groups.map(({ operator, rules }) => ({
				operator,
				holds: combined(
					rules.map(({ field, value, operator: by }) => ({
						operator: by,
						holds: String(contact[field] ?? '').toLowerCase() === String(value).toLowerCase(),
					})),
				),
			})),
		);
}

/** From the first to the last; each operator combines with what stands before. */
function combined(parts: ReadonlyArray<{ operator: 'AND' | 'OR'; holds: boolean }>): boolean {
	return parts.reduce(
		(before, { operator, holds }, index) =>
			index === 0 ? holds : operator === 'AND' ? before && holds : before || holds,
		true,
	);
}
