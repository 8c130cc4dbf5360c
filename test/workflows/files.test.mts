import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FromAIArgument, INode, INodeType } from 'n8n-workflow';
import { NodeHelpers, traverseNodeParameters } from 'n8n-workflow';
import { z } from 'zod/v4';
import { PACKAGE_NAME } from '../../n8n/instance/user-folder.mts';
import { nodes as ownNodes } from '../forms/nodes.mts';

const root = join(import.meta.dirname, '../..');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
/** The most steps that fit on a screen. */
const MOST_STEPS = 14;
/** What all examples with dead letters share; it has no node of this package. */
const DEAD_LETTERS = 'workflows/dead-letters.json';

const own = new Map<string, INodeType>(
	ownNodes.flatMap(({ type: node }): Array<[string, INodeType]> => {
		const type = `${PACKAGE_NAME}.${node.description.name}`;
		return node.description.usableAsTool
			? [
					[type, node],
					[`${type}Tool`, node],
				]
			: [[type, node]];
	}),
);
/** What n8n adds to the form of a node that is a tool. */
const TOOL_PARAMETERS = ['descriptionType', 'toolDescription'];
const isTool = ({ type }: { type: string }) => own.has(type) && type.endsWith('Tool');
/** n8n's own nodes that an example may use, with the version that n8n 2.41 adds. */
const core = new Map([
	['@n8n/n8n-nodes-langchain.agent', 3.1],
	['@n8n/n8n-nodes-langchain.chat', 1.3],
	['@n8n/n8n-nodes-langchain.chatHitlTool', 1.3],
	['@n8n/n8n-nodes-langchain.chatTrigger', 1.5],
	['@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3],
	['@n8n/n8n-nodes-langchain.memoryBufferWindow', 1.4],
	['n8n-nodes-base.aggregate', 1],
	['n8n-nodes-base.compareDatasets', 2.3],
	['n8n-nodes-base.dataTable', 1.1],
	['n8n-nodes-base.executeWorkflow', 1.4],
	['n8n-nodes-base.executeWorkflowTrigger', 1.2],
	['n8n-nodes-base.filter', 2.3],
	['n8n-nodes-base.if', 2.3],
	['n8n-nodes-base.manualTrigger', 1],
	['n8n-nodes-base.merge', 3.2],
	['n8n-nodes-base.noOp', 1],
	['n8n-nodes-base.removeDuplicates', 2],
	['n8n-nodes-base.scheduleTrigger', 1.3],
	['n8n-nodes-base.set', 3.4],
	['n8n-nodes-base.splitInBatches', 3],
	['n8n-nodes-base.switch', 3.4],
	['n8n-nodes-base.wait', 1.1],
	[STICKY_NOTE, 1],
]);

const Connection = z.enum(['main', 'ai_languageModel', 'ai_memory', 'ai_tool']);

/** Whatever an example should not hold, such as pinned data or an instance's id, is no key here. */
const Workflow = z.strictObject({
	name: z.string().min(1).max(128),
	nodes: z.array(
		z.strictObject({
			id: z.string(),
			name: z.string(),
			type: z.string(),
			typeVersion: z.number(),
			position: z.tuple([z.number(), z.number()]),
			parameters: z.custom<INode['parameters']>((value) => typeof value === 'object'),
			onError: z.enum(['continueErrorOutput', 'continueRegularOutput']).optional(),
			alwaysOutputData: z.literal(true).optional(),
			executeOnce: z.literal(true).optional(),
		}),
	),
	connections: z.record(
		z.string(),
		z.partialRecord(
			Connection,
			z.array(z.array(z.strictObject({ node: z.string(), type: Connection, index: z.int() }))),
		),
	),
	settings: z.strictObject({ executionOrder: z.literal('v1') }),
});

/** The operations that change something at a vendor. */
const WRITING = new Set([
	'anonymize',
	'create',
	'delete',
	'forgetCustomer',
	'import',
	'setConsent',
	'submit',
	'update',
	'upsert',
]);

/** The operations that an agent may use without being asked. */
const READING = /^(get|search)/;

const edgesOf = (connections: z.infer<typeof Workflow>['connections']) =>
	Object.entries(connections).flatMap(([from, outputs]) =>
		Object.values(outputs)
			.flat(2)
			.map(({ node }) => [from, node]),
	);

const files = globSync(['workflows/*.json', 'packages/examples/*.json'], { cwd: root });
const read = (file: string) => Workflow.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));

test('there are workflows', () => expect(files.length).toBeGreaterThanOrEqual(16));

test('the examples are numbered, and the first one is where to start', () => {
	const names = files
		.filter((file) => file.startsWith('workflows/'))
		.map((file) => read(file).name);
	// Two digits each: n8n sorts names as texts.
	const numbers = names.map((name) => Number(/^(\d\d) /.exec(name)?.[1]));
	expect(numbers.sort((one, other) => one - other)).toEqual(names.map((_name, index) => index + 1));
	expect(names).toContainEqual(expect.stringMatching(/^01 Start here: /));
});

test.each(['README.md', 'docs/examples.md'])('%s counts the steps of every example', (document) => {
	const text = readFileSync(join(root, document), 'utf8');
	const counted = files
		.filter((file) => file.startsWith('workflows/'))
		.map((file) => {
			const [row = ''] = text
				.split('\n')
				.filter((line) => line.includes(`| \`${basename(file, '.json')}\` |`));
			return [
				file,
				row
					.split('|')
					.map((cell) => cell.trim())
					.findLast((cell) => /^\d+$/.test(cell)),
			];
		});
	const steps = counted.map(([file = '']) => [
		file,
		String(read(file).nodes.filter(({ type }) => type !== STICKY_NOTE).length),
	]);
	expect(counted).toEqual(steps);
});

describe.each(files)('%s', (file) => {
	const { nodes, connections } = read(file);
	const steps = nodes.filter(({ type }) => type !== STICKY_NOTE);

	test('explains itself with sticky notes', () => {
		const notes = nodes.filter(({ type }) => type === STICKY_NOTE);
		expect(notes.length).toBeGreaterThanOrEqual(2);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/^## \w/);
	});

	test('uses known nodes of known versions, and some of this package', () => {
		for (const { type, typeVersion } of nodes) {
			expect([type, typeVersion]).toEqual([
				type,
				[own.get(type)?.description.version].flat().at(-1) ?? core.get(type),
			]);
		}
		expect(nodes.some(({ type }) => own.has(type))).toBe(file !== DEAD_LETTERS);
	});

	// n8n 2.41 gives the polls of a workflow one place for expressions, and takes it away when the first of them is done.
	test('has one polling trigger at most', () => {
		expect(steps.filter(({ parameters }) => 'pollTimes' in parameters).length).toBeLessThan(2);
	});

	test('has nodes with ids and names of their own', () => {
		for (const key of ['id', 'name'] as const) {
			expect(new Set(nodes.map((node) => node[key])).size).toBe(nodes.length);
		}
	});

	test('connects every step, and nothing else', () => {
		const connected = new Set(edgesOf(connections).flat());
		expect([...connected].sort()).toEqual(steps.map(({ name }) => name).sort());
	});

	test('fits on a screen', () => expect(steps.length).toBeLessThanOrEqual(MOST_STEPS));

	test('says beside the button what a trial run writes and sends', () => {
		const left = Math.min(...steps.map(({ position }) => position[0]));
		const trial = nodes.filter(({ name }) => name === 'Note: a trial run');
		expect(trial).toHaveLength(1);
		for (const { parameters, position } of trial) {
			expect(parameters.content).toMatch(/^## A trial run\n/);
			expect(parameters.content).toMatch(/only reads|really \w|writes nothing|Nothing is written/);
			expect(parameters.content).toMatch(/sends nothing|no messages|is sent|be sent/);
			expect(position[0]).toBeLessThan(left);
		}
	});

	test('connects the error output where there is one', () => {
		for (const { name } of steps.filter(({ onError }) => onError === 'continueErrorOutput')) {
			expect({ [name]: connections[name]?.main?.[1]?.length }).toEqual({ [name]: 1 });
		}
	});

	test('keeps what could not be written, or reports it', () => {
		const report = JSON.stringify(steps.find(({ name }) => name === 'Report')?.parameters ?? {});
		const writing = steps.filter(({ parameters }) => WRITING.has(String(parameters.operation)));
		const steady = writing.filter((step) => own.has(step.type) && !isTool(step));
		for (const { name, onError } of steady) {
			const reported = onError === 'continueRegularOutput' && report.includes(`$('${name}')`);
			expect({ [name]: reported || onError === 'continueErrorOutput' }).toEqual({ [name]: true });
		}
	});

	test('sends whoever is in the dead letters back to where they are kept', () => {
		const kept = steps.find(({ name }) => name === 'Keep dead letter');
		const starts = steps.filter(({ type }) => type.endsWith('.executeWorkflowTrigger'));
		expect(starts.map(({ name }) => name)).toEqual(kept ? ['Taken up again'] : []);
		if (!kept) return;
		expect(kept.parameters).toMatchObject({
			dataTableId: { mode: 'name', value: 'Dead letters' },
			columns: { value: { workflowId: '={{ $workflow.id }}', item: expect.any(String) } },
		});
		const [, table] = read(DEAD_LETTERS).nodes.filter(({ name }) => /^Make the/.test(name));
		expect(table?.parameters.operation).toBe('create');
		// Whatever fails may be kept: every error output leads there, directly or past a question.
		const edges = edgesOf(connections);
		const asks = steps.filter(({ type }) => type.endsWith('.if')).map(({ name }) => name);
		for (const { name } of steps.filter(({ onError }) => onError === 'continueErrorOutput')) {
			const [target] = connections[name]?.main?.[1] ?? [];
			const next = edges.flatMap(([from, to]) => (from === target?.node ? [to] : []));
			const ways = asks.includes(String(target?.node)) ? next : [target?.node];
			expect({ [name]: ways }).toEqual({ [name]: expect.arrayContaining([kept.name]) });
		}
	});

	test('asks for consent in words, and needs no functions', () => {
		const written = steps
			.filter(({ name }) => name !== 'Report')
			.map(({ parameters }) => JSON.stringify(parameters));
		for (const parameters of written) {
			expect(parameters).not.toMatch(/=> |consents\.marketing\.automatic|opt_status/);
		}
	});

	test('asks a person before an agent writes', () => {
		const writing = steps.filter(
			(step) => isTool(step) && !READING.test(String(step.parameters.operation)),
		);
		for (const { name } of writing) {
			const users = edgesOf(connections).flatMap(([from, to]) => (from === name ? [to] : []));
			const reviews = steps.filter(
				({ name: step, type, parameters }) =>
					users.includes(step) &&
					type.endsWith('HitlTool') &&
					JSON.stringify(parameters.approvalOptions).includes('"double"'),
			);
			expect({ [name]: reviews.map((step) => step.name) }).toEqual({ [name]: users });
		}
	});

	test('tells a model what each tool is for, and gets little from it', () => {
		for (const { parameters, onError } of steps.filter(isTool)) {
			expect(parameters).toMatchObject({
				descriptionType: 'manual',
				toolDescription: expect.stringMatching(/^[A-Z].{60,}\.$/s),
			});
			expect(parameters.returnAll ?? false).toBe(false);
			expect(parameters.simplify ?? true).toBe(true);
			expect(parameters.limit ?? 1).toBeLessThanOrEqual(20);
			// With an error output n8n shows the model nothing at all.
			expect(onError).toBeUndefined();
			const asked: FromAIArgument[] = [];
			traverseNodeParameters(parameters, asked);
			for (const { description = '' } of asked) expect(description.length).toBeGreaterThan(40);
		}
	});

	test('refers in expressions to its own steps only', () => {
		const names = steps.map(({ name }) => name);
		const written = JSON.stringify(nodes.map(({ parameters }) => parameters));
		for (const [, name] of written.matchAll(/\$\('([^']+)'\)/g)) expect(names).toContain(name);
	});

	test('sets only parameters that the nodes of this package have, and all that they need', () => {
		for (const node of nodes) {
			const { description } = own.get(node.type) ?? {};
			if (!description) continue;
			const known = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			const unknown = Object.keys(node.parameters).filter(
				(parameter) =>
					!Object.hasOwn(known ?? {}, parameter) &&
					!(isTool(node) && TOOL_PARAMETERS.includes(parameter)) &&
					!(description.polling && parameter === 'pollTimes'),
			);
			expect({ [node.name]: unknown }).toEqual({ [node.name]: [] });
			const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
			expect({ [node.name]: issues }).toEqual({ [node.name]: null });
		}
	});
});
