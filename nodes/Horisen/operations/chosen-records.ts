/** Lists, options, interests and touchpoints that are chosen by their names, beside the IDs that stand in a text. */
import { joined, list, liveChoices } from '../../../core/rows/field';
import { OPTIONS } from './choices';

/** IDs in a text, with commas between them: what the form had before it had lists, and what an expression may give. */
export const ids = (label: string) => joined(list(label, { description: 'Separated by commas' }));

export const lists = liveChoices('Lists', OPTIONS.lists);
/** n8n adds words to the label, and cuts it off where it is longer. */
export const subscriptionOptions = liveChoices('Subscriptions', OPTIONS.subscriptionOptions, {
	description: 'Options of subscriptions',
});
export const interests = liveChoices('Interests', OPTIONS.interests);
export const touchpoints = liveChoices('Touchpoints', OPTIONS.touchpoints);
export const segmentations = liveChoices('Segmentations', OPTIONS.segmentationSets);
