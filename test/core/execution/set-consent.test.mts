/** Consent is written where it differs, for everybody behind an address, and it is told what became of each. */
import type { ConsentKeeper, Wanted } from '../../../core/execution/set-consent.ts';
import {
	CONSENT_OUTCOME,
	emailConsent,
	settingConsent,
	smsConsent,
} from '../../../core/execution/set-consent.ts';
import { propertyOf } from '../../../core/editor/form.ts';
import { EMAIL_CONSENT, SMS_CONSENT } from '../../../core/rows/consent.ts';
import { done } from '../../../core/rows/operation.ts';
import { POST } from '../../../core/rows/route.ts';
import { isUpfront } from '../../../core/values/values.ts';
import { rowOf, runAcme } from './acme.mts';

interface Person {
	id: string;
	emailConsent: string;
	smsConsent: string;
}

const NO = { message: 'No', description: 'Not so.' };

/** Sets consent for people; notes what is written, and refuses it for whoever is called so. */
async function set(
	people: Person[] | undefined,
	wanted: object,
	more: { refused?: string; told?: object } = {},
) {
	const written: unknown[] = [];
	const known = (person: unknown): Person =>
		people?.find((one) => one === person) ?? Object(person);
	const keeper: ConsentKeeper<Wanted> = {
		find: async () => (people ? { value: people } : { failure: NO }),
		told: {
			shape: { ...EMAIL_CONSENT, ...SMS_CONSENT, ...more.told },
			of: (person) => {
				const { emailConsent: email, smsConsent: sms } = known(person);
				return { emailConsent: email, smsConsent: sms };
			},
		},
		identify: (person) => ({ id: known(person).id }),
		write: async (_door, person, different, values) => {
			const { id } = known(person);
			if (id === more.refused) return NO;
			expect(values).toMatchObject(wanted);
			written.push({ id, ...different });
			return undefined;
		},
	};
	const row = rowOf({
		request: POST('/people'),
		form: { emailConsent, smsConsent },
		procedure: settingConsent<Wanted>(keeper),
		returns: done(),
	});
	const { done: output, failed } = await runAcme(row, 'http://localhost', {
		values: { emailConsent: 'unknown', smsConsent: 'unknown', ...wanted },
		items: [{}],
		onError: 'continueErrorOutput',
	});
	expect(output.every(({ pairedItem }) => Object(pairedItem).item === 0)).toBe(true);
	return {
		output: output.map(({ json }) => json),
		failed: failed.map(({ json }) => json),
		written,
	};
}

const ann = { id: 'ann', emailConsent: 'allowed', smsConsent: 'unknown' };
const bob = { id: 'bob', emailConsent: 'refused', smsConsent: 'allowed' };

test('only what differs is written, and every person is told with what holds now', async () => {
	const { output, written } = await set([ann, bob], { emailConsent: 'refused' });
	expect(written).toEqual([{ id: 'ann', emailConsent: 'refused' }]);
	expect(output).toEqual([
		{ ...ann, emailConsent: 'refused', found: true, changed: true },
		{ ...bob, found: true, changed: false },
	]);
});

test('both channels are written at once, and allowed as well as refused', async () => {
	const { written } = await set([ann, bob], { emailConsent: 'allowed', smsConsent: 'refused' });
	expect(written).toEqual([
		{ id: 'ann', smsConsent: 'refused' },
		{ id: 'bob', emailConsent: 'allowed', smsConsent: 'refused' },
	]);
});

test('unknown leaves a channel as it is', async () => {
	const { output, written } = await set([bob], { emailConsent: 'unknown' });
	expect(written).toEqual([]);
	expect(output).toEqual([{ ...bob, found: true, changed: false }]);
});

test('nobody behind an address is said, and is no failure', async () => {
	const { output, failed } = await set([], { emailConsent: 'refused' });
	expect(output).toEqual([{ found: false, changed: false }]);
	expect(failed).toEqual([]);
});

test('people who cannot be found, or not be written, are a failure that says what was done', async () => {
	const unread = await set(undefined, { emailConsent: 'refused' });
	expect(unread.failed).toMatchObject([{ error: 'No', message: 'Not so.' }]);
	const first = await set([ann, bob], { smsConsent: 'refused' }, { refused: 'ann' });
	expect(first.failed).toMatchObject([{ error: 'No', message: 'Not so.' }]);
	expect(first.written).toEqual([]);
	const second = await set([ann, bob], { smsConsent: 'refused' }, { refused: 'bob' });
	expect(second.failed).toMatchObject([
		{ error: 'No', message: 'Not so. It was set for 1 other person with the same address.' },
	]);
	expect(second.output).toEqual([]);
	const cid = { ...ann, id: 'cid' };
	const third = await set([ann, bob, cid], { smsConsent: 'refused' }, { refused: 'cid' });
	expect(third.failed).toMatchObject([
		{ message: 'Not so. It was set for 2 other people with the same address.' },
	]);
});

test('the form offers to allow, to refuse, and to leave a channel as it is, which it does unless somebody chooses', async () => {
	expect((await set([ann], {})).written).toEqual([]);
	for (const [field, label] of [
		[emailConsent, 'Email Consent'],
		[smsConsent, 'SMS Consent'],
	] as const) {
		expect(isUpfront(field)).toBe(true);
		expect(propertyOf('any', field)).toMatchObject({
			displayName: label,
			default: 'unknown',
			options: [
				{ name: 'Allowed', value: 'allowed' },
				{ name: 'Refused', value: 'refused' },
				{ name: 'Unknown (Leave as It Is)', value: 'unknown' },
			],
		});
	}
	const told = Object.entries(CONSENT_OUTCOME).map(([name, { kind, label, description }]) => [
		name,
		kind,
		label,
		description,
	]);
	expect(told).toEqual([
		['found', 'boolean', 'Found', 'Whether anybody has this address'],
		['changed', 'boolean', 'Changed', 'Whether anything was written'],
	]);
});
