/** Administration has a node of its own since version 2 of Contacthub; what was stored before shows and runs as it did. */
import type { INode, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { ContacthubAdmin } from '../../../nodes/Contacthub/ContacthubAdmin.node.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { runNode } from '../../engine/execute.mts';
import { listSearch } from '../../engine/editor.mts';
import { credentialsFor, credentialTypes, useSandbox } from './run.mts';

const sandbox = useSandbox();

const node = (typeVersion: number, parameters = {}): INode => ({
	id: '1',
	name: 'Node',
	type: 'node',
	typeVersion,
	position: [0, 0],
	parameters,
});

const valuesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));

/** The operations that the form of a version offers, as `resource.operation`. */
function offered({ description }: INodeType, version: number): string[] {
	const shown = (name: string, parameters: object) =>
		description.properties.filter(
			(property) =>
				property.name === name &&
				NodeHelpers.displayParameter({ ...parameters }, property, node(version), description),
		);
	return shown('resource', {}).flatMap((dropdown) =>
		valuesOf(dropdown).flatMap((resource) =>
			shown('operation', { resource }).flatMap((operations) =>
				valuesOf(operations).map((operation) => `${resource}.${operation}`),
			),
		),
	);
}

const operationsOf = (resources = contacthub.resources) =>
	resources.flatMap(({ value, operations }) =>
		Object.keys(operations).map((operation) => `${value}.${operation}`),
	);

test('each operation is in the first version, and afterwards in exactly one of both nodes', () => {
	const all = operationsOf().sort();
	expect(offered(new Contacthub(), 1).sort()).toEqual(all);
	const daily = offered(new Contacthub(), 2);
	const administration = offered(new ContacthubAdmin(), 1);
	expect([...daily, ...administration].sort()).toEqual(all);
	expect(administration.sort()).toEqual(operationsOf(contacthub.administration).sort());
	expect(daily.length).toBeLessThan(50);
});

test('a new node is of the second version, and begins with customers', () => {
	const { description } = new Contacthub();
	expect(description.defaultVersion).toBe(2);
	const fresh = NodeHelpers.getNodeParameters(
		description.properties,
		{},
		true,
		false,
		node(2),
		description,
	);
	expect(fresh?.resource).toBe('customer');
});

test.each([
	['Contacthub', 1, new Contacthub()],
	['Contacthub Admin', 1, new ContacthubAdmin()],
] as const)('%s %d reads sources and lists nodes', async (_name, typeVersion, type) => {
	const account = { credentials: credentialsFor(sandbox()), credentialTypes };
	const parameters = { resource: 'node', operation: 'getAll', returnAll: true };
	const run = await runNode({ node: type, parameters, settings: { typeVersion }, ...account });
	expect(run.error).toBeUndefined();
	expect(run.outputs[0]?.length).toBeGreaterThan(0);
	const { results } = await listSearch({
		node: type,
		method: 'searchNodes',
		parameters,
		...account,
	});
	expect(results.map(({ value }) => value)).toEqual(run.outputs[0]?.map(({ json }) => json.id));
});

test('as a tool of an agent the node of administration has the same operations', async () => {
	const run = await runNode({
		node: new ContacthubAdmin(),
		tool: true,
		parameters: { resource: 'workspace', operation: 'getAll' },
		credentials: credentialsFor(sandbox()),
		credentialTypes,
	});
	expect(run.error).toBeUndefined();
	expect(run.outputs[0]?.length).toBeGreaterThan(0);
});
