/** What happens in the sandbox while an example workflow runs, and what must be true at the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import {
	consentDifferences,
	contacts,
	horisenListDifferences,
	peopleOf,
	profileDifferences,
	segmentMembers,
	taguchiListDifferences,
} from '../demonstration/agreement.mts';
import {
	agreeInContacthub,
	changeCustomer,
	objectInContacthub,
	optOutInHorisen,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
	writeToTaguchi,
} from '../demonstration/people.mts';

/** What a scenario may do besides changing the sandbox. */
export interface Stage {
	sandbox: Sandbox;
	/** Waits until there are no differences any more. @throws Error with those that stay */
	agree(differences: () => string[]): Promise<void>;
	/** Starts the workflow by hand and gives the items of a step. */
	runByHand(trigger: string, step: string): Promise<Array<Record<string, unknown>>>;
	/** Runs the workflow "Dead letters"; gives the rows of this example that it took up again. */
	takeUp(): Promise<Array<Record<string, unknown>>>;
	/** Where Taguchi sends its events. */
	webhookUrl(): Promise<string>;
	/** The workflow's fields of a step are given other values before it is run by hand. */
	fillIn(step: string, fields: Record<string, string>): Promise<void>;
}

export interface Scenario {
	/** The workflow's file, without `.json`. */
	file: string;
	/** Another workflow that runs as well: the other direction. */
	otherDirection?: string;
	/** Prepares the sandbox before the workflow is activated. */
	before(sandbox: Sandbox): Promise<void>;
	/** What happens then; gives what was shown, in a few words. @throws Error with what is not as it should be */
	play(stage: Stage): Promise<string>;
	/** Only run by hand: the workflow is not activated. */
	byHand?: boolean;
}

const must = (differences: readonly string[]): void => {
	if (differences.length > 0) throw new Error(differences.slice(0, 10).join('\n'));
};

/** The profiles of Contacthub's people, as the sync would have written them. */
const asSubscribers = (sandbox: Sandbox) =>
	peopleOf(sandbox).map(({ id, email, firstName, lastName, phone }) => ({
		email,
		ref: id,
		firstname: firstName,
		lastname: lastName,
		phone,
	}));

const addContacts = (sandbox: Sandbox): void => {
	for (const { email, firstName, lastName, phone } of peopleOf(sandbox)) {
		sandbox.horisen.putContact({
			email,
			mobile: phone,
			first_name: firstName,
			last_name: lastName,
			opt_status: 'in',
		});
	}
};

/** People who all agree, known to Contacthub, Taguchi and HORISEN. */
export async function everywhere(sandbox: Sandbox, count: number): Promise<void> {
	sandbox.contacthub.addPeople(count);
	for (const { id } of reachable(sandbox)) await agreeInContacthub(sandbox, id);
	await writeToTaguchi(sandbox, asSubscribers(sandbox));
	addContacts(sandbox);
}

/** Taguchi tries again what was not received: n8n opens the webhook of a published workflow in the background. */
export async function deliver(
	{ taguchi }: Sandbox,
	url: string,
	event: Parameters<Sandbox['taguchi']['sendEvent']>[1],
): Promise<void> {
	for (;;) {
		const answer = await taguchi.sendEvent(url, event).catch(() => undefined);
		if (answer?.status === 200) return;
		await sleep(250);
	}
}

export const SCENARIOS: readonly Scenario[] = [
	{
		file: 'contacthub-customers-to-taguchi-and-horisen',
		before: async ({ contacthub }) => {
			contacthub.addPeople(80);
		},
		play: async ({ sandbox, agree, takeUp }) => {
			await agree(() => profileDifferences(sandbox));
			const people = reachable(sandbox);
			const refusal = { kind: 'status', status: 403, operationId: 'subscriber.batch' } as const;
			sandbox.misbehave(refusal);
			for (const { id } of people.slice(20, 25)) {
				await changeCustomer(sandbox, id, { base: { firstName: 'Łucja' } });
			}
			await agree(() => (sandbox.requests.some(({ status }) => status === 403) ? [] : ['refused']));
			await sleep(3_000);
			if (profileDifferences(sandbox).length === 0) throw new Error('Nothing was refused');
			const taken = await takeUp();
			if (taken.length === 0) throw new Error('Nobody is in the dead letters');
			must(profileDifferences(sandbox));
			if ((await takeUp()).length > 0) throw new Error('Somebody is still in the dead letters');
			for (const { id } of people.slice(0, 10)) {
				await changeCustomer(sandbox, id, { base: { firstName: 'Änne', lastName: 'Łukasik' } });
			}
			for (const { id } of people.slice(5, 15)) await objectInContacthub(sandbox, id);
			sandbox.contacthub.addPeople(20);
			await agree(() => profileDifferences(sandbox));
			return `${people.length} people, then 20 changes and 20 new people, in three systems; ${taken.length} dead letters taken up again`;
		},
	},
	{
		file: 'horisen-opt-outs-to-contacthub-and-taguchi',
		before: async (sandbox) => await everywhere(sandbox, 60),
		play: async ({ sandbox, agree }) => {
			for (const { email } of reachable(sandbox).slice(0, 20)) optOutInHorisen(sandbox, email);
			await agree(() => consentDifferences(sandbox));
			const out = peopleOf(sandbox).filter(({ refuses }) => refuses);
			if (out.length !== 20) throw new Error(`${out.length} people object instead of 20`);
			return '20 opt-outs reached Contacthub and Taguchi, nobody else';
		},
	},
	{
		file: 'taguchi-events-to-contacthub',
		before: async (sandbox) => await everywhere(sandbox, 40),
		play: async ({ sandbox, agree, webhookUrl }) => {
			const url = await webhookUrl();
			const types = ['p', 'ab', 'p', 'u'];
			const sent = sandbox.taguchi.subscribers.slice(0, 32).map(({ id }, index) => ({
				id: 174049918808633344n + BigInt(index),
				type: types[index % types.length] ?? 'p',
				target: { id },
				data: { orderId: `ORDER-${index}`, total: 19.9 },
			}));
			// Every event twice, as after a lost answer.
			for (const event of [...sent, ...sent]) await deliver(sandbox, url, event);
			const count = (type: string) =>
				sandbox.contacthub.events.filter((event) => event.type === type).length;
			const refusing = () => peopleOf(sandbox).filter(({ refuses }) => refuses).length;
			const numbers = () => `${count('completedOrder')} ${count('abandonedCart')} ${refusing()}`;
			await agree(() => (numbers() === '16 8 8' ? [] : [`${numbers()} instead of 16 8 8`]));
			const owners = new Map(sandbox.taguchi.subscribers.map(({ id, ref }) => [id, ref]));
			const wanted = sent.flatMap(({ type, target }) =>
				type === 'u' ? [] : [owners.get(target.id)],
			);
			const found = sandbox.contacthub.events.map(({ customerId }) => customerId);
			must(wanted.filter((id) => !found.includes(id ?? '')).map((id) => `no event of ${id}`));
			return '16 purchases, 8 carts and 8 unsubscribes, each sent twice, arrived once';
		},
	},
	{
		file: 'emporix-segment-to-horisen-list',
		otherDirection: 'horisen-list-to-emporix-segment',
		before: async ({ emporix }) => {
			for (let number = 1; number <= 30; number++) {
				emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
			}
		},
		play: async ({ sandbox, agree }) => {
			const { emporix, horisen } = sandbox;
			await agree(() => horisenListDifferences(sandbox));
			for (let number = 1; number <= 5; number++) {
				emporix.tenant.of(VIP_SEGMENT).customers.delete(`C${number}`);
			}
			for (let number = 31; number <= 35; number++) {
				horisen.putContact({
					list_uuid: VIP_LIST,
					customer_number: `C${number}`,
					email: `C${number}@example.com`,
				});
			}
			for (const contact of horisen.contacts) {
				if (['C6', 'C7'].includes(String(contact.customer_number))) {
					horisen.deleteContact(String(contact.uuid));
				}
			}
			await agree(() => horisenListDifferences(sandbox));
			const members = segmentMembers(sandbox);
			const wanted = Array.from({ length: 28 }, (_, index) => `C${index + 8}`);
			must(wanted.filter((id) => !members.includes(id)).map((id) => `${id} was lost`));
			must(members.filter((id) => !wanted.includes(id)).map((id) => `${id} came back`));
			return '30 members, then 5 left and 5 entered on one side, 2 left on the other';
		},
	},
	{
		file: 'emporix-segment-to-taguchi-list',
		before: async ({ emporix }) => {
			for (let number = 1; number <= 30; number++) {
				emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
			}
		},
		play: async ({ sandbox, agree }) => {
			await agree(() => taguchiListDifferences(sandbox));
			const { customers } = sandbox.emporix.tenant.of(VIP_SEGMENT);
			for (let number = 1; number <= 10; number++) customers.delete(`C${number}`);
			await agree(() => taguchiListDifferences(sandbox));
			for (let number = 6; number <= 12; number++) {
				sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
			}
			await agree(() => taguchiListDifferences(sandbox));
			return '30 members, 10 left, 5 of them came back';
		},
	},
	{
		file: 'nightly-reconcile',
		byHand: true,
		before: async (sandbox) => await everywhere(sandbox, 50),
		play: async ({ sandbox, runByHand }) => {
			const report = async () => {
				const [found] = await runByHand('Every night', 'Report');
				if (!found) throw new Error('There is no report');
				return [found.lines ?? []].flat().map(String).sort();
			};
			const quiet = await report();
			if (quiet.length > 0) throw new Error(`Nothing differs, yet: ${quiet.join('; ')}`);
			const people = reachable(sandbox);
			const [first, second] = people;
			if (!first || !second) throw new Error('There is nobody');
			optOutInHorisen(sandbox, first.email);
			await writeToTaguchi(sandbox, [
				{ email: second.email, unsubscribedTimestamp: '2026-01-01T00:00:00Z' },
			]);
			sandbox.horisen.putContact({ email: 'stranger@example.com' });
			const third = contacts(sandbox).find(({ email }) => email === people[2]?.email);
			const gone = sandbox.horisen.contacts.find(({ email }) => email === third?.email);
			sandbox.horisen.deleteContact(String(gone?.uuid));
			const lines = await report();
			const wanted = [
				`HORISEN: ${first.email} consent differs`,
				`Taguchi: ${second.email} consent differs`,
				'HORISEN: stranger@example.com not in Contacthub',
				`HORISEN: ${third?.email} missing`,
			].sort();
			if (JSON.stringify(lines) !== JSON.stringify(wanted)) {
				throw new Error(`Reported: ${lines.join('; ')}. Wanted: ${wanted.join('; ')}`);
			}
			return 'no drift reported where there is none, and each of 4 kinds where there is';
		},
	},
	{
		file: 'forget-me-everywhere',
		byHand: true,
		before: async (sandbox) => {
			await everywhere(sandbox, 20);
			sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, 'C1', undefined, {});
		},
		play: async ({ sandbox, runByHand, fillIn }) => {
			const [person] = reachable(sandbox);
			if (!person) throw new Error('There is nobody');
			const before = reachable(sandbox).length;
			await fillIn('Who', { email: person.email, emporixCustomerId: 'C1' });
			const [report] = await runByHand('Start', 'Report');
			const everything = JSON.stringify([
				sandbox.contacthub.customers,
				sandbox.horisen.contacts,
				sandbox.taguchi.subscribers.map(({ email, phone, ref }) => [email, phone, ref]),
				segmentMembers(sandbox),
			]);
			if (everything.includes(person.email) || segmentMembers(sandbox).includes('C1')) {
				throw new Error(`Still known somewhere; the report says ${JSON.stringify(report)}`);
			}
			if (reachable(sandbox).length !== before - 1) throw new Error('Somebody else is gone');
			const { Contacthub, HORISEN, Taguchi, Emporix } = report ?? {};
			const told = [Contacthub, HORISEN, Taguchi, Emporix].join(', ');
			if (told !== 'forgotten, erased, anonymized, removed from the segment') {
				throw new Error(`The report says: ${told}`);
			}
			const [again] = await runByHand('Start', 'Report');
			const nobody = Object.values(again ?? {}).filter((one) => one === 'nobody found');
			if (nobody.length !== 3) throw new Error(`The second time: ${JSON.stringify(again)}`);
			return 'one person gone from four systems, the others untouched, a line for each';
		},
	},
	{
		file: 'welcome-message',
		before: async (sandbox) => {
			sandbox.contacthub.addPeople(40);
			for (const { id } of reachable(sandbox)) await objectInContacthub(sandbox, id);
		},
		play: async ({ sandbox, agree, runByHand }) => {
			const { taguchi } = sandbox;
			const people = reachable(sandbox).slice(0, 25);
			const welcomed = () =>
				taguchi.messages.length === people.length ? [] : [`${taguchi.messages.length} messages`];
			for (const { id } of people) await agreeInContacthub(sandbox, id);
			for (const { id } of people.slice(0, 10)) await agreeInContacthub(sandbox, id);
			await agree(welcomed);
			for (const { id } of people) {
				await objectInContacthub(sandbox, id);
				await agreeInContacthub(sandbox, id);
			}
			await sleep(12_000);
			must(welcomed());
			const readers = new Set(taguchi.messages.map(({ subscriberId }) => subscriberId));
			if (readers.size !== people.length) throw new Error('Somebody got two messages');
			await writeToTaguchi(
				sandbox,
				people.map(({ email }) => ({ email, custom: { welcomed: '' } })),
			);
			const shown = await runByHand('Contacthub Trigger', 'Welcome');
			if (shown.length === 0) throw new Error('The trial run showed nobody');
			must(welcomed());
			return '25 people got one message each, though they agreed two or three times; a trial run sent nothing';
		},
	},
];
