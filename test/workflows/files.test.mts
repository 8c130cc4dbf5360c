import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { z } from 'zod/v4';
import { PACKAGE_NAME } from '../../n8n/user-folder.mts';
import { Contacthub } from '../../nodes/Contacthub/Contacthub.node.ts';
import { ContacthubTrigger } from '../../nodes/Contacthub/ContacthubTrigger.node.ts';
import { Emporix } from '../../nodes/Emporix/Emporix.node.ts';
import { EmporixTrigger } from '../../nodes/Emporix/EmporixTrigger.node.ts';
import { Horisen } from '../../nodes/Horisen/Horisen.node.ts';
import { HorisenTrigger } from '../../nodes/Horisen/HorisenTrigger.node.ts';
import { Taguchi } from '../../nodes/Taguchi/Taguchi.node.ts';
import { TaguchiTrigger } from '../../nodes/Taguchi/TaguchiTrigger.node.ts';

const folder = join(import.meta.dirname, '../../workflows');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const own = new Map<string, INodeType>(
	[
		new Contacthub(),
		new ContacthubTrigger(),
		new Emporix(),
		new EmporixTrigger(),
		new Horisen(),
		new HorisenTrigger(),
		new Taguchi(),
		new TaguchiTrigger(),
	].map((node) => [`${PACKAGE_NAME}.${node.description.name}`, node]),
);
/** n8n's own nodes that an example may use, with the version that n8n 2.41 adds. */
const core = new Map([
	['n8n-nodes-base.aggregate', 1],
	['n8n-nodes-base.compareDatasets', 2.3],
	['n8n-nodes-base.dataTable', 1.1],
	['n8n-nodes-base.if', 2.3],
	['n8n-nodes-base.manualTrigger', 1],
	['n8n-nodes-base.merge', 3.2],
	['n8n-nodes-base.noOp', 1],
	['n8n-nodes-base.removeDuplicates', 2],
	['n8n-nodes-base.scheduleTrigger', 1.3],
	['n8n-nodes-base.set', 3.4],
	['n8n-nodes-base.switch', 3.4],
	['n8n-nodes-base.wait', 1.1],
	[STICKY_NOTE, 1],
]);

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
			onError: z.literal('continueErrorOutput').optional(),
			alwaysOutputData: z.literal(true).optional(),
			executeOnce: z.literal(true).optional(),
		}),
	),
	connections: z.record(
		z.string(),
		z.strictObject({
			main: z.array(
				z.array(z.strictObject({ node: z.string(), type: z.literal('main'), index: z.int() })),
			),
		}),
	),
	settings: z.strictObject({ executionOrder: z.literal('v1') }),
});

/** The operations that change something at a vendor. */
const WRITING = new Set([
	'create',
	'delete',
	'forgetCustomer',
	'import',
	'submit',
	'update',
	'upsert',
]);

const edgesOf = (connections: z.infer<typeof Workflow>['connections']) =>
	Object.entries(connections).flatMap(([from, { main }]) =>
		main.flat().map(({ node }) => [from, node]),
	);

const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => Workflow.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));

test('there are workflows', () => expect(files.length).toBeGreaterThanOrEqual(9));

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
				own.get(type)?.description.version ?? core.get(type),
			]);
		}
		expect(nodes.some(({ type }) => own.has(type))).toBe(true);
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

	test('connects the error output where there is one', () => {
		for (const { name } of steps.filter(({ onError }) => onError)) {
			const targets = connections[name]?.main ?? [];
			expect({ [name]: targets.map((list) => list.length > 0) }).toEqual({ [name]: [true, true] });
		}
	});

	test('keeps what could not be written, and takes it up again', () => {
		const writing = steps.filter(({ parameters }) => WRITING.has(String(parameters.operation)));
		for (const { name, onError } of writing.filter(({ type }) => own.has(type))) {
			expect({ [name]: onError }).toEqual({ [name]: 'continueErrorOutput' });
		}
		if (!steps.some(({ name }) => name === 'Dead letter')) return;
		expect(edgesOf(connections)).toEqual(
			expect.arrayContaining([
				['Dead letter', 'Keep dead letter'],
				['Waiting dead letters', 'Take up again'],
				['Waiting dead letters', 'Remove from the table'],
			]),
		);
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
					!(description.polling && parameter === 'pollTimes'),
			);
			expect({ [node.name]: unknown }).toEqual({ [node.name]: [] });
			const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
			expect({ [node.name]: issues }).toEqual({ [node.name]: null });
		}
	});
});
