import { EMAIL_CONSENT } from '../../../core/rows/consent';
import { int64, json, rows, text } from '../../../core/rows/field';
import { many, one, orNoContent, resource, telling } from '../../../core/rows/operation';
import type { Operation } from '../../../core/rows/operation';
import { CONSENT_OUTCOME } from '../../../core/execution/set-consent';
import { DELETE, GET, POST } from '../../../core/rows/route';
import type { NameIn } from '../../../core/rows/row-checks';
import { consentWords } from './consent-words';
import { setConsent, setConsentForm } from './set-consent';
import { operation } from './operation';
import { Event, eventOf } from './event';
import { MOST_ACTIONS } from './limits';
import { Message, messageOf } from './message';
import { Subscriber, profileForm, profileOf, withoutIdentifier } from './profile';
import { statuses, statusesOfProfile } from './status';
import { identifiers, identifyBy, keysOf, targetOf } from './target';

const SIMPLE: ReadonlyArray<NameIn<typeof Subscriber>> = [
	'id',
	'ref',
	'email',
	'phone',
	'firstname',
	'lastname',
	'unsubscribedTimestamp',
	'custom',
	'lists',
];

interface ConsentRows {
	get: Operation;
	upsert: Operation;
}

/** What Set Consent tells of a subscriber. */
const ConsentSet = {
	id: int64('Taguchi ID'),
	email: text('Email'),
	...EMAIL_CONSENT,
	...CONSENT_OUTCOME,
};

export const subscriber = resource('subscriber', 'Subscriber', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a subscriber',
		description: 'Create a new subscriber, or update the current one if it already exists (upsert)',
		request: POST('/subscriber'),
		form: profileForm,
		refuse: withoutIdentifier,
		batch: {
			max: MOST_ACTIONS,
			elements: (form) => [{ profile: profileOf(form) }],
			keys: ({ profile }) => keysOf(profile),
		},
		idempotent: true,
		returns: statusesOfProfile,
	}),
	get: operation({
		name: 'Get',
		action: 'Get a subscriber',
		description: 'Read the profile of one person; needs an authenticated endpoint',
		request: GET('/subscriber'),
		form: identifyBy,
		query: identifiers,
		returns: orNoContent(telling(consentWords, many(Subscriber, undefined, SIMPLE))),
	}),
	submit: operation({
		name: 'Update, Log and Send',
		action: 'Update a subscriber and log events and send messages',
		description:
			'Write a profile, then log events and send messages to the same person, in this order',
		request: POST('/subscriber'),
		form: {
			...identifyBy,
			...profileForm,
			events: rows('Events', Event, { description: 'Logged after the profile is written' }),
			messages: rows('Messages', Message, { description: 'Sent after the events are logged' }),
			actions: json('Further Actions', {
				description: 'A list of Taguchi actions, run last',
				example: '[{"event": {"target": {"email": "name@email.com"}, "type": "v"}}]',
			}),
		},
		refuse: (form) =>
			withoutIdentifier(form) ?? withoutTarget(chosen(form.identifyBy, profileOf(form))),
		batch: {
			max: MOST_ACTIONS,
			elements: (form) => {
				const profile = profileOf(form);
				const target = targetOf(chosen(form.identifyBy, profile));
				const further = form.actions ?? [];
				return [
					{ profile },
					...(form.events ?? []).map((event) => ({ event: { target, ...eventOf(event) } })),
					...(form.messages ?? []).map((message) => ({
						message: { target, ...messageOf(message) },
					})),
					...(Array.isArray(further) ? further : [further]),
				];
			},
			several: true,
			keys: ({ profile }) => keysOf(profile),
		},
		returns: statusesOfProfile,
	}),
	setConsent: operation({
		name: 'Set Consent',
		action: 'Set the consent of a subscriber',
		description:
			'Find a subscriber, and unsubscribe from all messages or take that back where it differs from what is stored',
		request: GET('/subscriber'),
		composed: true,
		form: setConsentForm,
		procedure: setConsent((): ConsentRows => subscriber.operations),
		returns: one(ConsentSet),
	}),
	anonymize: operation({
		name: 'Anonymize',
		action: 'Anonymize a subscriber',
		description: 'Erase the personal data of one person for good. This cannot be undone.',
		request: DELETE('/subscriber'),
		form: identifyBy,
		query: identifiers,
		returns: statuses(identifiers),
	}),
});

/** The identifiers that count for the endpoint, out of all that a profile holds. */
function chosen(by: string | undefined, { email, phone, ref, id }: ReturnType<typeof profileOf>) {
	if (by === 'id') return { id };
	if (by === 'ref') return { ref };
	return { ...(by !== 'phone' && { email }), ...(by !== 'email' && { phone }) };
}

function withoutTarget(target: ReturnType<typeof chosen>) {
	if (Object.values(target).some((value) => value !== undefined && value !== null))
		return undefined;
	return {
		message: 'Values to Send does not hold the identifier that Identify By names',
		description: 'Map that field in Values to Send, or choose another identifier in Identify By.',
	};
}
