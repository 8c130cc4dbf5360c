/** Which panels a node has: one for each operation, or one for each choice of a trigger. */
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
	/** What its drop-downs show, by the names of the parameters. */
	shown: Record<string, string>;
}

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

/** The methods of the node that its form asks for lists, options and fields. */
export const methodsOf = (type: NodeType): Set<string> =>
	new Set(
		[
			...JSON.stringify(type.properties).matchAll(
				/"(?:loadOptionsMethod|searchListMethod|resourceMapperMethod)":"(\w+)"/g,
			),
		].flatMap(([, method]) => method ?? []),
	);

/** All panels of a node, each as somebody finds it who has just chosen the operation. */
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
		shown: shownIn(type, parameters),
	}));
}

type State = [picture: string, parameters: Record<string, unknown>];

function operationsOf({ properties }: NodeType): State[] {
	const fresh = properties
		.filter(({ name }) => name === 'operation')
		.flatMap((dropdown) =>
			valuesOf(dropdown)
				.filter((value) => value !== CUSTOM_CALL)
				.map((operation): [unknown, unknown] => [shownFor(dropdown, 'resource'), operation]),
		)
		.map(([resource, operation]): State => [`${resource}-${operation}`, { resource, operation }]);
	// A list inside the rows of an input is only asked for when there is a row.
	const withRow = properties.flatMap((parameter): State[] => {
		if (parameter.type !== 'fixedCollection') return [];
		if (!JSON.stringify(parameter).includes('"loadOptionsMethod"')) return [];
		const resource = shownFor(parameter, 'resource');
		const operation = shownFor(parameter, 'operation');
		const rows = Object.fromEntries((parameter.options ?? []).map(({ name }) => [name, [{}]]));
		return [
			[
				`${resource}-${operation}-${parameter.name}`,
				{ resource, operation, [parameter.name]: rows },
			],
		];
	});
	return [...fresh, ...withRow];
}

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
