/** All example workflows at once, while people and systems change, requests go wrong, and n8n is killed in the middle. */
import type { Sandbox } from '../../sandbox/server.mts';
import {
	consentDifferences,
	eventDifferences,
	horisenListDifferences,
	peopleOf,
	profileDifferences,
	taguchiListDifferences,
} from '../demonstration/agreement.mts';
import { Changes } from './changes.mts';
import { takeUpDeadLetters } from '../demonstration/dead-letters.mts';
import type { Editor } from '../instance/editor.mts';
import {
	exampleWorkflow,
	finished,
	importWorkflow,
	resting,
	retryCrashed,
	withFastPolling,
} from '../demonstration/example-workflows.mts';
import { Forgetting } from './forgetting.mts';
import { misbehaving } from './misbehaving.mts';
import { say } from '../progress.mts';
import type { StoredCredential, StoredWorkflow } from '../instance/rest.mts';
import { quietFor, until } from '../demonstration/waiting.mts';

const TAGUCHI_EVENTS = 'taguchi-events-to-contacthub';
const ACTIVE = [
	'contacthub-customers-to-taguchi-and-horisen',
	'horisen-opt-outs-to-contacthub-and-taguchi',
	TAGUCHI_EVENTS,
	'emporix-segment-to-horisen-list',
	'horisen-list-to-emporix-segment',
	'emporix-segment-to-taguchi-list',
	'welcome-message',
];
const PEOPLE = 150;
const CHANGES = Number(process.env.CHANGES ?? 2_000);
/** One request of this many goes wrong. */
const ONE_IN = 20;
/** How long the systems may take afterwards, in milliseconds: HORISEN's trigger waits two minutes for late changes. */
const TIMEOUT = 480_000;

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
	deadLetters: StoredWorkflow,
): Promise<string> {
	sandbox.contacthub.addPeople(PEOPLE);
	const workflows: StoredWorkflow[] = [];
	for (const file of ACTIVE) {
		const workflow = withFastPolling(exampleWorkflow(file));
		workflows.push(await importWorkflow(editor.rest, workflow, credentials));
	}
	for (const workflow of workflows) await editor.rest.activate(workflow);
	const taguchiEvents = workflows[ACTIVE.indexOf(TAGUCHI_EVENTS)];
	if (!taguchiEvents) throw new Error('No workflow takes events');
	const webhookId = await editor.rest.webhookId(taguchiEvents, 'Taguchi Trigger');

	const trouble = misbehaving(sandbox, ONE_IN);
	const changes = new Changes(sandbox, `${editor.url}/webhook/${webhookId}/taguchi`);
	const forgetting = new Forgetting(editor, credentials);
	try {
		await changes.play(CHANGES / 4);
		await Promise.all([changes.play(CHANGES / 4), forgetting.forget(changes.choose())]);
		// n8n answers an event before it works on it: one that is under way would be lost in a crash.
		await resting(editor.rest, taguchiEvents);
		const cutOff = changes.choose();
		await forgetting.begin(cutOff);
		say(`${CHANGES / 2} changes made; killing n8n in the middle of its work`);
		await editor.crash();
		say('n8n is up again');
		await Promise.all([changes.play(CHANGES / 4), forgetting.forget(cutOff)]);
		await Promise.all([changes.play(CHANGES / 4), forgetting.forget(changes.choose())]);
	} finally {
		trouble.stop();
	}
	say(
		`${CHANGES} changes made, ${trouble.count} of ${sandbox.requests.length} requests went wrong`,
	);

	let replays = 0;
	let takenUp = 0;
	let cameBack = 0;
	const retried = new Set<string>();
	const differences = () => [
		...profileDifferences(sandbox),
		...consentDifferences(sandbox),
		...horisenListDifferences(sandbox),
		...taguchiListDifferences(sandbox),
		...eventDifferences(sandbox, changes.purchases),
	];
	const deadline = performance.now() + TIMEOUT;
	for (;;) {
		for (const workflow of workflows) await retryCrashed(editor.rest, workflow, retried);
		cameBack += await forgetting.again(sandbox);
		try {
			await until(differences, 30_000);
			await quietFor(sandbox);
			if (differences().length === 0) break;
		} catch (thrown) {
			if (performance.now() > deadline) throw thrown;
		}
		const [first = ''] = differences();
		say(`${differences().length} differences left, such as "${first}"; taking up the dead letters`);
		takenUp += (await takeUpDeadLetters(editor.rest, deadLetters)).length;
		replays += 1;
	}
	const readers = sandbox.taguchi.messages.map(({ subscriberId }) => subscriberId);
	if (new Set(readers).size !== readers.length) throw new Error('Somebody was welcomed twice');
	await reconcile(editor, credentials);
	for (const workflow of workflows) await editor.rest.deactivate(workflow);
	return [
		`${CHANGES} changes, ${trouble.count} requests gone wrong and one crash end in equal state`,
		`${peopleOf(sandbox).length} people, ${changes.purchases.length} purchases and carts, ${readers.length} welcome messages`,
		`${forgetting.people.length} people forgotten, ${cameBack} of them a second time`,
		`${retried.size} executions retried, ${replays} replays took up ${takenUp} dead letters`,
	].join('; ');
}

/** The nightly report must find nothing either. @throws Error with what it found */
async function reconcile(
	{ rest }: Editor,
	credentials: readonly StoredCredential[],
): Promise<void> {
	const workflow = await importWorkflow(rest, exampleWorkflow('nightly-reconcile'), credentials);
	const id = await rest.run(workflow, 'Every night');
	const status = await finished(rest, workflow, id);
	const [report] = (await rest.executionReport({ id, status })).items('Report');
	await rest.removeWorkflow(workflow);
	if (!report || [report.lines ?? []].flat().length > 0) {
		throw new Error(`The nightly report: ${JSON.stringify(report)}`);
	}
}
