/** Optimistic locking: a write that names a version only succeeds while the record still has it. */
import type { Values } from '../../../core/rows/field';
import { choice, integer } from '../../../core/rows/field';
import type { Renewal } from '../../../core/rows/operation';
import type { Route } from '../../../core/rows/route';
import { valueAt } from '../../../core/execution/output';

export const locking = {
	version: integer('Version', {
		description: 'The version that you read. Nothing is written if the record has changed since.',
	}),
	ifChanged: choice(
		'If Changed Meanwhile',
		[
			{
				name: 'Read Again and Retry Once',
				value: 'retry',
				description: 'Writes upon the current version; what this item leaves out stays as it is',
			},
			{ name: 'Stop', value: 'stop', description: 'The item goes to the error output' },
		],
		{ default: 'stop', description: 'What happens when somebody else was faster' },
	),
};

type Locking = Values<typeof locking>;

/** With a version, a repeat would meet its own first write. */
export const onceOnly = ({ version }: Locking): boolean => version !== undefined;

/** Writes with and without a version do not share a request: only the latter may be repeated. */
export const lockingGroup = (values: Locking): string => (onceOnly(values) ? 'versioned' : '');

/** The renewal of a write whose body `compose` makes from the values and, the second time, from the current record. */
export const renewal = <V extends Locking, Path extends string>(
	request: Route<Path>,
	compose: (values: V, current?: unknown) => unknown,
): Renewal<V, Path> => ({
	wanted: ({ ifChanged }) => ifChanged === 'retry',
	request,
	body: (values, current) => compose(values, current),
});

export function adviseOnConflict(status: number | undefined, { version }: Locking) {
	if (status !== 409) return undefined;
	const since = version === undefined ? '' : ` since version ${version}`;
	return `Somebody else has changed the record${since}. Read it again and send the change with its current version, or set If Changed Meanwhile to Read Again and Retry Once.`;
}

/** The metadata of a write: the version given, or the current one upon a retry, and links to mixin schemas. */
export function metadataOf({ version }: Locking, schemas: object | undefined, current: unknown) {
	const known = current === undefined ? version : valueAt('metadata.version', current);
	const links = joined(valueAt('metadata.mixins', current), schemas);
	return known === undefined && links === undefined ? undefined : { version: known, mixins: links };
}

/** Entries of the current record, and over them those of the item; undefined when there are none. */
export const joined = (current: unknown, own: object | undefined): object | undefined =>
	typeof current === 'object' && current !== null ? { ...current, ...own } : own;
