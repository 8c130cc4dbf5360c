/** What workflow files store of nodes and credentials: names, types, values and defaults of all that can be filled in. */
import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** For each place of a workflow file, what may stand there; a place is a path such as `taguchi/subscriber.get`. */
export type StoredNames = Record<string, Record<string, string[]>>;

/** A parameter with its path inside the node, such as `additionalFields.sort`. */
interface Placed {
	path: string;
	property: INodeProperties;
}

/** The stored names of a node. Parameters stand under the operations that show them, or under the node itself. */
export function namesOfNode(description: INodeTypeDescription): StoredNames {
	const { name, version, credentials = [], properties } = description;
	const operations = operationsIn(properties);
	const own = {
		version: [version].flat().map(String),
		credentials: credentials.map((credential) => credential.name).sort(),
	};
	const of = (shown: (property: INodeProperties) => boolean) =>
		parametersIn(properties.filter(shown));
	return {
		[name]: {
			...own,
			...of((property) => property.name !== 'operation' && operationsOf(property).length === 0),
		},
		...Object.fromEntries(
			operations.map(({ resource }) => [
				`${name}/${resource}`,
				of(
					(property) =>
						property.name === 'operation' &&
						property.displayOptions?.show?.resource?.includes(resource) === true,
				),
			]),
		),
		...Object.fromEntries(
			operations.map(({ resource, operation }) => [
				`${name}/${resource}.${operation}`,
				of(
					(property) =>
						operationsOf(property).includes(operation) &&
						property.displayOptions?.show?.resource?.includes(resource) === true,
				),
			]),
		),
	};
}

/** The stored names of a credential. */
export const namesOfCredential = ({ name, properties }: ICredentialType): StoredNames => ({
	[name]: parametersIn(properties),
});

/** A text that became a locator is none: n8n and our reader take a plain text for a locator's ID (stored-names.test.mts). */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
	['type string', 'type resourceLocator'],
	['default ""', 'default {"mode":"list","value":""}'],
]);

/** A list that needs a row has an empty one; with neither a node could be run before somebody filled it in. */
const FIRST_ROW = 'default {"entry":[{';

const standsFor = (now: string, promised: string): boolean =>
	now === STANDS_FOR.get(promised) || (promised === 'default {}' && now.startsWith(FIRST_ROW));

/**
 * What is promised and no longer there.
 *
 * @returns one line for each loss
 */
export const lost = (promised: StoredNames, present: StoredNames): string[] =>
	Object.entries(promised).flatMap(([place, parameters]) =>
		Object.entries(parameters).flatMap(([path, values]) =>
			values
				.filter((value) => {
					const now = present[place]?.[path] ?? [];
					return !now.some((one) => one === value || standsFor(one, value));
				})
				.map((value) => `${place}: ${path} = ${value}`),
		),
	);

/** Both together, in a fixed order; what is promised is never dropped. */
export function grown(promised: StoredNames, present: StoredNames): StoredNames {
	const places = [...new Set([...Object.keys(promised), ...Object.keys(present)])].sort();
	return Object.fromEntries(
		places.map((place) => {
			const [old = {}, now = {}] = [promised[place], present[place]];
			const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
			const values = (path: string) => [...new Set([...(old[path] ?? []), ...(now[path] ?? [])])];
			return [place, Object.fromEntries(paths.map((path) => [path, values(path)]))];
		}),
	);
}

const operationsOf = ({ displayOptions }: INodeProperties) => displayOptions?.show?.operation ?? [];

const operationsIn = (properties: readonly INodeProperties[]) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				options.flatMap((option) =>
					'value' in option
						? [{ resource: String(resource), operation: String(option.value) }]
						: [],
				),
			),
		);

/** Every parameter with its type, its default (n8n does not store what equals it) and its values. */
function parametersIn(properties: readonly INodeProperties[]): Record<string, string[]> {
	const found: Record<string, string[]> = {};
	for (const { path, property } of placed(properties)) {
		const { type, options = [], modes = [] } = property;
		found[path] = [
			...(found[path] ?? []),
			`type ${type}`,
			`default ${JSON.stringify(property.default)}`,
			...options.flatMap((option) => ('value' in option ? [JSON.stringify(option.value)] : [])),
			...modes.map(({ name }) => `mode ${name}`),
		];
	}
	for (const [path, values] of Object.entries(found)) found[path] = [...new Set(values)];
	return found;
}

function placed(properties: readonly INodeProperties[], within = ''): Placed[] {
	return properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((property): Placed[] => {
			const path = `${within}${property.name}`;
			const inner = (property.options ?? []).flatMap((option) => {
				if ('values' in option) return placed(option.values, `${path}.${option.name}.`);
				return 'type' in option ? placed([option], `${path}.`) : [];
			});
			return [{ path, property }, ...inner];
		});
}

/** As the file holds it: a line for each parameter. */
export const written = (names: StoredNames): string =>
	`{\n${Object.entries(names).map(writtenPlace).join(',\n')}\n}\n`;

function writtenPlace([place, parameters]: [string, Record<string, string[]>]): string {
	const lines = Object.entries(parameters).map(
		([path, values]) => `\t\t${JSON.stringify(path)}: ${JSON.stringify(values)}`,
	);
	const body = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n\t}`;
	return `\t${JSON.stringify(place)}: ${body}`;
}
