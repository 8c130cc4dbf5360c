/** What becomes of a sync when n8n is killed in the middle, restarted in order, or told to pause. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import { givenAgain, givenByFirstSync, writtenTwice } from './arrivals.mts';
import type { Editor } from '../instance/editor.mts';
import {
	importWorkflow,
	withFastPolling,
	withPollTimes,
} from '../demonstration/example-workflows.mts';
import { firstSyncWorkflow } from '../demonstration/first-sync.mts';
import type { StoredCredential, StoredWorkflow, WorkflowFile } from '../instance/rest.mts';
import { verify } from '../demonstration/verification.mts';
import { quietFor, until } from '../demonstration/waiting.mts';

const PEOPLE = 3_000;
const FEWER_PEOPLE = 1_200;
const NEW_PEOPLE = 50;
/** Taguchi's answers come this late, in milliseconds, so that there is a middle. */
const DELAY = 3_000;
/** As many answers: later ones come at once. */
const DELAYED = 40;
/** With fast polling, as long as two polls and some more, in milliseconds. */
const TWO_POLLS = 11_000;
/** How long a sync may take, in milliseconds. */
const TIMEOUT = 120_000;

/** n8n, the credentials that it keeps, and the vendors. */
type Stage = readonly [Editor, readonly StoredCredential[], Sandbox];

/** Polls when the workflow is activated, and then not before the next year. */
const onceOnly = (workflow: WorkflowFile): WorkflowFile => withPollTimes(workflow, ['0 0 0 1 1 *']);

/** Everybody who has arrived. */
const arrived = ({ taguchi }: Sandbox): number => taguchi.subscribers.length;

/**
 * Lets the first sync begin while Taguchi is slow, and goes on when the first people have arrived. The workflow is removed
 * at the end.
 */
async function duringSync(
	[editor, credentials, sandbox]: Stage,
	file: WorkflowFile,
	people: number,
	story: (workflow: StoredWorkflow) => Promise<string>,
): Promise<string> {
	sandbox.contacthub.addPeople(people);
	const workflow = await importWorkflow(editor.rest, file, credentials);
	sandbox.requests.length = 0;
	const operationId = 'subscriber.batch';
	sandbox.misbehave({ kind: 'delay', ms: DELAY, operationId, times: DELAYED });
	await editor.rest.activate(workflow);
	try {
		await untilArrived(sandbox, 1);
		return await story(workflow);
	} finally {
		await editor.rest.deactivate(workflow);
		await editor.rest.removeWorkflow(workflow);
	}
}

/**
 * Kills n8n while the items of the last poll are on their way, before the next poll. Nobody does anything then.
 *
 * @returns what it showed
 * @throws Error with who is missing
 */
export async function playCrashBeforePoll(...stage: Stage): Promise<string> {
	const [editor, , sandbox] = stage;
	return await duringSync(stage, onceOnly(firstSyncWorkflow()), PEOPLE, async () => {
		const before = await killInTheMiddle(stage);
		await editor.startAgain();
		await until(() => verify(sandbox).differences, TIMEOUT);
		await quietFor(sandbox);
		return `killed when ${before} people had arrived; all ${arrived(sandbox)} are there after the start, and nobody did anything; ${writtenTwice(sandbox)} were written twice`;
	});
}

/**
 * Kills n8n while the items of an earlier poll are on their way and later polls have come due: the trigger has waited with
 * what is new, so everything comes by itself, and nobody does anything.
 *
 * @returns what it showed
 * @throws Error with who is missing, or when the trigger has not waited
 */
export async function playCrashAfterPoll(...stage: Stage): Promise<string> {
	const [editor, , sandbox] = stage;
	const file = withFastPolling(firstSyncWorkflow());
	return await duringSync(stage, file, PEOPLE, async (workflow) => {
		sandbox.contacthub.addPeople(1);
		await sleep(TWO_POLLS);
		const runs = (await editor.rest.executions(workflow)).length;
		if (runs !== 1) throw new Error(`${runs} runs were started while the first one was under way`);
		const before = await killInTheMiddle(stage);
		await editor.startAgain();
		await until(() => verify(sandbox).differences, TIMEOUT);
		await quietFor(sandbox);
		const { unmarked } = givenAgain(await givenByFirstSync(editor.rest, workflow));
		if (unmarked > 0) throw new Error(`${unmarked} people came again without "mayBeRepeated"`);
		return `killed when ${before} people had arrived and later polls had waited; all ${arrived(sandbox)} are there after the start, and nobody did anything; ${writtenTwice(sandbox)} were written twice, each marked so`;
	});
}

/**
 * Stops n8n in order while a sync is under way, lets changes happen meanwhile, and starts it again; then pauses the
 * workflow, lets changes happen, and goes on.
 *
 * @returns what it showed
 * @throws Error with who is missing, or came again without need
 */
export async function playRestart(...stage: Stage): Promise<string> {
	const [editor, , sandbox] = stage;
	const file = withFastPolling(firstSyncWorkflow());
	return await duringSync(stage, file, FEWER_PEOPLE, async (workflow) => {
		await untilArrived(sandbox, FEWER_PEOPLE / 3);
		const before = arrived(sandbox);
		await editor.shutDown();
		const left = verify(sandbox).differences.length;
		if (left > 0) throw new Error(`n8n ended before it had written ${left} people`);
		sandbox.contacthub.addPeople(NEW_PEOPLE);
		await editor.startAgain();
		await until(() => verify(sandbox).differences, TIMEOUT);
		await quietFor(sandbox);
		const again = writtenTwice(sandbox);
		const { unmarked } = givenAgain(await givenByFirstSync(editor.rest, workflow));
		if (unmarked > 0) throw new Error(`${unmarked} people came again without "mayBeRepeated"`);

		await editor.rest.deactivate(workflow);
		sandbox.contacthub.addPeople(NEW_PEOPLE);
		await editor.rest.activate(workflow);
		await until(() => verify(sandbox).differences, TIMEOUT);
		await quietFor(sandbox);
		const afterPause = writtenTwice(sandbox) - again;
		if (afterPause > 0) throw new Error(`${afterPause} people came again after the pause`);
		return `stopped in order when ${before} people had arrived: n8n wrote the others, then ended; ${again} came again after the start, each marked so; paused and resumed: nobody did; ${NEW_PEOPLE} new people each time; all ${arrived(sandbox)} are there`;
	});
}

/** Gives how many people had arrived. @throws Error when that is everybody */
async function killInTheMiddle([editor, , sandbox]: Stage): Promise<number> {
	await untilArrived(sandbox, PEOPLE / 3);
	await editor.kill();
	const left = verify(sandbox).differences.length;
	if (left === 0) throw new Error('Everybody had arrived: this is no middle');
	return arrived(sandbox);
}

const untilArrived = async (sandbox: Sandbox, count: number): Promise<void> =>
	await until(
		() => (arrived(sandbox) >= count ? [] : [`${arrived(sandbox)} have arrived`]),
		TIMEOUT,
	);
