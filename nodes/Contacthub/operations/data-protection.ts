import { json } from '../../../core/rows/field';
import { deleted, one, resource } from '../../../core/rows/operation';
import { GET, POST } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE, customerId, required } from './identifiers';

const PATH = `${WORKSPACE}/customers/{customerId}` as const;
const path = { customerId: customerId(required) };

export const dataProtection = resource('dataProtection', 'Data Protection', {
	exportCustomer: operation({
		name: 'Export Customer Data',
		action: 'Export the data of a customer',
		description: 'Read a customer with all events in one document',
		title: 'Export customer data',
		request: GET(`${PATH}/export`),
		inferred: true,
		path,
		returns: one({ customer: json('Customer'), events: json('Events') }),
	}),
	forgetCustomer: operation({
		name: 'Forget Customer',
		action: 'Forget a customer',
		description: 'Erase all data of a customer everywhere. This cannot be undone.',
		title: 'Forget customer',
		request: POST(`${PATH}/forget`),
		inferred: true,
		path,
		returns: deleted(),
	}),
});
