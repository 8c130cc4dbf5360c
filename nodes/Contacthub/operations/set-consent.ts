/** Sets the consent of customers who are found by an address (Customers > Get customers, Update customer). */
import { askForDocumented } from '../../../core/requests/door';
import type { Values } from '../../../core/rows/field';
import { choice, identifier } from '../../../core/rows/field';
import { readList } from '../../../core/requests/listing';
import type { Operation, Procedure } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';
import { emailConsent, settingConsent, smsConsent } from '../../../core/execution/set-consent';
import { consentWords } from './consent-words';
import { node } from './identifiers';

/** Where a customer keeps each address. */
const ADDRESSES = {
	email: 'base.contacts.email',
	mobilePhone: 'base.contacts.mobilePhone',
	externalId: 'externalId',
} as const;

export const setConsentForm = {
	nodeId: node({ required: true, description: 'The node that the customers belong to' }),
	findBy: choice(
		'Find By',
		[
			{ name: 'Email', value: 'email' },
			{ name: 'External ID', value: 'externalId' },
			{ name: 'Mobile Phone', value: 'mobilePhone' },
		],
		{ required: true, default: 'email' },
	),
	address: identifier('Address or ID', { required: true, example: 'name@example.com' }),
	emailConsent,
	smsConsent,
};

type SetConsent = Values<typeof setConsentForm>;

/** The search of the people behind an address, as values of Get Many. */
const searchOf = ({ nodeId, findBy, address }: SetConsent) =>
	findBy === 'externalId'
		? { nodeId, externalId: address }
		: {
				nodeId,
				filters: [
					{ property: ADDRESSES[findBy], operator: 'EQUALS', type: 'text', value: address },
				],
			};

const CHANNELS = { emailConsent: 'email', smsConsent: 'sms' } as const;

/** An answer as Contacthub keeps it: a no is an objection as well, and a yes takes it back. */
const answerOf = (wanted: string) =>
	wanted === 'refused' ? { status: false, objection: true } : { status: true, objection: false };

/** Somebody may object to the use of all data, which a yes to one channel does not take back. */
const LIMITED = {
	message: 'The customer has limited the use of the data, so consent cannot be set to Allowed',
	description: 'Look at Limitation in the consents of the customer, and take it back there first.',
};

export const setConsent = (
	rows: () => { getAll: Operation; update: Operation },
): Procedure<SetConsent> =>
	settingConsent({
		told: consentWords,
		find: async (door, values) => {
			const found = await readList(door, rows().getAll, searchOf(values));
			if ('failure' in found) return found;
			// The search may be more generous than the question.
			const same = (person: unknown) =>
				String(valueAt(ADDRESSES[values.findBy], person)).toLowerCase() ===
				values.address.toLowerCase();
			return { value: found.value.filter(same) };
		},
		identify: (person) => ({
			id: String(valueAt('id', person)),
			externalId: String(valueAt('externalId', person) ?? ''),
		}),
		write: async (door, person, different) => {
			const automatic = Object.entries(CHANNELS).flatMap(([name, channel]) => {
				const wanted = different[name as keyof typeof CHANNELS];
				return wanted ? [[channel, wanted] as const] : [];
			});
			const isLimited = automatic.some(
				([channel, wanted]) =>
					wanted === 'allowed' &&
					valueAt(`consents.marketing.automatic.${channel}.limitation`, person) === true,
			);
			if (isLimited) return LIMITED;
			const answers = automatic.map(([channel, wanted]) => [channel, answerOf(wanted)]);
			const body = { consents: { marketing: { automatic: Object.fromEntries(answers) } } };
			const values = { customerId: valueAt('id', person) };
			const answer = await askForDocumented(door, rows().update, values, { body });
			return answer.ok ? undefined : answer.failure;
		},
	});
