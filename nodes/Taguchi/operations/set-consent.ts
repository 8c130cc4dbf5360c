/** Sets the consent of a subscriber who is found by an identifier (V5 API, Get Subscriber and Profile). */
import { ask, askForDocumented } from '../../../core/requests/door';
import type { Values } from '../../../core/rows/field';
import type { Operation, Procedure } from '../../../core/rows/operation';
import { judge, verdictsIn } from '../../../core/execution/outcome';
import { valueAt } from '../../../core/execution/output';
import { emailConsent, settingConsent } from '../../../core/execution/set-consent';
import { consentWords } from './consent-words';
import { identifiers, identifyBy } from './target';

/** Taguchi keeps one answer for all messages; its lists stand in the profile. */
export const setConsentForm = { ...identifyBy, ...identifiers, emailConsent };

type SetConsent = Values<typeof setConsentForm>;

/** Taguchi's own word for nobody: a status of an action, not a page of whatever stands before it. */
const saysNobody = (data: unknown): boolean =>
	Number(valueAt('0.code', data)) === 404 || Number(valueAt('code', data)) === 404;

export const setConsent = (
	rows: () => { get: Operation; upsert: Operation },
): Procedure<SetConsent> =>
	settingConsent({
		told: {
			shape: { emailConsent },
			// Who is not unsubscribed from all messages may be written to; on which lists is another question.
			of: (subscriber) => {
				const told = consentWords.of(subscriber);
				return { emailConsent: told.emailConsent === 'refused' ? 'refused' : 'allowed' };
			},
		},
		find: async (door, values) => {
			const answer = await askForDocumented(door, rows().get, values);
			if (answer.ok) return { value: Array.isArray(answer.data) ? answer.data : [] };
			const nobody = answer.failure.status === 404 && saysNobody(answer.data);
			return nobody ? { value: [] } : answer;
		},
		identify: (subscriber) => ({
			id: String(valueAt('id', subscriber)),
			email: String(valueAt('email', subscriber) ?? ''),
		}),
		write: async (door, _subscriber, { emailConsent: wanted }, values) => {
			const { email, phone, ref, id } = values;
			const unsubscribedTimestamp = wanted === 'refused' ? new Date().toISOString() : null;
			const elements = [{ profile: { email, phone, ref, id, unsubscribedTimestamp } }];
			const { upsert } = rows();
			const answer = await ask(door, upsert, {}, { body: elements });
			const [verdict] = verdictsIn(upsert, answer, elements, [values]) ?? [];
			const outcome = judge(door.vendor, upsert, answer, values, verdict);
			return 'failure' in outcome ? outcome.failure : undefined;
		},
	});
