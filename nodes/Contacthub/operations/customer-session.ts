import { identifier, locator, text } from '../../../core/rows/field';
import { deleted, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST } from '../../../core/rows/route';
import { operation } from './operation';
import { SEARCH, WORKSPACE, customerId, required } from './identifiers';
import { ELEMENTS } from './paging';

const PATH = `${WORKSPACE}/customers/{customerId}/sessions` as const;

const Session = { id: text('Record ID'), value: text('Session ID') };

const path = {
	customerId: customerId(required),
	sessionId: locator('Session', SEARCH.sessions, {
		required: true,
		description: 'By ID takes the Record ID that Get Many gives, not the session ID itself',
	}),
};

export const customerSession = resource('customerSession', 'Customer Session', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many customer sessions',
		description: 'List the sessions that belong to a customer',
		request: GET(PATH),
		path: { customerId: path.customerId },
		returns: many(Session, ELEMENTS),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a customer session',
		description: 'Give the anonymous events of a session to a customer',
		request: POST(PATH),
		path: { customerId: path.customerId },
		body: { value: identifier('Session ID', { required: true }) },
		returns: one(Session),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a customer session',
		description: 'Read one session of a customer',
		request: GET(`${PATH}/{sessionId}`),
		path,
		returns: one(Session),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a customer session',
		description: 'Remove a session from a customer. This cannot be undone.',
		request: DELETE(`${PATH}/{sessionId}`),
		path,
		returns: deleted(),
	}),
});
