/** What the canvas says below a node's name: the chosen operation in words. */
import type { Resource } from '../rows/operation';

/**
 * The subtitle of an action node, as n8n's expression: "Create or update subscriber" rather than the stored "upsert".
 *
 * @param resources of the node; an operation that none of them has, such as a custom API call, is shown as it is stored
 */
export function subtitleOf(resources: readonly Resource[]): string {
	const words = resources.flatMap(({ value, operations }) =>
		Object.entries(operations).map(([name, { action }]): [string, string] => [
			`${value} ${name}`,
			action.replaceAll(/ (?:a|an|the) /g, ' '),
		]),
	);
	// A flat map: two closing braces in a row would end the expression.
	return `={{ (${JSON.stringify(Object.fromEntries(words))})[$parameter["resource"] + " " + $parameter["operation"]] ?? $parameter["operation"] }}`;
}
