/** Taguchi's Status: one verdict for each action of a request (V5 API, Schemas > Status). */
import type { Fields, Values } from '../../../core/rows/field';
import { integer, text } from '../../../core/rows/field';
import type { Result } from '../../../core/rows/operation';
import { results } from '../../../core/rows/operation';
import { presentable } from '../../../core/execution/output';
import type { profileForm } from './profile';
import { identifiers } from './target';

const Status = {
	code: integer('Code', { description: '200 when the action was done' }),
	name: text('Name'),
	description: text('Description'),
};

function readStatus(element: unknown): Result | undefined {
	const json = presentable(Status, element);
	const { code } = json;
	if (typeof code !== 'number') return undefined;
	if (code >= 200 && code < 300) return { json };
	const message = String(json.description || json.name || 'no reason given');
	return { refused: { message, status: code, details: { name: json.name ?? null } } };
}

/**
 * The answer holds one Status for each action, in the order of the request. It does not repeat whom the action is about.
 *
 * @param whom the fields of the row that tell
 */
export const statuses = <Whom extends Fields>(whom: Whom) => results(Status, readStatus, whom);

/** The same, where the mapped profile tells. */
export const statusesOfProfile = results(
	Status,
	readStatus,
	identifiers,
	({ profile }: Values<Pick<typeof profileForm, 'profile'>>) => profile,
);
