/** Consent in words, the same for all vendors: a channel is allowed, refused or unknown. */
import type { Fields } from './field';
import { text } from './field';

/** Whether a person may be written to on a channel; unknown where nobody has asked yet, or the record does not tell. */
export type Consent = 'allowed' | 'refused' | 'unknown';

/** What a record tells of consent, as fields of its output. */
export const EMAIL_CONSENT = {
	emailConsent: text('Email Consent', { description: 'allowed, refused or unknown' }),
} satisfies Fields;
export const SMS_CONSENT = {
	smsConsent: text('SMS Consent', { description: 'allowed, refused or unknown' }),
} satisfies Fields;
