/**
 * Sets consent by address: finds the people behind an address, compares what they have said with what they are to have said, writes
 * only what differs, and tells what became of it. So it may run as often as it likes.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Door, Read } from '../requests/door';
import type { Consent } from '../rows/consent';
import type { Failure } from './failure';
import { boolean, choice } from '../rows/field';
import type { Performed, Procedure, TaskItem, Told } from '../rows/operation';

/** Unknown leaves a channel as it is, so that what a record tells can be passed on as it is. */
const ANSWERS = [
	{ name: 'Allowed', value: 'allowed' },
	{ name: 'Refused', value: 'refused' },
	{ name: 'Unknown (Leave as It Is)', value: 'unknown' },
] as const;

const consent = (label: string) => choice(label, ANSWERS, { default: 'unknown', upfront: true });

export const emailConsent = consent('Email Consent');
export const smsConsent = consent('SMS Consent');

/** What is told of each person besides. */
export const CONSENT_OUTCOME = {
	found: boolean('Found', { description: 'Whether anybody has this address' }),
	changed: boolean('Changed', { description: 'Whether anything was written' }),
};

/** The channels that are to be set. */
export interface Wanted {
	emailConsent?: Consent;
	smsConsent?: Consent;
}

/** What a vendor does to set consent. `V` are the values of the row. */
export interface ConsentKeeper<V extends Wanted> {
	/** The people behind the address; none where the vendor knows nobody. */
	find: (door: Door, values: V) => Promise<Read<unknown[]>>;
	told: Told;
	/** What tells one person from another in the output. */
	identify: (person: unknown) => IDataObject;
	/** Writes the channels that differ; gives why it could not. */
	write: (
		door: Door,
		person: unknown,
		different: Wanted,
		values: V,
	) => Promise<Failure | undefined>;
}

/** The work of a row that sets consent: an item for each person who was found, or one that says that nobody was. */
export const settingConsent = <V extends Wanted>(keeper: ConsentKeeper<V>): Procedure<V> => ({
	run: async ({ door, items: [item] }) => {
		const found = await keeper.find(door, item.values);
		if ('failure' in found) return found;
		if (found.value.length === 0) return put(item, [{ found: false, changed: false }]);
		const people: IDataObject[] = [];
		for (const person of found.value) {
			const outcome = await set(keeper, door, person, item.values);
			if ('failure' in outcome) return { failure: withDone(outcome.failure, people.length) };
			people.push(outcome.value);
		}
		return put(item, people);
	},
});

async function set<V extends Wanted>(
	{ told, identify, write }: ConsentKeeper<V>,
	door: Door,
	person: unknown,
	values: V,
): Promise<Read<IDataObject>> {
	const before = told.of(person);
	const different: Wanted = Object.fromEntries(
		Object.keys(told.shape).flatMap((channel) => {
			const wanted = Reflect.get(values, channel) as unknown;
			const isAsked = wanted === 'allowed' || wanted === 'refused';
			return isAsked && wanted !== before[channel] ? [[channel, wanted]] : [];
		}),
	);
	const changed = Object.keys(different).length > 0;
	const failure = changed ? await write(door, person, different, values) : undefined;
	if (failure) return { failure };
	return { value: { ...identify(person), ...before, ...different, found: true, changed } };
}

const put = <V>({ itemIndex }: TaskItem<V>, people: readonly IDataObject[]): Performed => ({
	items: people.map((json) => ({ json, pairedItem: { item: itemIndex } })),
});

/** Several people may share an address; what was set for some of them is said. */
const withDone = (failure: Failure, done: number): Failure =>
	done === 0
		? failure
		: {
				...failure,
				description: `${failure.description} It was set for ${done} other ${done === 1 ? 'person' : 'people'} with the same address.`,
			};
