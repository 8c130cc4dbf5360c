/** Rules of this house, beside n8n's own: one way out, arrows that run one way, and short functions. */
import path from 'node:path';
import tseslint from 'typescript-eslint';

/** The rooms, and what they may import; `own` is the folder or the credentials of the same vendor (ARCHITECTURE.md, The rooms). */
const ROOMS = {
	core: { packages: ['n8n-workflow', 'node:crypto', 'zod/v4-mini', 'jose', /^csv-/], rooms: [] },
	credentials: { packages: ['n8n-workflow', 'node:crypto'], rooms: ['core'] },
	nodes: {
		packages: ['n8n-workflow', 'node:crypto', 'zod/v4-mini', 'js-yaml'],
		rooms: ['core', 'own'],
	},
	sandbox: { packages: [/./], rooms: ['test/contracts'] },
	n8n: { packages: [/./], rooms: ['sandbox', 'packages'] },
};

/** The folder that a file of a room may import from itself: all of it, but for vendors, who do not know each other. */
const homeOf = (room, parts) => (room === 'nodes' ? parts.slice(0, 2).join('/') : room);

/** Where an import leads that its room does not allow; undefined where it may. */
function forbidden(file, imported) {
	const parts = file.split('/');
	const [room, vendor] = parts;
	const rule = ROOMS[room];
	if (!rule) return undefined;
	if (!imported.startsWith('.')) {
		const known = rule.packages.some((name) =>
			name instanceof RegExp ? name.test(imported) : name === imported,
		);
		return known ? undefined : `the package ${imported}`;
	}
	const target = path.posix.join(path.posix.dirname(file), imported);
	const allowed = rule.rooms.map((name) => (name === 'own' ? `credentials/${vendor}` : `${name}/`));
	const within = [`${homeOf(room, parts)}/`, ...allowed].some((start) => target.startsWith(start));
	return within ? undefined : target;
}

const inProject = ({ cwd, filename }) => path.relative(cwd, filename).split(path.sep).join('/');

/** @type {import('eslint').Rule.RuleModule} */
const arrows = {
	meta: {
		type: 'problem',
		schema: [],
		messages: { against: '{{room}} may not import {{target}} (ARCHITECTURE.md, The rooms).' },
	},
	create(context) {
		const file = inProject(context);
		const check = (source) => {
			if (!source || typeof source.value !== 'string') return;
			const target = forbidden(file, source.value);
			if (!target) return;
			const [room] = file.split('/');
			context.report({ node: source, messageId: 'against', data: { room, target } });
		};
		return {
			ImportDeclaration: ({ source }) => check(source),
			ExportNamedDeclaration: ({ source }) => check(source),
			ExportAllDeclaration: ({ source }) => check(source),
			ImportExpression: ({ source }) => check(source),
		};
	},
};

/** n8n's helpers that send a request, and the platform's own (n8n-workflow, RequestHelperFunctions). */
const SENDERS =
	/^(httpRequest\w*|request|requestWithAuthentication\w*|requestOAuth[12]|fetch|XMLHttpRequest|WebSocket|EventSource)$/;
const ROW_PROPERTY = 'request';
/** Where they are called: for rows, for what a vendor publishes, and for the test of a credential, which has no node to ask from. */
const WAYS_OUT = [
	'core/requests/channel.ts',
	'core/requests/public-text.ts',
	'core/credentials/credential-trial.ts',
];

/** Behind the door. */
const INSIDE = [
	'core/requests/door.ts',
	'core/credentials/credential-trial.ts',
	'core/requests/transport.ts',
	'core/requests/exchange.ts',
	'core/requests/channel.ts',
];

/** @type {import('eslint').Rule.RuleModule} */
const oneWayOut = {
	meta: {
		type: 'problem',
		schema: [],
		messages: {
			sends:
				'Requests leave through core/requests/channel.ts alone; ask a row (core/requests/door.ts).',
			passes: 'Only core/requests/door.ts may use what sends; ask a row (core/requests/door.ts).',
		},
	},
	create(context) {
		const file = inProject(context);
		if (WAYS_OUT.includes(file)) return {};
		const ofHelpers = (node) =>
			(node?.type === 'MemberExpression' && node.property.name === 'helpers') ||
			(node?.type === 'Identifier' && node.name === 'helpers');
		return {
			Identifier(node) {
				if (node.name !== ROW_PROPERTY && SENDERS.test(node.name)) {
					context.report({ node, messageId: 'sends' });
				}
			},
			Literal(node) {
				if (node.value !== ROW_PROPERTY && SENDERS.test(String(node.value))) {
					context.report({ node, messageId: 'sends' });
				}
			},
			MemberExpression(node) {
				// A row has a request as well; only that of n8n's helpers sends one.
				const name = node.property.name ?? node.property.value;
				const unknown = node.computed && node.property.type !== 'Literal';
				if (ofHelpers(node.object) && (name === ROW_PROPERTY || unknown)) {
					context.report({ node, messageId: 'sends' });
				}
			},
			VariableDeclarator(node) {
				// Taken apart or passed on, the helpers could send under any name.
				if (ofHelpers(node.init)) context.report({ node, messageId: 'sends' });
			},
			ImportDeclaration({ source, specifiers }) {
				const leads = /(^|\/)(transport|channel|exchange)$/.test(String(source.value));
				if (!leads || INSIDE.includes(file)) return;
				for (const node of specifiers) {
					const isType = node.importKind === 'type' || node.parent.importKind === 'type';
					const isConstant = /^[A-Z_]+$/.test(node.imported?.name ?? '');
					if (!isType && !isConstant) context.report({ node, messageId: 'passes' });
				}
			},
		};
	},
};

export default tseslint.config(
	{ ignores: ['dist/**', '**/*.js', '**/*.mjs', 'output/**'] },
	{
		files: ['core/**/*.ts', 'credentials/**/*.ts', 'nodes/**/*.ts'],
		ignores: ['**/*.d.ts'],
		languageOptions: { parser: tseslint.parser },
		linterOptions: { noInlineConfig: true },
		plugins: { house: { rules: { arrows, 'one-way-out': oneWayOut } } },
		rules: {
			'house/arrows': 'error',
			'house/one-way-out': 'error',
			'max-lines-per-function': ['error', { max: 60 }],
		},
	},
	{
		files: ['sandbox/**/*.mts', 'n8n/**/*.mts'],
		languageOptions: { parser: tseslint.parser },
		linterOptions: { noInlineConfig: true },
		plugins: { house: { rules: { arrows } } },
		rules: { 'house/arrows': 'error' },
	},
);
