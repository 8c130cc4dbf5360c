/** Consent of a HORISEN contact in words: SMS campaigns only reach contacts whose opt status is "in" (Contact, introduction). */
import { SMS_CONSENT } from '../../../core/rows/consent';
import { valueAt } from '../../../core/execution/output';
import type { Told } from '../../../core/rows/operation';

/** HORISEN keeps no consent to e-mail. */
export const consentWords: Told = {
	shape: SMS_CONSENT,
	of: (contact) => {
		const status = valueAt('opt_status', contact);
		if (status === 'in') return { smsConsent: 'allowed' };
		return { smsConsent: status === 'out' ? 'refused' : 'unknown' };
	},
};
