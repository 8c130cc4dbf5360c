/**
 * n8n-core as the tests know it, made of another version: jest puts this in its place. What an older engine has under another
 * name or takes in another order is translated; what it does not have says so. Each run of a node is noted with its test.
 */
import { appendFileSync } from 'node:fs';
import type { INode, INodeExecutionData, IPollFunctions, Workflow } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import * as core from '../../node_modules/n8n-core/dist/index.js';
import { LACKS } from './lacks.mts';

export * from '../../node_modules/n8n-core/dist/index.js';

type RunOptions = Parameters<core.WorkflowExecute['run']>[0];
type RunNode = core.WorkflowExecute['runNode'];

function note({ nodeTypes }: Workflow, { type, typeVersion, parameters }: INode): void {
	const { description } = NodeHelpers.getVersionedNodeType(nodeTypes.getByName(type), typeVersion);
	const { resource, operation } = parameters;
	const ran = [
		description.name,
		...(operation ? [`${String(resource)}.${String(operation)}`] : []),
	];
	const line = { test: expect.getState().currentTestName, ran: ran.join(' ') };
	appendFileSync(String(process.env.COMPATIBILITY_JOURNAL), `${JSON.stringify(line)}\n`);
}

/** Where the error output takes no details the message tells them; the tests ask for them where they are today. */
function readDetails({ json }: INodeExecutionData): void {
	const [told, text, details] = /^(.*?) (\{.*\})$/s.exec(String(json.message)) ?? [];
	if (told === undefined || json.error === undefined) return;
	Object.assign(json, { message: text, details: JSON.parse(details ?? '') });
}

export class WorkflowExecute extends core.WorkflowExecute {
	override run(options: RunOptions): ReturnType<core.WorkflowExecute['run']> {
		const { run } = core.WorkflowExecute.prototype;
		// Before n8n 2.15: the workflow and the node it starts with, one by one.
		const given = run.length > 1 ? [options.workflow, options.startNode] : [options];
		const running: ReturnType<typeof run> = Reflect.apply(run, this, given);
		void running.then(({ data }) => {
			const tasks = Object.values(data.resultData.runData).flat();
			const items = tasks
				.flatMap((task) => task.data?.main ?? [])
				.flatMap((branch) => branch ?? []);
			items.forEach(readDetails);
		});
		return running;
	}

	override async runNode(...run: Parameters<RunNode>): ReturnType<RunNode> {
		const [workflow, { node }] = run;
		note(workflow, node);
		return await super.runNode(...run);
	}
}

export class WebhookContext extends core.WebhookContext {
	constructor(...made: ConstructorParameters<typeof core.WebhookContext>) {
		super(...made);
		const [workflow, node] = made;
		note(workflow, node);
	}
}

/** What n8n-core 2.41 exports; before, its `runPoll` did nothing else. */
export class TriggersAndPollers {
	async runPollFunction(
		workflow: Workflow,
		node: INode,
		context: IPollFunctions,
	): Promise<INodeExecutionData[][] | null> {
		note(workflow, node);
		const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		if (!poll) throw new Error(`The type of "${node.name}" does not poll`);
		return await poll.call(context);
	}
}

const lacking = (what: string) => () => {
	throw new Error(`${LACKS} ${what}`);
};
const {
	runPollInStagingScope: runStaged,
	commitStagedCursor: commitStaged,
	resolveOutputSchemaPath: resolvePath,
}: Partial<typeof core> = core;
export const runPollInStagingScope = runStaged ?? lacking('durable cursors');
export const commitStagedCursor = commitStaged ?? lacking('durable cursors');
export const resolveOutputSchemaPath = resolvePath ?? lacking('output schemas');
