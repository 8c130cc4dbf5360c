/** An agent uses the nodes as tools: what a model is told of them, what it gets back, and what comes of a wrong call. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/v4-mini';
import { CONTACTHUB_TOKEN } from '../../sandbox/contacthub/accounts.mts';
import { EMPORIX_CLIENT } from '../../sandbox/emporix/accounts.mts';
import { HORISEN_TOKEN } from '../../sandbox/horisen/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../../sandbox/taguchi/accounts.mts';
import type { Sandbox } from '../../sandbox/server.mts';
import { Chat } from '../instance/chat.mts';
import type { Editor } from '../instance/editor.mts';
import { exampleWorkflow, importWorkflow } from '../demonstration/example-workflows.mts';
import {
	agreeInContacthub,
	changeCustomer,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
	writeToTaguchi,
} from '../demonstration/people.mts';
import type { StoredCredential, WorkflowFile } from '../instance/rest.mts';
import type { OfferedTool, Reply, ToolResult, Turn } from './scripted-model.mts';
import { startScriptedModel } from './scripted-model.mts';
import { writes } from '../demonstration/waiting.mts';

/** The workflow's file, without `.json`. */
export const AGENT = 'ask-about-a-person';

/** The most that one call of a tool may give the model, in bytes. */
const MOST_BYTES = 1_000;
/** A description that is shorter says too little to choose by, in characters. */
const SHORTEST_DESCRIPTION = 40;

const MODEL_KEY = 'key-of-the-scripted-model';
const SECRETS = [
	MODEL_KEY,
	CONTACTHUB_TOKEN,
	TAGUCHI_API_TOKEN,
	HORISEN_TOKEN,
	EMPORIX_CLIENT.id,
	EMPORIX_CLIENT.secret,
	'Bearer',
	'signature=',
];

const ANNA = 'anna@example.com';
const SEGMENT_NAME = 'VIP customers';
const QUESTION = `What do we know about ${ANNA}, and may we write to her? Is she one of our "${SEGMENT_NAME}"?`;
const ORDER = `Please take ${ANNA} out of our e-mails.`;
const WITHOUT_ADDRESS = 'What do we know about Anna, and may we write to her?';

const Records = z.array(z.record(z.string(), z.unknown()));
const recordsOf = ({ content }: ToolResult) => Records.parse(JSON.parse(content));
const errorIn = (result: ToolResult) => recordsOf(result)[0]?.error;

/**
 * Asks the agent, gives it an order, and checks what the model was told and what came of its calls.
 *
 * @returns what was shown, in a few words
 * @throws Error with what is not as it should be
 */
export async function playAgent(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	await knowAnna(sandbox);
	const turns: Turn[] = [];
	await using running = new AsyncDisposableStack();
	const model = await startScriptedModel((turn) => {
		turns.push(turn);
		return next(turn);
	});
	running.defer(async () => await model.close());
	const key = await editor.rest.createCredential({
		name: 'A model that follows a script',
		type: 'openAiApi',
		data: { apiKey: MODEL_KEY, url: model.url },
	});
	const file = exampleWorkflow(AGENT);
	const keys = [...credentials, key];
	await staysPrivate(editor, file, keys);
	const workflow = await importWorkflow(editor.rest, asPublic(file), keys);
	await editor.rest.activate(workflow);
	running.defer(async () => {
		await editor.rest.deactivate(workflow);
		await editor.rest.removeWorkflow(workflow);
	});
	const chat = new Chat(editor.url, await editor.rest.webhookId(workflow, 'Chat'));
	sandbox.requests.length = 0;

	const answer = await chat.ask(QUESTION);
	const [first] = turns;
	const results = turns.at(-1)?.results ?? [];
	if (!first) throw new Error('n8n did not ask the model');
	checkOffer(first.tools);
	checkResults(sandbox, results);
	for (const { content } of results) {
		if (!answer.includes(content)) throw new Error(`The answer lost a result: ${content}`);
	}

	sandbox.requests.length = 0;
	await chat.ask(WITHOUT_ADDRESS);
	checkRefusals(turns.at(-1)?.results ?? []);
	if (sandbox.requests.length > 0) throw new Error('A call without an address reached a vendor');

	await checkApproval(sandbox, chat);

	const told = model.told.join('\n');
	const leaked = SECRETS.filter((secret) => told.includes(secret));
	if (leaked.length > 0) throw new Error(`The model was told ${leaked.length} secrets`);
	for (const execution of await editor.rest.executions(workflow)) {
		if (execution.status === 'success') continue;
		const { failure } = await editor.rest.executionReport(execution);
		throw new Error(`A run did not end well: ${failure}`);
	}
	const sizes = results.map((result) => `${result.tool} ${bytesOf(result)}`);
	return `${first.tools.length} tools; bytes given (at most ${MOST_BYTES}): ${sizes.join(', ')}; a wrong call put right, calls without an address refused, a write only after approval`;
}

/** Somebody whom all four systems know, and who takes e-mails but no SMS. HORISEN has her more often than the tool may tell. */
async function knowAnna(sandbox: Sandbox): Promise<void> {
	sandbox.contacthub.addPeople(20);
	const [person] = reachable(sandbox);
	if (!person) throw new Error('There is nobody');
	await changeCustomer(sandbox, person.id, { base: { contacts: { email: ANNA } } });
	await agreeInContacthub(sandbox, person.id);
	await writeToTaguchi(sandbox, [
		{ email: ANNA, firstname: 'Anna', lists: [{ listId: 12n }, { listId: 31n }] },
		{ email: 'stranger@example.com', firstname: 'Stranger' },
	]);
	for (const list_uuid of [undefined, VIP_LIST, VIP_LIST, VIP_LIST, VIP_LIST]) {
		const contact = { email: ANNA, mobile: '+41765554366', first_name: 'Anna', opt_status: 'out' };
		sandbox.horisen.putContact({ ...contact, ...(list_uuid && { list_uuid }) });
	}
	sandbox.horisen.putContact({ email: 'stranger@example.com', opt_status: 'in' });
	for (const id of ['anna', 'stranger']) {
		sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, id, undefined, {});
	}
}

/** The script: what the model does, decided by the tools it is offered and what they gave so far. */
function next({ question, tools, results }: Turn): Reply {
	const email = /\S+@[\w.-]+\w/.exec(question)?.[0] ?? '';
	const words = /"([^"]+)"/.exec(question)?.[1] ?? '';
	const called = new Set(results.map(({ tool }) => tool));
	const inputs = ({ parameters }: OfferedTool) => Object.keys(parameters.properties);
	const approved = tools.filter((tool) => inputs(tool).includes('toolParameters'));
	if (results.length === 0 && question === ORDER) {
		return {
			calls: approved.map(({ name }) => ({
				tool: name,
				arguments: { toolParameters: { email }, hitlParameters: {} },
			})),
		};
	}
	if (results.length === 0) {
		// It takes the user's words for whatever it has no better value for, as models do.
		const aboutPeople = tools.filter((tool) => inputs(tool).includes('email'));
		return {
			calls: aboutPeople.map((tool) => ({
				tool: tool.name,
				arguments: Object.fromEntries(
					inputs(tool).map((name) => [name, name === 'email' ? email : words]),
				),
			})),
		};
	}
	const refused = results.filter((result) => errorIn(result) !== undefined);
	const lookUp = tools.filter((tool) => inputs(tool).length === 0 && !called.has(tool.name));
	if (words && refused.length > 0 && lookUp.length > 0) {
		return { calls: lookUp.map(({ name }) => ({ tool: name, arguments: {} })) };
	}
	const known = results.flatMap(recordsOf).find(({ name }) => name === words);
	const again = refused.filter(
		({ tool }) => results.filter((result) => result.tool === tool).length === 1,
	);
	if (known && again.length > 0) {
		return {
			calls: again.map(({ tool, arguments: { id: _call, ...given } }) => ({
				tool,
				arguments: Object.fromEntries(
					Object.entries(given).map(([name, value]) => [name, value === words ? known.id : value]),
				),
			})),
		};
	}
	return { text: results.map(({ tool, content }) => `${tool}: ${content}`).join('\n') };
}

function checkOffer(tools: readonly OfferedTool[]): void {
	for (const { name, description, parameters } of tools) {
		const inputs = Object.values(parameters.properties).flatMap((input) =>
			input.properties ? Object.values(input.properties) : [input],
		);
		const unclear = inputs.filter(
			({ description: words = '' }) => words.length < SHORTEST_DESCRIPTION,
		);
		if (description.length < SHORTEST_DESCRIPTION || unclear.length > 0) {
			throw new Error(`The model is told too little of ${name}: ${description}`);
		}
	}
}

function checkResults(sandbox: Sandbox, results: readonly ToolResult[]): void {
	const of = (tool: string) => results.filter((result) => result.tool === tool);
	const shown = (tool: string, wanted: Array<Record<string, unknown>>) => {
		const result = of(tool).at(-1);
		const found = result ? recordsOf(result) : [];
		const same = wanted.map((record, index) =>
			Object.fromEntries(Object.keys(record).map((name) => [name, found[index]?.[name]])),
		);
		if (found.length !== wanted.length || !isDeepStrictEqual(same, wanted)) {
			throw new Error(`${tool} gave ${result?.content}; wanted ${JSON.stringify(wanted)}`);
		}
	};
	const [customer] = reachable(sandbox).filter(({ email }) => email === ANNA);
	const consent = { emailConsent: 'allowed', smsConsent: 'unknown' };
	shown('Find_Contacthub_customers', [{ id: customer?.id, email: ANNA, ...consent }]);
	shown(
		'Find_Taguchi_subscriber',
		sandbox.taguchi.subscribers
			.filter(({ email }) => email === ANNA)
			.map(({ id, email, firstname }) => ({
				id: String(id),
				email,
				firstname,
				emailConsent: 'allowed',
			})),
	);
	shown(
		'Find_HORISEN_contacts',
		sandbox.horisen.contacts
			.filter(({ email }) => email === ANNA)
			.slice(0, 3)
			.map(({ uuid, list_uuid }) => ({ uuid, list_uuid, email: ANNA, smsConsent: 'refused' })),
	);
	shown('List_Emporix_segments', [{ id: VIP_SEGMENT, name: SEGMENT_NAME, status: 'ACTIVE' }]);
	const [member] = sandbox.emporix.tenant.of(VIP_SEGMENT).customers.all;
	shown('Find_customer_in_Emporix_segment', [{ customer: member?.customer }]);

	const [wrong, right] = of('Find_customer_in_Emporix_segment');
	const sentence = wrong && String(errorIn(wrong));
	if (!right || !sentence?.includes('has not been found. Check the identifier')) {
		throw new Error(`The wrong segment was answered with: ${wrong?.content}`);
	}
	const large = results.filter((result) => bytesOf(result) > MOST_BYTES);
	if (large[0]) throw new Error(`${large[0].tool} gave ${bytesOf(large[0])} bytes`);
	if (writes(sandbox).length > 0) throw new Error('The agent wrote something');
	const [broken] = sandbox.requests.flatMap(({ violations }) => violations);
	if (broken) throw new Error(`Against a contract: ${broken}`);
}

/** Nothing is written before a person has approved it, nor after a refusal; then one person is unsubscribed. */
async function checkApproval(sandbox: Sandbox, chat: Chat): Promise<void> {
	const out = () =>
		sandbox.taguchi.subscribers.flatMap(({ email, unsubscribedTimestamp }) =>
			unsubscribedTimestamp ? [email] : [],
		);
	const decide = (label: string) => (question: string) => {
		if (!question.includes(ANNA)) throw new Error(`The person is asked: ${question}`);
		if (writes(sandbox).length > 0) throw new Error('Written before it was approved');
		return label;
	};
	const refusal = await chat.ask(ORDER, decide('Decline'));
	if (writes(sandbox).length > 0) throw new Error('Written though it was declined');
	if (!refusal.includes('rejected')) throw new Error(`After a refusal: ${refusal}`);
	await chat.ask(ORDER, decide('Approve'));
	if (writes(sandbox).length !== 1 || !isDeepStrictEqual(out(), [ANNA])) {
		throw new Error(`${writes(sandbox).length} writes; unsubscribed: ${out().join(', ')}`);
	}
}

/** Without an address a search would have no condition left, and find strangers. */
function checkRefusals(results: readonly ToolResult[]): void {
	if (results.length !== 4) throw new Error(`${results.length} tools were called instead of 4`);
	for (const result of results) {
		const sentence = String(errorIn(result));
		if (!/without a value for .*"email"\. .*ask the user/.test(sentence)) {
			throw new Error(`${result.tool} gave without an address: ${result.content}`);
		}
	}
}

const bytesOf = ({ content }: ToolResult) => Buffer.byteLength(content);

/** The example with a chat for everybody, which is what can be talked to from outside the editor. */
export const asPublic = (file: WorkflowFile): WorkflowFile => ({
	...file,
	nodes: file.nodes.map((node) => {
		if (node.name !== 'Chat') return node;
		return { ...node, parameters: { ...new Object(node.parameters), public: true } };
	}),
});

/** As it lies in the project, the example answers nobody outside the editor, even when it is published. */
async function staysPrivate(
	{ rest, url }: Editor,
	file: WorkflowFile,
	credentials: readonly StoredCredential[],
): Promise<void> {
	const workflow = await importWorkflow(rest, file, credentials);
	await rest.activate(workflow);
	try {
		const chat = new Chat(url, await rest.webhookId(workflow, 'Chat'));
		const { status, text } = await chat.send(QUESTION, 'a stranger');
		if (status !== 404 || text) throw new Error(`A stranger was answered with ${status}`);
	} finally {
		await rest.deactivate(workflow);
		await rest.removeWorkflow(workflow);
	}
}
