/** Consent of a Contacthub customer in words (Customers > Consents: status, limitation and objection of each channel). */
import type { Consent } from '../../../core/rows/consent';
import { EMAIL_CONSENT, SMS_CONSENT } from '../../../core/rows/consent';
import { valueAt } from '../../../core/execution/output';
import type { Told } from '../../../core/rows/operation';

/** Of automatic marketing: who objected or limited the use of the data has refused, whatever the status says. */
function consentTo(channel: 'email' | 'sms', customer: unknown): Consent {
	const given = (answer: string) =>
		valueAt(`consents.marketing.automatic.${channel}.${answer}`, customer);
	if (given('objection') === true || given('limitation') === true) return 'refused';
	if (given('status') === undefined || given('status') === null) return 'unknown';
	return given('status') === true ? 'allowed' : 'refused';
}

/** The fields that a customer's record tells besides its own. */
export const consentWords: Told = {
	shape: { ...EMAIL_CONSENT, ...SMS_CONSENT },
	of: (customer) => ({
		emailConsent: consentTo('email', customer),
		smsConsent: consentTo('sms', customer),
	}),
};
