/**
 * A mapping whose stored fields are not those that the node lists is marked as out of date (an orange triangle) when it is
 * opened. `UPDATE_MAPPINGS=1 npx jest test/workflows/mappings && npx prettier --write workflows` writes what the nodes list.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType, ResourceMapperField } from 'n8n-workflow';
import { z } from 'zod/v4';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials.ts';
import { prepare } from '../../n8n/demonstration/people.mts';
import { PACKAGE_NAME } from '../../n8n/instance/user-folder.mts';
import { HORISEN_SERVICE_UUID, HORISEN_TOKEN } from '../../sandbox/horisen/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { resourceMapping } from '../engine/editor.mts';
import { actionNodes } from '../forms/nodes.mts';

const root = join(import.meta.dirname, '../..');

interface Mapping {
	mappingMode: 'defineBelow' | 'autoMapInputData';
	value: Record<string, unknown> | null;
	schema: ResourceMapperField[];
}
const MappingShape = z.looseObject({
	mappingMode: z.enum(['defineBelow', 'autoMapInputData']),
	value: z.record(z.string(), z.unknown()).nullable(),
	schema: z.array(z.looseObject({ id: z.string(), removed: z.boolean() })),
});
interface Workflow {
	nodes: Array<{ name: string; type: string; parameters: Record<string, unknown> }>;
}
const WorkflowShape = z.looseObject({
	nodes: z.array(
		z.looseObject({
			name: z.string(),
			type: z.string(),
			parameters: z.record(z.string(), z.unknown()),
		}),
	),
});
// Checked and not copied: what is written again keeps the order of the file.
const Mapping = z.custom<Mapping>((value) => MappingShape.safeParse(value).success);
const Workflow = z.custom<Workflow>((value) => WorkflowShape.safeParse(value).success);

/** A mapping that a file holds, and who lists its fields. */
interface Stored {
	node: INodeType;
	method: string;
	/** Whether another account has other fields. */
	ofAccount: boolean;
	parameters: Record<string, unknown>;
	name: string;
	mapping: Mapping;
}

const read = (file: string) => Workflow.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));

function mappingsIn({ nodes }: Workflow): Stored[] {
	return nodes.flatMap(({ name, type, parameters }) => {
		const found = actionNodes.find(
			({ description }) => `${PACKAGE_NAME}.${description.name}` === type.replace(/Tool$/, ''),
		);
		const mappers = (found?.description.properties ?? []).filter(
			(property) => property.type === 'resourceMapper' && isShown(property, parameters),
		);
		return mappers.flatMap((property): Stored[] => {
			const method = property.typeOptions?.resourceMapper?.resourceMapperMethod;
			if (!found || !method || parameters[property.name] === undefined) return [];
			const mapping = Mapping.parse(parameters[property.name]);
			const ofAccount = property.typeOptions?.loadOptionsDependsOn !== undefined;
			return [{ node: found.type, method, ofAccount, parameters, name, mapping }];
		});
	});
}

const isShown = (
	{ displayOptions }: INodeType['description']['properties'][number],
	parameters: Record<string, unknown>,
): boolean =>
	['resource', 'operation'].every((name) =>
		displayOptions?.show?.[name]?.some((value) => value === parameters[name]),
	);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
	prepare(sandbox);
});
afterAll(async () => await sandbox.close());

/** What the editor would store: every field that the node lists, and which of them stand in the form. */
async function asStored({ node, method, ofAccount, parameters, mapping }: Stored) {
	const data = {
		baseUrl: sandbox.horisen.baseUrl,
		serviceUuid: HORISEN_SERVICE_UUID,
		token: HORISEN_TOKEN,
	};
	const { fields } = await resourceMapping({
		node,
		method,
		parameters,
		credentialTypes: [new HorisenTokenApi()],
		credentials: { horisenTokenApi: data },
	});
	const byColumn = mapping.mappingMode === 'autoMapInputData';
	// By column names nothing has to be known of the account; the editor then lists its fields when it is opened.
	if (byColumn && ofAccount) return [];
	const removed = ({ id, removed: waits }: ResourceMapperField) =>
		byColumn ? waits : !Object.hasOwn(mapping.value ?? {}, id);
	return fields.map((field) => ({ ...field, removed: removed(field) ?? false }));
}

const files = globSync(['workflows/*.json', 'packages/examples/*.json'], { cwd: root }).filter(
	(file) => mappingsIn(read(file)).length > 0,
);

test('there are mappings', () => expect(files.length).toBeGreaterThanOrEqual(5));

test.each(files)('%s holds its mappings as the editor stores them', async (file) => {
	const workflow = read(file);
	for (const stored of mappingsIn(workflow)) {
		const wanted = await asStored(stored);
		if (process.env.UPDATE_MAPPINGS) stored.mapping.schema.splice(0, Infinity, ...wanted);
		expect({ [stored.name]: stored.mapping.schema }).toEqual({ [stored.name]: wanted });
		const unknown = Object.keys(stored.mapping.value ?? {}).filter(
			(name) => !wanted.some(({ id }) => id === name),
		);
		expect({ [stored.name]: unknown }).toEqual({ [stored.name]: [] });
	}
	if (process.env.UPDATE_MAPPINGS) {
		writeFileSync(join(root, file), `${JSON.stringify(workflow, null, '\t')}\n`);
	}
});
