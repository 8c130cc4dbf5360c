/** Promise: whoever has refused a channel is told as refused, and nobody is told as allowed who has not said so. */
import type { IDataObject } from 'n8n-workflow';
import { consentWords as contacthub } from '../../nodes/Contacthub/operations/consent-words.ts';
import { consentWords as horisen } from '../../nodes/Horisen/operations/consent-words.ts';
import { consentWords as taguchi } from '../../nodes/Taguchi/operations/consent-words.ts';

const customer = (email: IDataObject | null, sms?: IDataObject) => ({
	consents: { marketing: { automatic: { email, ...(sms && { sms }) } } },
});

describe('a Contacthub customer', () => {
	it.each([
		['has said yes', { status: true }, 'allowed'],
		['has said no', { status: false }, 'refused'],
		['has objected after a yes', { status: true, objection: true }, 'refused'],
		['limits the use of the data after a yes', { status: true, limitation: true }, 'refused'],
		[
			'has said yes and neither objected nor limited',
			{ status: true, objection: false, limitation: false },
			'allowed',
		],
		['has objected without an answer', { objection: true }, 'refused'],
		['was never asked', { status: null }, 'unknown'],
		['has no record of it', null, 'unknown'],
	])('who %s', (_who, email, emailConsent) => {
		expect(contacthub.of(customer(email))).toEqual({ emailConsent, smsConsent: 'unknown' });
	});

	it('answers for each channel alone', () => {
		expect(contacthub.of(customer({ status: true }, { status: false }))).toEqual({
			emailConsent: 'allowed',
			smsConsent: 'refused',
		});
	});

	it('without consents is unknown', () => {
		expect(contacthub.of({ id: 'c1' })).toEqual({ emailConsent: 'unknown', smsConsent: 'unknown' });
	});
});

describe('a HORISEN contact', () => {
	it.each([
		['in', 'allowed'],
		['out', 'refused'],
		['none', 'unknown'],
		[null, 'unknown'],
		[undefined, 'unknown'],
	])('with the opt status %s', (opt_status, smsConsent) => {
		expect(horisen.of({ opt_status })).toEqual({ smsConsent });
	});
});

describe('a Taguchi subscriber', () => {
	const since = '2026-03-20T09:30:00Z';
	const subscribed = { listId: '1', subscribedTimestamp: since, unsubscribedTimestamp: null };
	const left = { ...subscribed, unsubscribedTimestamp: since };

	it.each([
		[
			'unsubscribed from all messages',
			{ unsubscribedTimestamp: since, lists: [subscribed] },
			'refused',
			'refused',
		],
		[
			'subscribed to a list',
			{ unsubscribedTimestamp: null, lists: [left, subscribed] },
			'allowed',
			'unknown',
		],
		['gone from all lists', { lists: [left] }, 'unknown', 'unknown'],
		['on no list', { lists: [] }, 'unknown', 'unknown'],
		['without lists', {}, 'unknown', 'unknown'],
	])('%s', (_who, subscriber, emailConsent, smsConsent) => {
		expect(taguchi.of(subscriber)).toEqual({ emailConsent, smsConsent });
	});
});
