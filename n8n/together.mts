/** All example workflows at once, while people and systems change, requests go wrong, and n8n is killed in the middle. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../sandbox/server.mts';
import type { Misbehaviour } from '../sandbox/server.mts';
import {
	consentDifferences,
	horisenListDifferences,
	peopleOf,
	profileDifferences,
	taguchiListDifferences,
} from './agreement.mts';
import type { Editor } from './editor.mts';
import {
	exampleWorkflow,
	finished,
	importWorkflow,
	REPLAY,
	withFastPolling,
} from './example-workflows.mts';
import {
	agreeInContacthub,
	changeCustomer,
	objectInContacthub,
	optOutInHorisen,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
	writeToTaguchi,
} from './people.mts';
import { say } from './progress.mts';
import type { StoredCredential, StoredWorkflow } from './rest.mts';
import { deliver } from './scenarios.mts';
import { quietFor, until } from './waiting.mts';

const FILES = [
	'contacthub-customers-to-taguchi-and-horisen',
	'horisen-opt-outs-to-contacthub-and-taguchi',
	'taguchi-events-to-contacthub',
	'emporix-segment-and-horisen-list',
	'emporix-segment-to-taguchi-list',
	'welcome-message',
];
const PEOPLE = 150;
const CHANGES = Number(process.env.CHANGES ?? 2_000);
/** One request of this many goes wrong. */
const ONE_IN = 20;
/** How long the systems may take afterwards, in milliseconds: HORISEN's trigger waits two minutes for late changes. */
const TIMEOUT = 480_000;

/** The longest time without a poll, which the crash makes, in milliseconds. */
const LONGEST_BREAK = 40_000;

const WRONG: readonly Misbehaviour[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'reset-after' },
	{ kind: 'status', status: 429, retryAfter: 1 },
	{ kind: 'reset-before' },
	{ kind: 'status', status: 503, retryAfter: 1 },
	{ kind: 'truncated' },
];

/**
 * Plays the last part.
 *
 * @returns what it showed
 * @throws Error with what is not as it should be
 */
export async function playTogether(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	sandbox.contacthub.addPeople(PEOPLE);
	const workflows: StoredWorkflow[] = [];
	for (const file of FILES) {
		const workflow = withFastPolling(exampleWorkflow(file));
		workflows.push(await importWorkflow(editor.rest, workflow, credentials));
	}
	for (const workflow of workflows) await editor.rest.activate(workflow);
	const taguchiEvents = workflows[2];
	if (!taguchiEvents) throw new Error('No workflow takes events');
	const webhookUrl = async () =>
		`${editor.url}/webhook/${await editor.rest.webhookId(taguchiEvents, 'Taguchi Trigger')}/taguchi`;

	const url = await webhookUrl();
	const trouble = misbehaving(sandbox);
	const changes = new Changes(sandbox, url);
	try {
		await changes.play(CHANGES / 2);
		// n8n answers an event before it works on it: one that is under way would be lost in a crash.
		await resting(editor, taguchiEvents);
		say(`${CHANGES / 2} changes made; killing n8n in the middle of its work`);
		await editor.crash();
		say('n8n is up again');
		await changes.play(CHANGES / 2);
	} finally {
		trouble.stop();
	}
	say(
		`${CHANGES} changes made, ${trouble.count} of ${sandbox.requests.length} requests went wrong`,
	);

	let replays = 0;
	const retried = new Set<string>();
	await retryCrashed(editor, workflows, retried);
	const differences = () => [
		...profileDifferences(sandbox),
		...consentDifferences(sandbox),
		...horisenListDifferences(sandbox),
		...taguchiListDifferences(sandbox),
	];
	const deadline = performance.now() + TIMEOUT;
	for (;;) {
		try {
			await until(differences, 30_000);
			await quietFor(sandbox);
			if (differences().length === 0) break;
		} catch (thrown) {
			if (performance.now() > deadline) throw thrown;
		}
		const [first = ''] = differences();
		say(`${differences().length} differences left, such as "${first}"; taking up the dead letters`);
		await retryCrashed(editor, workflows, retried);
		for (const workflow of workflows) {
			await finished(editor.rest, workflow, await editor.rest.run(workflow, REPLAY));
		}
		replays += 1;
	}
	const readers = sandbox.taguchi.messages.map(({ subscriberId }) => subscriberId);
	if (new Set(readers).size !== readers.length) throw new Error('Somebody was welcomed twice');
	for (const workflow of workflows) await editor.rest.deactivate(workflow);
	return `${CHANGES} changes, ${trouble.count} requests gone wrong and one crash end in equal state: ${peopleOf(sandbox).length} people, ${readers.length} welcome messages, ${retried.size} executions retried, ${replays} replays of dead letters`;
}

/** Waits until no execution of the workflow is under way. */
async function resting({ rest }: Editor, workflow: StoredWorkflow): Promise<void> {
	const running = ['new', 'running', 'waiting'];
	while ((await rest.executions(workflow)).some(({ status }) => running.includes(status))) {
		await sleep(250);
	}
}

/**
 * What was under way in the crash can be run again with the items that it had. n8n marks it in the background, some time
 * after its start, so this is asked for more than once.
 */
async function retryCrashed(
	{ rest }: Editor,
	workflows: readonly StoredWorkflow[],
	retried: Set<string>,
): Promise<void> {
	for (const workflow of workflows) {
		for (const execution of await rest.executions(workflow)) {
			if (execution.status !== 'crashed' || retried.has(execution.id)) continue;
			retried.add(execution.id);
			await rest.retry(execution);
		}
	}
}

/** Makes one request in twenty go wrong, until it is stopped. */
function misbehaving(sandbox: Sandbox) {
	const started = sandbox.requests.length;
	let count = 0;
	const timer = setInterval(() => {
		while (count < (sandbox.requests.length - started) / ONE_IN) {
			const rule = WRONG[count % WRONG.length];
			if (rule) sandbox.misbehave(rule);
			count += 1;
		}
	}, 20);
	return {
		get count() {
			return count;
		},
		stop: () => clearInterval(timer),
	};
}

/**
 * Whether the polls must have seen a member. Emporix lists no changes: who enters and leaves between two polls was never
 * there for its trigger.
 */
const isOld = (createdAt: string): boolean => Date.now() - Date.parse(createdAt) > LONGEST_BREAK;

/** Random changes in all four systems, the same in every run. */
class Changes {
	private readonly sandbox: Sandbox;
	private readonly url: string;
	private state = 7;
	private made = 0;

	constructor(sandbox: Sandbox, url: string) {
		this.sandbox = sandbox;
		this.url = url;
	}

	/** Makes some changes, about fifty a second. */
	async play(count: number): Promise<void> {
		for (let index = 0; index < count; index++) {
			await this.one();
			if (index % 10 === 0) await sleep(200);
		}
	}

	private async one(): Promise<void> {
		const { sandbox } = this;
		const { customers } = sandbox.emporix.tenant.of(VIP_SEGMENT);
		const number = ++this.made;
		const people = reachable(sandbox);
		const person = people[this.random(people.length)];
		const contact = this.oneOf(
			sandbox.horisen.contacts.filter(({ list_uuid }) => list_uuid === VIP_LIST),
		);
		switch (this.random(20)) {
			case 0:
				sandbox.contacthub.addPeople(1);
				return;
			case 1:
				if (person) await objectInContacthub(sandbox, person.id);
				return;
			case 2:
				if (person) optOutInHorisen(sandbox, person.email);
				return;
			case 3:
				if (person) await this.unsubscribe(person.email, number);
				return;
			case 4:
			case 5:
				sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, `E${number}`, undefined, {});
				return;
			case 6: {
				const seen = customers.all.filter(({ metadata }) => isOld(metadata.createdAt));
				const member = this.oneOf(seen);
				if (member) customers.delete(member.customer.id);
				return;
			}
			case 7:
				sandbox.horisen.putContact({
					list_uuid: VIP_LIST,
					customer_number: `H${number}`,
					email: `H${number}@example.com`,
				});
				return;
			case 8:
				if (contact) sandbox.horisen.deleteContact(String(contact.uuid));
				return;
			case 9:
				if (person && !this.refuses(person.email)) await agreeInContacthub(sandbox, person.id);
				return;
			default:
				if (person) {
					await changeCustomer(sandbox, person.id, {
						base: { firstName: `Zoë ${number}`, address: { city: `Łódź ${number}` } },
					});
				}
		}
	}

	private refuses(email: string): boolean {
		return peopleOf(this.sandbox).some((person) => person.email === email && person.refuses);
	}

	/** As Taguchi does it: the profile first, then the event. */
	private async unsubscribe(email: string, number: number): Promise<void> {
		const { sandbox, url } = this;
		const found = sandbox.taguchi.subscribers.find(
			(subscriber) => subscriber.email?.toLowerCase() === email.toLowerCase(),
		);
		if (!found) return;
		await writeToTaguchi(sandbox, [{ email, unsubscribedTimestamp: new Date().toISOString() }]);
		await deliver(sandbox, url, {
			id: 174049918808633344n + BigInt(number),
			type: 'u',
			target: { id: found.id },
		});
	}

	private oneOf<T>(values: readonly T[]): T | undefined {
		return values[this.random(values.length)];
	}

	/** A whole number from 0 to below the limit (a linear congruential generator). */
	private random(limit: number): number {
		this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((this.state / 4_294_967_296) * limit);
	}
}
