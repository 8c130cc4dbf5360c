/** Which panels a node has: one for each operation, or one for each choice of a trigger. */
import * as z from 'zod/v4-mini';
import { credentialTypeOf, withCredentials } from '../instance/credentials.mts';
import type { NodeType, Parameter, StoredCredential, WorkflowFile } from '../instance/rest.mts';
import { PACKAGE_NAME } from '../instance/user-folder.mts';

/** A node of a workflow in the state whose panel is opened. */
export interface NodePanel {
	/** The ID of the node in the workflow, and its name there. */
	id: string;
	name: string;
	/** The name of its picture: `<resource>-<operation>`, or `<parameter>-<choice>`. */
	picture: string;
	parameters: Record<string, unknown>;
	/** Nobody comes to it by choosing an operation: it has a row in one of its inputs. */
	isRows: boolean;
	/** What its drop-downs show, by the names of the parameters. */
	shown: Record<string, string>;
}

/** An input, as far as it may hold rows. */
const Rows = z.looseObject({
	name: z.string(),
	type: z.string(),
	options: z.optional(
		z.array(
			z.looseObject({
				name: z.optional(z.string()),
				values: z.optional(z.array(z.unknown())),
			}),
		),
	),
});

/** n8n adds this to every node with a credential of its own; its form is n8n's. */
const CUSTOM_CALL = '__CUSTOM_API_CALL__';
/** What takes the tools up; a tool without an agent is no part of a workflow. */
const AGENT = {
	id: 'agent',
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 3,
	position: [0, -300],
	parameters: {},
};

/** The name without the package, such as `taguchiTrigger`. */
export const shortName = ({ name }: NodeType): string => name.replace(`${PACKAGE_NAME}.`, '');

/** The methods that the form of a new node asks for lists, options and fields. */
export function methodsOf(type: NodeType): Set<string> {
	const resources = new Set(additionsOf(type).map(({ parameters }) => parameters.resource));
	const isShown = (property: Parameter): boolean => {
		const resource = shownFor(property, 'resource');
		return isNew(type, property) && (resource === undefined || resources.has(resource));
	};
	const methods = JSON.stringify(type.properties.filter(isShown)).matchAll(
		/"(?:loadOptionsMethod|searchListMethod|resourceMapperMethod)":"(\w+)"/g,
	);
	return new Set([...methods].flatMap(([, method]) => method ?? []));
}

/** All panels of a node as a workflow brings them. */
export function panelsOf(type: NodeType): NodePanel[] {
	const credentialType = credentialTypeOf(type.name);
	const hasChoice = type.properties.some(({ name }) => name === 'authentication');
	const signIn = hasChoice && credentialType ? { authentication: credentialType } : {};
	const states = type.properties.some(({ name }) => name === 'operation')
		? operationsOf(type)
		: choicesOf(type);
	return states.map(([picture, parameters], index) => ({
		id: `panel-${index}`,
		name: `${type.displayName}: ${picture}`,
		picture,
		parameters: { ...signIn, ...parameters },
		isRows: Object.keys(parameters).length > 2,
		shown: shownIn(type, parameters),
	}));
}

/** What somebody chooses in n8n's node panel, and the panel that opens then. */
export interface Addition extends Pick<NodePanel, 'name' | 'picture' | 'parameters' | 'shown'> {
	/** The first operation of its resource. */
	isFirst: boolean;
}

/** The actions of a node, as n8n's node panel lists them. */
export const additionsOf = (type: NodeType): Addition[] =>
	type.properties
		.filter((property) => property.name === 'operation' && isNew(type, property))
		.flatMap((dropdown) => {
			const resource = shownFor(dropdown, 'resource');
			const operations = (dropdown.options ?? []).filter(({ value }) => value !== CUSTOM_CALL);
			return operations.map(({ value: operation, action, name }, index): Addition => {
				const parameters = { resource, operation };
				return {
					name: action ?? name,
					picture: `${resource}-${operation}`,
					parameters,
					shown: shownIn(type, parameters),
					isFirst: index === 0,
				};
			});
		});

type State = [picture: string, parameters: Record<string, unknown>];

function operationsOf(type: NodeType): State[] {
	const { properties } = type;
	const dropdowns = properties.filter(
		(property) => property.name === 'operation' && isNew(type, property),
	);
	const fresh = dropdowns
		.flatMap((dropdown) =>
			valuesOf(dropdown)
				.filter((value) => value !== CUSTOM_CALL)
				.map((operation): [unknown, unknown] => [shownFor(dropdown, 'resource'), operation]),
		)
		.map(([resource, operation]): State => [`${resource}-${operation}`, { resource, operation }]);
	// A list inside the rows of an input is only asked for when there is a row.
	const withRow = properties.flatMap((parameter): State[] => {
		if (parameter.type !== 'fixedCollection') return [];
		if (!/"(?:loadOptionsMethod|searchListMethod)"/.test(JSON.stringify(parameter))) return [];
		const { resource, operation, ...others } = firstOf(parameter.displayOptions?.show ?? {});
		if (!fresh.some(([, state]) => state.resource === resource)) return [];
		return [
			[
				`${resource}-${operation}-${parameter.name}`,
				{ resource, operation, ...others, [parameter.name]: firstRows(parameter) },
			],
		];
	});
	return [...fresh, ...withRow];
}

/** What an input of rows holds when somebody has added one, and one to each list in it. */
function firstRows(parameter: unknown): Record<string, unknown> {
	const { options = [] } = Rows.parse(parameter);
	return Object.fromEntries(
		options.map(({ name = '', values = [] }) => {
			const lists = values.map((value) => Rows.parse(value));
			const inner = lists.filter(({ type }) => type === 'fixedCollection');
			return [name, [Object.fromEntries(inner.map((list) => [list.name, firstRows(list)]))]];
		}),
	);
}

/** The first value of each. */
const firstOf = (values: Record<string, unknown[]>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).map(([name, [first]]) => [name, first]));

/** A trigger as it is when it is added, and with each choice of each of its dropdowns. */
const choicesOf = ({ properties }: NodeType): State[] => [
	['new', {}],
	...properties
		.filter(({ type }) => type === 'options')
		.filter(({ name }) => name !== 'authentication')
		.flatMap((dropdown) =>
			valuesOf(dropdown).map(
				(value): State => [`${dropdown.name}-${value}`, { [dropdown.name]: value }],
			),
		),
];

/** The names of the choices that make a state. */
const shownIn = ({ properties }: NodeType, parameters: Record<string, unknown>) =>
	Object.fromEntries(
		Object.entries(parameters).flatMap(([name, value]) => {
			const parameter = properties.find(
				(one) =>
					one.name === name &&
					one.type === 'options' &&
					(name !== 'operation' || shownFor(one, 'resource') === parameters.resource),
			);
			const choice = parameter?.options?.find((option) => option.value === value);
			return choice ? [[name, choice.name]] : [];
		}),
	);

const valuesOf = ({ options = [] }: Parameter): unknown[] => options.map(({ value }) => value);
/** Versions of a node differ in what they list; a new node is of the latest one. */
const isNew = ({ version }: NodeType, { displayOptions }: Parameter): boolean =>
	displayOptions?.show?.['@version']?.includes([version].flat().at(-1)) ?? true;
const shownFor = ({ displayOptions }: Parameter, name: string): unknown =>
	displayOptions?.show?.[name]?.[0];

/** A workflow with a node for each panel. */
export function workflowOf(
	type: NodeType,
	panels: readonly NodePanel[],
	credentials: readonly StoredCredential[],
): WorkflowFile {
	const isTool = type.name.endsWith('Tool');
	const nodes = panels.map(({ id, name, parameters }, index) => ({
		id,
		name,
		type: type.name,
		typeVersion: [type.version].flat().at(-1),
		position: [index * 240, 0],
		parameters,
	}));
	const toAgent = { ai_tool: [[{ node: AGENT.name, type: 'ai_tool', index: 0 }]] };
	return withCredentials(
		{
			name: `Panels of ${type.displayName}`,
			nodes: isTool ? [...nodes, AGENT] : nodes,
			connections: isTool ? Object.fromEntries(nodes.map(({ name }) => [name, toAgent])) : {},
		},
		credentials,
	);
}
