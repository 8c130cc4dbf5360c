/** Expressions of a saved workflow name what an operation puts out: that is a promise too, and may only grow (stored-outputs.json). */
import { readFileSync, writeFileSync } from 'node:fs';
import type { OutputSchema } from '../../core/editor/output-schema.ts';
import { outputSchemas } from '../../core/editor/output-schema.ts';
import { vendors } from '../contracts/vendors.mts';
import type { StoredNames } from './stored-names.mts';
import { grown, lost, written } from './stored-names.mts';

const FILE = 'test/forms/stored-outputs.json';
const promised: StoredNames = JSON.parse(readFileSync(FILE, 'utf8'));

/** Every name of an output by its path, with its type. */
const namesIn = (
	{ properties = {}, items }: OutputSchema,
	before = '',
): Array<[string, string[]]> => [
	...Object.entries(properties).flatMap(
		([name, inner]): Array<[string, string[]]> => [
			[`${before}${name}`, [inner.type].flat()],
			...namesIn(inner, `${before}${name}.`),
		],
	),
	...(items ? namesIn(items, `${before}*.`) : []),
];

const present: StoredNames = Object.fromEntries(
	vendors.flatMap(({ name, vendor }) =>
		outputSchemas(vendor.resources).map(({ resource, operation, schema }) => [
			`${name.toLowerCase()}/${resource}.${operation}`,
			Object.fromEntries(namesIn(schema)),
		]),
	),
);

/** No answer ever had it: the vendor's sample of a merge policy has no label. */
const WITHDRAWN = ['contacthub/model.getMergePolicies: label = string'];

// Only ever adds: what is promised stays.
if (process.env.UPDATE_STORED_NAMES) {
	writeFileSync(FILE, written(grown(promised, present)));
}

test('an expression that names an output finds it again, as it was before anybody changed a setting', () => {
	expect(lost(promised, present)).toEqual(WITHDRAWN);
});
