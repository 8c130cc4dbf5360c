/** Contactlab Contacthub as the engine sees it. */
import type { Vendor } from '../../core/vendor';
import { connect } from './connection';
import { customer } from './operations/customer';
import { event } from './operations/event';

export const contacthub: Vendor = {
	name: 'Contacthub',
	resources: [customer, event],
	connect,
	explain,
	credentialAdvice:
		'Check the token and the Workspace ID in the credential, and that the source of the token may use this node of the workspace.',
};

/** Contacthub explains itself with a message and a list of what is wrong where (vendor's API standards, error body). */
function explain(answer: unknown): string | undefined {
	const { message, errors } = new Object(answer) as { message?: unknown; errors?: unknown };
	const places: unknown[] = Array.isArray(errors) ? errors : [];
	const details = places.map((place) => {
		const { path, message: words } = new Object(place) as { path?: unknown; message?: unknown };
		return [path, words].filter(Boolean).join(' ');
	});
	return [message, ...details].filter(Boolean).join('; ') || undefined;
}
