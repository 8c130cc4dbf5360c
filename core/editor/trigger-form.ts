/** What the forms and the outputs of all polling triggers have in common. */
import type { INodeProperties } from 'n8n-workflow';
import type { Fields } from '../rows/field';
import { boolean } from '../rows/field';
import type { Proof } from '../polling/hand-over';
import { DEFAULT_PROOF, MOST_TRIES } from '../polling/hand-over';

const PROOFS = {
	ended: {
		name: 'The Workflow Has Ended',
		description: 'Changes come again if n8n goes down. A failed run waits for you to retry it.',
	},
	started: {
		name: 'The Workflow Has Started',
		description:
			'Nothing waits. What n8n has in hand when it goes down may be lost; with workers, not even a retry brings it back.',
	},
	succeeded: {
		name: 'The Workflow Has Succeeded',
		description: `Changes come again after a failed run, too, up to ${MOST_TRIES} times. Not for workflows that send messages.`,
	},
} satisfies Record<Proof, { name: string; description: string }>;

/** The choice of what proves that items were handed over. */
export const handedOver: INodeProperties = {
	displayName: 'Handed Over When',
	name: 'handedOver',
	type: 'options',
	options: Object.entries(PROOFS).map(([value, proof]) => ({ ...proof, value })),
	default: DEFAULT_PROOF,
	description:
		'When changes count as handed over. Until then the next ones wait; what was not handed over comes again, marked with "mayBeRepeated".',
};

/**
 * Says what a trigger promises, where its marks are met.
 *
 * @param exception what the vendor keeps it from
 */
export const promise = (exception = ''): INodeProperties => ({
	displayName: `Every change arrives at least once${exception}. An item with "mayBeRepeated" may have come before, because n8n was cut off: a Remove Duplicates node on "key" drops it. "beganAnew" marks the first items of another account, after somebody changed the credential.`,
	name: 'notice',
	type: 'notice',
	default: '',
});

/** What an item says besides the change that it tells. */
export const MARKS: Fields = {
	mayBeRepeated: boolean('May Be Repeated'),
	beganAnew: boolean('Began Anew'),
};
