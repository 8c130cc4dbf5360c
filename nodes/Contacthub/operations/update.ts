import { choice, dateTime, int64, integer, json, rows, text } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE, node } from './identifiers';

const filter = {
	nodeId: node(),
	entity: choice('Entity', [
		{ name: 'Customer', value: 'CUSTOMER' },
		{ name: 'Event', value: 'EVENT' },
	]),
};

/** As the 1.51 description of the API names them. */
export const adviseOnRoles = (status: number | undefined) =>
	status === 403
		? 'The update stream needs a token with one of the roles ADMIN, USER and PLATFORM_UPDATES, which the token of a source may not have. Ask Contactlab for such a token, and check the workspace in the credential.'
		: undefined;

export const update = resource('update', 'Update Stream', {
	getStream: operation({
		name: 'Get',
		action: 'Get a stream of updates',
		description:
			'Read changes in their order, with the offset to go on from; the trigger does this by itself',
		request: GET(`${WORKSPACE}/updates`),
		form: {
			since: dateTime('Since', { description: 'Ignored if After Offset is set' }),
		},
		query: {
			offset: int64('After Offset', { description: 'The offset of the last update that is known' }),
			size: integer('Limit', {
				narrows: false,
				upfront: true,
				default: 50,
				description: 'Max number of updates to return, up to 4,000',
			}),
			...filter,
		},
		advise: adviseOnRoles,
		composeQuery: ({ since }) => ({ timestamp: since && Date.parse(since) }),
		returns: one({
			nextOffset: int64('Next Offset'),
			updates: rows('Updates', { operation: text('Operation'), entity: json('Entity') }),
		}),
	}),
	getLastOffset: operation({
		name: 'Get Last Offset',
		action: 'Get the last update offset',
		description: 'Read where the stream of changes ends at present',
		request: GET(`${WORKSPACE}/updates/last-offset`),
		query: filter,
		advise: adviseOnRoles,
		returns: one({ lastOffset: int64('Last Offset') }),
	}),
});
