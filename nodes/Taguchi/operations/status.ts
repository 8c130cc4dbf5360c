/** Taguchi's Status: one verdict for each action of a request (V5 API, Schemas > Status). */
import type { Fields } from '../../../core/field';
import { integer, text } from '../../../core/field';
import type { Result } from '../../../core/operation';
import { results } from '../../../core/operation';
import { presentable } from '../../../core/output';

const Status: Fields = {
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
 * @param identifiers the fields that tell; they stand in the profile of a form that has one
 */
export const statuses = (identifiers: Fields) =>
	results(Status, readStatus, {
		shape: identifiers,
		of: ({ profile, ...form }) => ({ ...form, ...new Object(profile) }),
	});
