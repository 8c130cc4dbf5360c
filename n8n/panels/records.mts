/** Records for the lists of the panels, and what the lists must show of them. */
import {
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../sandbox/contacthub/accounts.mts';
import type { Sandbox } from '../../sandbox/server.mts';
import { callContacthub, prepare, reachable, VIP_SEGMENT } from '../demonstration/people.mts';

/** A text that each method's list must hold, by the method's name: a record of the sandbox, or a known field. */
export type ExpectedEntries = Readonly<Record<string, string>>;

/** What gives fields by names that the account has chosen, so that only their number can be compared with a row's. */
export const NAMED_BY_ACCOUNT: ReadonlySet<string> = new Set([
	'getCreatedFields',
	'getUpdatedFields',
	'getImportedFields',
]);
/** A contact of HORISEN's. */
const CONTACT_UUID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c2f';

/** Makes at least one record of every kind that a panel lists. */
export async function addRecords(sandbox: Sandbox): Promise<ExpectedEntries> {
	const { contacthub, horisen, emporix } = sandbox;
	prepare(sandbox);
	contacthub.addPeople(20);
	await callContacthub(sandbox, 'POST', '/configuration/sources', {
		name: 'Web shop',
		provider: 'API',
	});
	await callContacthub(sandbox, 'POST', '/configuration/nodes/aggregates', { name: 'All brands' });
	const [person] = reachable(sandbox);
	const ofPerson = `/customers/${person?.id}`;
	const subscription = { id: 'monthly', name: 'Monthly newsletter', subscribed: true };
	await callContacthub(sandbox, 'POST', `${ofPerson}/subscriptions`, subscription);
	await callContacthub(sandbox, 'POST', `${ofPerson}/sessions`, { value: 'Visit of Monday' });
	await addBulkJob(sandbox);
	horisen.putContact({ uuid: CONTACT_UUID, first_name: 'Berta', last_name: 'Muster' });
	horisen.addNamed('group', { name: 'Gold members' });
	horisen.addNamed('interest', { name: 'Hiking' });
	horisen.addNamed('subscription', { name: 'Weekly offers' });
	horisen.addNamed('subscriptionOption', { name: 'Offers by SMS' });
	horisen.addNamed('touchpoint', { name: 'Counter 7' });
	horisen.addNamed('segmentationSet', { name: 'By age' });
	horisen.addNamed('segmentationGroup', { name: 'Demography' });
	emporix.tenant.assignCustomer(VIP_SEGMENT, 'C1', undefined, {});
	emporix.tenant.assignItem(VIP_SEGMENT, 'PRODUCT', 'P1', {});
	emporix.tenant.assignGroup(VIP_SEGMENT, 'G1', {});
	return {
		searchNodes: 'Stores',
		searchEntryNodes: 'Stores',
		getNodes: 'Stores',
		getEntryNodes: 'Stores',
		searchAggregateNodes: 'All brands',
		searchCustomers: person?.email ?? '',
		searchCustomerSubscriptions: 'Monthly newsletter',
		searchCustomerSessions: 'Visit of Monday',
		searchBulkJobs: 'bulk-job.csv',
		// The sandbox answers this one from the contract's example, too.
		searchUsers: 'Claire',
		searchSources: 'Web shop',
		// The sandbox answers this one from the contract's example.
		searchWorkspaces: 'string',
		getFilterProperties: 'Favorite Color',
		getCustomerProperties: 'Favorite Color',
		searchLists: 'VIP customers',
		searchGroups: 'Gold members',
		searchInterests: 'Hiking',
		searchSubscriptions: 'Weekly offers',
		searchSubscriptionOptions: 'Offers by SMS',
		searchTouchpoints: 'Counter 7',
		searchSegmentationSets: 'By age',
		searchSegmentationGroups: 'Demography',
		getCreatedFields: 'customer_number',
		getUpdatedFields: 'customer_number',
		getImportedFields: 'customer_number',
		getIdentifiers: 'customer_number',
		searchSegments: 'VIP customers',
		searchSites: 'main',
		searchAssignedCustomers: 'C1',
		searchAssignedItems: 'P1',
		searchAssignedGroups: 'G1',
		getSegments: 'VIP customers',
		getSegmentationSets: 'By age',
		getLists: 'VIP customers',
		getSubscriptionOptions: 'Offers by SMS',
		getTouchpoints: 'Counter 7',
		getInterests: 'Hiking',
		searchFields: 'customer_number',
		searchContacts: 'Berta Muster',
		getProfileFields: 'External ID',
	};
}

/** A bulk job is made of a file. */
async function addBulkJob({ contacthub }: Sandbox): Promise<void> {
	const job = new FormData();
	job.set('operation', 'UPSERT');
	job.set('entity', 'CUSTOMER');
	job.set('file', new Blob(['externalId\r\n100\r\n'], { type: 'text/csv' }), 'people.csv');
	const url = `${contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}/nodes/${CONTACTHUB_SECOND_NODE_ID}/bulk-jobs`;
	const headers = { authorization: `Bearer ${CONTACTHUB_TOKEN}` };
	const { ok, status } = await fetch(url, { method: 'POST', headers, body: job });
	if (!ok) throw new Error(`The sandbox answered ${status} to a bulk job`);
}
