/** HORISEN Business Messenger's customer data storage (CDS) as the engine sees it. */
import { valueAt } from '../../core/execution/output';
import type { Vendor } from '../../core/rows/vendor';
import { connect } from './connection';
import { contact } from './operations/contact';
import { errorItemWords } from './operations/error-item';
import { customField, field } from './operations/field';
import { group, groupList, groupSegmentation } from './operations/group';
import { interest, interestMember } from './operations/interest';
import { list } from './operations/list';
import type { HorisenSurroundings } from './operations/operation';
import { segmentationGroup, segmentationSet } from './operations/segmentation';
import { subscription, subscriptionMember, subscriptionOption } from './operations/subscription';
import { touchpoint, touchpointMember } from './operations/touchpoint';

export const horisen: Vendor<HorisenSurroundings> = {
	name: 'HORISEN',
	resources: [
		contact,
		customField,
		field,
		group,
		groupList,
		groupSegmentation,
		interest,
		interestMember,
		list,
		segmentationGroup,
		segmentationSet,
		subscription,
		subscriptionMember,
		subscriptionOption,
		touchpoint,
		touchpointMember,
	],
	connect,
	explain,
	credentialAdvice:
		'Check the client or token and the Service UUID in the credential. HORISEN also refuses addresses that are not registered for the application.',
};

/** HORISEN explains itself with a message and a list of what is wrong where (Data Objects, Error). */
function explain(answer: unknown): string | undefined {
	const items = valueAt('items', answer);
	const places: unknown[] = Array.isArray(items) ? items : [];
	const said = [valueAt('message', answer), valueAt('description', answer)];
	return [...said, ...places.map(errorItemWords)].filter(Boolean).join('; ') || undefined;
}
