/** Records for the lists of the panels, and what the lists must show of them. */
import type { Sandbox } from '../../sandbox/server.mts';
import { callContacthub, prepare, reachable, VIP_SEGMENT } from '../demonstration/people.mts';

/** A text that each method's list must hold, by the method's name: a record of the sandbox, or a known field. */
export type ExpectedEntries = Readonly<Record<string, string>>;

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
	horisen.addNamed('group', { name: 'Gold members' });
	horisen.addNamed('interest', { name: 'Hiking' });
	horisen.addNamed('subscription', { name: 'Weekly offers' });
	horisen.addNamed('subscriptionOption', { name: 'Offers by SMS' });
	horisen.addNamed('touchpoint', { name: 'Counter 7' });
	horisen.addNamed('segmentationSet', { name: 'By age' });
	horisen.addNamed('segmentationGroup', { name: 'Demography' });
	emporix.tenant.assignCustomer(VIP_SEGMENT, 'C1', undefined, {});
	return {
		searchNodes: 'Stores',
		searchEntryNodes: 'Stores',
		searchAggregateNodes: 'All brands',
		searchCustomers: reachable(sandbox)[0]?.email ?? '',
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
		getProfileFields: 'External ID',
	};
}
