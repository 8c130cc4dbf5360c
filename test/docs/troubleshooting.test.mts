import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { accounts } from '../nodes/accounts.mts';

/** Every piece of text in what ships, without what a template fills in. */
const SAID = globSync('{core,credentials,nodes}/**/*.ts').flatMap((path) =>
	textsOf(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023)),
);

/** The messages of ours that the first column quotes; what n8n itself says is marked as such. */
const MESSAGES = readFileSync('docs/troubleshooting.md', 'utf8')
	.split('\n')
	.map((line) => line.split(' | ')[0] ?? '')
	.filter((cell) => cell.startsWith('| `'))
	.flatMap((cell) => [...cell.matchAll(/`([^`]+ [^`]+)`/g)].map(([, message = '']) => message));

test.each(MESSAGES)('%s', (message) => {
	expect(unsaid(message)).toEqual([]);
});

test('the guide for messages quotes some, and a message that nobody says is found', () => {
	expect(MESSAGES.length).toBeGreaterThan(30);
	expect(unsaid('<Vendor> went home (401)')).toEqual(['went home (']);
});

/** What templates fill in. */
const FILLED_IN = new RegExp(
	[
		'<Vendor>',
		...accounts.map(({ vendor }) => vendor.name),
		'Endpoint URL',
		'Base URL',
		'…',
		'\\d+',
	].join('|'),
);

/** The parts of a message that stand in no text of the sources. */
function unsaid(message: string): string[] {
	return message
		.split(FILLED_IN)
		.map((part) => part.trim())
		.filter((part) => /\w{2}/.test(part))
		.filter((part) => !SAID.some((text) => text.includes(part)));
}

function textsOf(node: ts.Node): string[] {
	const own = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) ? [node.text] : [];
	const inner: string[] = [];
	ts.forEachChild(node, (child) => {
		inner.push(...textsOf(child));
	});
	return [...own, ...inner];
}
