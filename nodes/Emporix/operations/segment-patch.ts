/** Changes of a segment as the JSON Patch operations that Emporix takes: add, remove, replace (RFC 6902). */
import type { Values } from '../../../core/rows/field';
import { choice, choices, json, locator } from '../../../core/rows/field';
import type { Refusal } from '../../../core/rows/operation';
import { SITES } from './identity';
import { localized } from './localized';
import { mixins, mixinsOf } from './mixins';
import { status, validity } from './segment-fields';

const byFields = { changeBy: ['fields'] } as const;
const shownByFields = { upfront: true, show: byFields } as const;

/** Either the fields to change, or the operations themselves. */
export const patchForm = {
	changeBy: choice(
		'Change By',
		[
			{ name: 'Fields', value: 'fields' },
			{ name: 'JSON Patch Operations', value: 'operations' },
		],
		{ required: true, default: 'fields' },
	),
	name: localized('Name', { show: byFields, description: 'Languages that are not listed stay' }),
	description: localized('Description', {
		show: byFields,
		description: 'Replaces the description in all languages',
	}),
	newStatus: choice('Status', [{ name: 'Keep', value: 'keep' }, ...status.choices], {
		...shownByFields,
		default: 'keep',
	}),
	siteCode: locator('Site', SITES, { ...shownByFields, example: 'main' }),
	validFrom: { ...validity.validFrom, ...shownByFields },
	validTo: { ...validity.validTo, ...shownByFields },
	mixins: { ...mixins.mixins, show: byFields },
	remove: choices(
		'Fields to Remove',
		[
			{ name: 'Description', value: '/description' },
			{ name: 'Mixins', value: '/mixins' },
			{ name: 'Validity', value: '/validity' },
		],
		shownByFields,
	),
	operations: json('Operations', {
		required: true,
		description: 'A list of add, remove and replace operations (RFC 6902)',
		example: '[{"op": "replace", "path": "/status", "value": "INACTIVE"}]',
		show: { changeBy: ['operations'] },
	}),
};

type Patch = Values<typeof patchForm>;

interface PatchOperation {
	op: 'add' | 'remove' | 'replace';
	path: string;
	value?: unknown;
}

/** The list of operations. */
export function patchOf(values: Patch): unknown[] {
	const { changeBy, operations = [] } = values;
	if (changeBy === 'operations') return Array.isArray(operations) ? operations : [operations];
	return [...removals(values), ...replacements(values)];
}

export const withoutChanges = (values: Patch): Refusal | undefined =>
	patchOf(values).length > 0
		? undefined
		: {
				message: 'The item changes nothing',
				description: 'Fill in at least one field to change or to remove.',
			};

const removals = ({ remove = [] }: Patch): PatchOperation[] =>
	remove.map((path) => ({ op: 'remove', path }));

/** `add` writes a member whether or not it is there (RFC 6902, 4.1). */
function replacements(values: Patch): PatchOperation[] {
	const { name = {}, description, newStatus, siteCode } = values;
	const { attributes, schemas } = mixinsOf(values);
	const whole = [
		['/description', description],
		['/status', newStatus === 'keep' ? undefined : newStatus],
		['/siteCode', siteCode],
	] as const;
	return [
		...members('/name', name),
		...whole.flatMap(([path, value]) => (value === undefined ? [] : [add(path, value)])),
		...validityChange(values),
		...members('/mixins', attributes ?? {}),
		...members('/metadata/mixins', schemas ?? {}),
	];
}

/** Both dates make a whole validity, which need not be there before. */
function validityChange({ validFrom: from, validTo: to }: Patch): PatchOperation[] {
	if (from !== undefined && to !== undefined) return [add('/validity', { from, to })];
	if (from !== undefined) return [add('/validity/from', from)];
	return to === undefined ? [] : [add('/validity/to', to)];
}

const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value });

const members = (path: string, entries: object): PatchOperation[] =>
	Object.entries(entries).map(([name, value]) => add(`${path}/${escaped(name)}`, value));

/** RFC 6901, 3. */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
