/** HORISEN Business Messenger's customer data storage (CDS) as the engine sees it. */
import type { Vendor } from '../../core/vendor';
import { connect } from './connection';
import { contact } from './operations/contact';
import { errorItemWords } from './operations/error-item';
import { customField, field } from './operations/field';
import { group, groupList, groupSegmentation } from './operations/group';
import { interest, interestMember } from './operations/interest';
import { list } from './operations/list';
import { segmentationGroup, segmentationSet } from './operations/segmentation';
import { subscription, subscriptionMember, subscriptionOption } from './operations/subscription';
import { touchpoint, touchpointMember } from './operations/touchpoint';

export const horisen: Vendor = {
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
	const { message, description, items } = new Object(answer) as {
		message?: unknown;
		description?: unknown;
		items?: unknown;
	};
	const places: unknown[] = Array.isArray(items) ? items : [];
	return (
		[message, description, ...places.map(errorItemWords)].filter(Boolean).join('; ') || undefined
	);
}
