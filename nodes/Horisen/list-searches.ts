/** What the resource locators list, by the method's name. */
import { listSearch } from '../../core/list-search';
import type { Operation, Resource } from '../../core/operation';
import { textAt } from '../../core/output';
import { SEARCH } from './operations/choices';
import { group } from './operations/group';
import { interest } from './operations/interest';
import { list } from './operations/list';
import { segmentationGroup, segmentationSet } from './operations/segmentation';
import { subscription, subscriptionOption } from './operations/subscription';
import { touchpoint } from './operations/touchpoint';
import { horisen } from './vendor';

/** All records that a resource can be chosen from have a name and a UUID. */
const byName = (resource: Resource<{ getAll: Operation }>) =>
	listSearch({
		vendor: horisen,
		row: resource.operations.getAll,
		label: (record) => textAt('name', record),
		id: (record) => textAt('uuid', record),
	});

export const listSearches = {
	[SEARCH.lists]: byName(list),
	[SEARCH.groups]: byName(group),
	[SEARCH.subscriptions]: byName(subscription),
	[SEARCH.subscriptionOptions]: byName(subscriptionOption),
	[SEARCH.touchpoints]: byName(touchpoint),
	[SEARCH.interests]: byName(interest),
	[SEARCH.segmentationSets]: byName(segmentationSet),
	[SEARCH.segmentationGroups]: byName(segmentationGroup),
};
