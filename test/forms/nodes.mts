import { basename } from 'node:path';
import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../package.json' with { type: 'json' };

export interface BuiltNode {
	name: string;
	/** The path of its source, as lint sees it. */
	source: string;
	type: INodeType;
	description: INodeTypeDescription;
}

/** Every node of the package, as n8n gets it. */
export const nodes: BuiltNode[] = manifest.n8n.nodes.map((built) => {
	const source = built.replace('dist/', '').replace('.js', '.ts');
	const name = basename(source, '.node.ts');
	const module = jest.requireActual<Record<string, new () => INodeType>>(`../../${source}`);
	const Node = module[name];
	if (!Node) throw new Error(`${source} exports no class ${name}`);
	const type = new Node();
	return { name, source, type, description: type.description };
});

/** The nodes that are a form over operations. */
export const actionNodes = nodes.filter(({ type }) => type.execute !== undefined);

/** A property and all that lie inside it, however deep. */
export function within(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'displayName' in option && 'type' in option ? [option] : [];
	});
	return [property, ...inner.flatMap(within)];
}
