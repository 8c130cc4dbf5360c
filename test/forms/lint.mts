/** n8n's own lint rules, which read literals only: the built description is written out as a literal for them. */
import type { Rule } from 'eslint';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import type { BuiltNode } from './nodes.mts';

const PLUGIN = 'n8n-nodes-base';

interface Plugin {
	rules: Record<string, Rule.RuleModule>;
	configs: { nodes: { rules: Record<string, 'error' | 'off'> } };
}

/** The plugin looks at file names only outside of tests. */
function load(): Plugin {
	const { NODE_ENV } = process.env;
	process.env.NODE_ENV = 'production';
	try {
		return jest.requireActual<Plugin>(`eslint-plugin-${PLUGIN}`);
	} finally {
		process.env.NODE_ENV = NODE_ENV;
	}
}
const plugin = load();

/** n8n's rules for nodes, as @n8n/node-cli sets them. */
const rules = {
	...plugin.configs.nodes.rules,
	[`${PLUGIN}/node-class-description-inputs-wrong-regular-node`]: 'off',
	[`${PLUGIN}/node-class-description-outputs-wrong`]: 'off',
	[`${PLUGIN}/node-param-type-options-max-value-present`]: 'off',
} as const;

/** A value as TypeScript source, a property a line; keys without quotes, for that is how the rules know them. */
function literal(value: unknown, indent = '\t'): string {
	const inner = `${indent}\t`;
	if (Array.isArray(value)) {
		return `[${value.map((entry) => `\n${inner}${literal(entry, inner)},`).join('')}\n${indent}]`;
	}
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
	const lines = Object.entries(value).map(([key, entry]) => {
		const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
		return `\n${inner}${name}: ${literal(entry, inner)},`;
	});
	return `{${lines.join('')}\n${indent}}`;
}

/** What the rules have to say about a node's description. */
export function findings({ name, source, description }: BuiltNode): string[] {
	const text = `import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

export class ${name} implements INodeType {
	description: INodeTypeDescription = ${literal(description)};
}
`;
	const lines = text.split('\n');
	return new Linter()
		.verify(
			text,
			[{ files: ['**/*.ts'], languageOptions: { parser }, plugins: { [PLUGIN]: plugin }, rules }],
			source,
		)
		.map(({ ruleId, message, line }) => `${ruleId}: ${message} At: ${lines[line - 1]?.trim()}`);
}
