/** What the lists of the editor hold, by the method's name. */
import type { ListSource } from '../../core/editor/list-search';
import { listOptions, listSearch } from '../../core/editor/list-search';
import type { Operation, Resource } from '../../core/rows/operation';
import { textAt } from '../../core/execution/output';
import { contactOptions, contactSearches } from './contact-mappers';
import { OPTIONS, SEARCH } from './operations/choices';
import { contact } from './operations/contact';
import { group } from './operations/group';
import { interest } from './operations/interest';
import { list } from './operations/list';
import { segmentationGroup, segmentationSet } from './operations/segmentation';
import { subscription, subscriptionOption } from './operations/subscription';
import { touchpoint } from './operations/touchpoint';
import { horisen } from './vendor';

/** All records that a resource can be chosen from have a name and a UUID. */
const named = (resource: Resource<{ getAll: Operation }>): ListSource => ({
	vendor: horisen,
	row: resource.operations.getAll,
	label: (record) => textAt('name', record),
	id: (record) => textAt('uuid', record),
});

/** Contacts are many: what was typed is searched for as a number, an address or a last name. */
const contacts: ListSource = {
	vendor: horisen,
	row: contact.operations.getAll,
	label: (record) =>
		[
			[textAt('first_name', record), textAt('last_name', record)].filter(Boolean).join(' '),
			textAt('mobile', record),
			textAt('email', record),
		]
			.filter(Boolean)
			.join(' · ') || undefined,
	id: (record) => textAt('uuid', record),
	values: (filter) => {
		if (!filter) return { sort: '-updated_dt' };
		if (filter.includes('@')) return { email: filter };
		return /^\+?\d+$/.test(filter) ? { mobile: filter } : { last_name: filter };
	},
};

/** For the node's `methods.listSearch`. */
export const listSearches = {
	[SEARCH.contacts]: listSearch(contacts),
	...contactSearches,
	[SEARCH.lists]: listSearch(named(list)),
	[SEARCH.groups]: listSearch(named(group)),
	[SEARCH.subscriptions]: listSearch(named(subscription)),
	[SEARCH.subscriptionOptions]: listSearch(named(subscriptionOption)),
	[SEARCH.touchpoints]: listSearch(named(touchpoint)),
	[SEARCH.interests]: listSearch(named(interest)),
	[SEARCH.segmentationSets]: listSearch(named(segmentationSet)),
	[SEARCH.segmentationGroups]: listSearch(named(segmentationGroup)),
};

/** For the node's `methods.loadOptions`. */
export const listedOptions = {
	...contactOptions,
	[OPTIONS.lists]: listOptions(named(list)),
	[OPTIONS.subscriptionOptions]: listOptions(named(subscriptionOption)),
	[OPTIONS.touchpoints]: listOptions(named(touchpoint)),
	[OPTIONS.interests]: listOptions(named(interest)),
	[OPTIONS.segmentationSets]: listOptions(named(segmentationSet)),
};
