/** Taguchi Trigger with a shared secret, in a real n8n: strangers are refused, Taguchi is not. */
import { randomBytes } from 'node:crypto';
import type { Sandbox } from '../../sandbox/server.mts';
import type { Editor } from '../instance/editor.mts';
import { exampleWorkflow, importWorkflow, resting } from '../demonstration/example-workflows.mts';
import type { StoredCredential, WorkflowFile } from '../instance/rest.mts';
import { deliver, everywhere } from './scenarios.mts';
import { until } from '../demonstration/waiting.mts';

const TRIGGER = 'Taguchi Trigger';

/**
 * Delivers events with the right secret, with a wrong one and with none.
 *
 * @returns what it showed
 * @throws Error with what is not as it should be
 */
export async function playSharedSecret(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	const { rest } = editor;
	const { taguchi, contacthub } = sandbox;
	await everywhere(sandbox, 10);
	const [person] = taguchi.subscribers;
	if (!person) throw new Error('There is nobody');
	const secret = randomBytes(16).toString('hex');
	const type = 'taguchiWebhookApi';
	const credential = await rest.createCredential({ name: 'Taguchi', type, data: { secret } });
	const file = withSecret(exampleWorkflow('taguchi-events-to-contacthub'), credential);
	const workflow = await importWorkflow(rest, file, credentials);
	await rest.activate(workflow);
	try {
		const url = `${editor.url}/webhook/${await rest.webhookId(workflow, TRIGGER)}/taguchi`;
		const purchase = (number: number) => ({
			id: 174049918808633344n + BigInt(number),
			type: 'p',
			target: { id: person.id },
			data: { orderId: `ORDER-${number}` },
		});
		const bearer = (value: string) => ({
			secretHeader: { name: 'authorization', value: `Bearer ${value}` },
		});
		await deliver(sandbox, `${url}?secret=${secret}`, purchase(1));
		const answers = [
			await taguchi.sendEvent(url, purchase(2)),
			await taguchi.sendEvent(`${url}?secret=${secret}x`, purchase(3)),
			await taguchi.sendEvent(url, purchase(4), bearer('a guess')),
			await taguchi.sendEvent(url, purchase(5), bearer(secret)),
		];
		const statuses = answers.map(({ status }) => status).join(' ');
		if (statuses !== '403 403 403 200') throw new Error(`n8n answered ${statuses}`);
		await until(() => (contacthub.events.length >= 2 ? [] : ['an event is on its way']));
		await resting(rest, workflow);
		const taken = JSON.stringify(contacthub.events);
		const strangers = [2, 3, 4].filter((number) => taken.includes(`ORDER-${number}`));
		const runs = (await rest.executions(workflow)).filter(({ status }) => status === 'success');
		if (contacthub.events.length !== 2 || strangers.length > 0 || runs.length !== 2) {
			throw new Error(`${contacthub.events.length} events in ${runs.length} runs: ${taken}`);
		}
		return 'two events with the secret arrived, as URL parameter and as header; three others were refused (403) and started nothing';
	} finally {
		await rest.deactivate(workflow);
		await rest.removeWorkflow(workflow);
	}
}

/** The workflow with Authentication set to Shared Secret. */
const withSecret = (
	workflow: WorkflowFile,
	{ id, name, type }: StoredCredential,
): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) => {
		if (node.name !== TRIGGER || typeof node.parameters !== 'object') return node;
		const parameters = { ...node.parameters, authentication: 'secret' };
		return { ...node, parameters, credentials: { [type]: { id, name } } };
	}),
});
