import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { z } from 'zod/v4';
import { PACKAGE_NAME } from '../../n8n/user-folder.mts';
import { Contacthub } from '../../nodes/Contacthub/Contacthub.node.ts';
import { ContacthubTrigger } from '../../nodes/Contacthub/ContacthubTrigger.node.ts';
import { Taguchi } from '../../nodes/Taguchi/Taguchi.node.ts';
import { TaguchiTrigger } from '../../nodes/Taguchi/TaguchiTrigger.node.ts';

const folder = join(import.meta.dirname, '../../workflows');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const own = new Map<string, INodeType>(
	[new Contacthub(), new ContacthubTrigger(), new Taguchi(), new TaguchiTrigger()].map((node) => [
		`${PACKAGE_NAME}.${node.description.name}`,
		node,
	]),
);
/** n8n's own nodes that an example may use, with the version that n8n 2.41 adds. */
const core = new Map([
	['n8n-nodes-base.if', 2.3],
	['n8n-nodes-base.noOp', 1],
	['n8n-nodes-base.set', 3.4],
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
		}),
	),
	connections: z.record(
		z.string(),
		z.strictObject({
			main: z.array(
				z.array(z.strictObject({ node: z.string(), type: z.literal('main'), index: z.literal(0) })),
			),
		}),
	),
	settings: z.strictObject({ executionOrder: z.literal('v1') }),
});

const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => Workflow.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));

test('there are workflows', () => expect(files).not.toEqual([]));

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

	test('has nodes with ids and names of their own', () => {
		for (const key of ['id', 'name'] as const) {
			expect(new Set(nodes.map((node) => node[key])).size).toBe(nodes.length);
		}
	});

	test('connects every step, and nothing else', () => {
		const edges = Object.entries(connections).flatMap(([from, { main }]) =>
			main.flat().map(({ node }) => [from, node]),
		);
		const connected = new Set(edges.flat());
		expect([...connected].sort()).toEqual(steps.map(({ name }) => name).sort());
	});

	test('connects the error output where there is one', () => {
		for (const { name } of steps.filter(({ onError }) => onError)) {
			expect(connections[name]?.main.map((targets) => targets.length)).toEqual([1, 1]);
		}
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
