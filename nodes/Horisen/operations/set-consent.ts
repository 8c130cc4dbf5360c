/** Sets the opt status of contacts who are found by an address (Contact > Returns a list of contacts, Update opt status). */
import { askForDocumented } from '../../../core/requests/door';
import type { Values } from '../../../core/rows/field';
import { choice, identifier } from '../../../core/rows/field';
import { readList } from '../../../core/requests/listing';
import type { Operation, Procedure } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';
import { settingConsent, smsConsent } from '../../../core/execution/set-consent';
import { consentWords } from './consent-words';

export const setConsentForm = {
	findBy: choice(
		'Find By',
		[
			{ name: 'Email', value: 'email' },
			{ name: 'Mobile', value: 'mobile' },
		],
		{ required: true, default: 'mobile' },
	),
	address: identifier('Address', { required: true, example: '+41765554366' }),
	smsConsent,
};

type SetConsent = Values<typeof setConsentForm>;

/** A number may be written with spaces and signs, an address in capitals. */
const sameAs = (findBy: SetConsent['findBy'], address: string) => {
	const plain = (value: unknown) =>
		findBy === 'mobile'
			? String(value ?? '')
					.replace(/^00/, '')
					.replace(/\D/g, '')
			: String(value ?? '').toLowerCase();
	return (contact: unknown) => plain(valueAt(findBy, contact)) === plain(address);
};

export const setConsent = (
	rows: () => { getAll: Operation; updateOptStatus: Operation },
): Procedure<SetConsent> =>
	settingConsent({
		told: consentWords,
		find: async (door, { findBy, address }) => {
			const found = await readList(door, rows().getAll, { [findBy]: address });
			if ('failure' in found) return found;
			// The search may be more generous than the question.
			return { value: found.value.filter(sameAs(findBy, address)) };
		},
		identify: (contact) => ({
			uuid: String(valueAt('uuid', contact)),
			list_uuid: String(valueAt('list_uuid', contact) ?? ''),
		}),
		write: async (door, contact, { smsConsent: wanted }) => {
			const values = {
				contactId: valueAt('uuid', contact),
				opt_status: wanted === 'allowed' ? 'in' : 'out',
			};
			const answer = await askForDocumented(door, rows().updateOptStatus, values);
			return answer.ok ? undefined : answer.failure;
		},
	});
