/**
 * Consent of a Taguchi subscriber in words (V5 API, Schemas > Subscriber and List Subscription). Who is unsubscribed globally has
 * refused all channels; who is subscribed to a list allows e-mail. Lists say nothing of SMS.
 */
import { EMAIL_CONSENT, SMS_CONSENT } from '../../../core/rows/consent';
import { valueAt } from '../../../core/execution/output';
import type { Told } from '../../../core/rows/operation';

const isGiven = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '' && value !== false;

export const consentWords: Told = {
	shape: { ...EMAIL_CONSENT, ...SMS_CONSENT },
	of: (subscriber) => {
		if (isGiven(valueAt('unsubscribedTimestamp', subscriber))) {
			return { emailConsent: 'refused', smsConsent: 'refused' };
		}
		const lists = valueAt('lists', subscriber);
		const isSubscribed =
			Array.isArray(lists) &&
			lists.some((list: unknown) => !isGiven(valueAt('unsubscribedTimestamp', list)));
		return { emailConsent: isSubscribed ? 'allowed' : 'unknown', smsConsent: 'unknown' };
	},
};
