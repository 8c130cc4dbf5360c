import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveTo, typeIn } from '../../packages/node-types.mts';
import { readmeOf } from '../../packages/readme.mts';
import { vendors } from '../../packages/vendors.mts';

const WHOLE = 'n8n-nodes-customer-data';
const folder = join(import.meta.dirname, '../../workflows');
const examples = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

const command = (...args: string[]) =>
	execFileSync(process.execPath, ['packages/move-workflows.mts', ...args], {
		encoding: 'utf8',
		stdio: 'pipe',
	});

test.each([
	[`${WHOLE}.taguchi`, 'n8n-nodes-taguchi-v5.taguchi'],
	[`${WHOLE}.taguchiTrigger`, 'n8n-nodes-taguchi-v5.taguchiTrigger'],
	[`${WHOLE}.taguchiTool`, 'n8n-nodes-taguchi-v5.taguchiTool'],
	[`${WHOLE}.contacthub`, `${WHOLE}.contacthub`],
	['n8n-nodes-base.if', 'n8n-nodes-base.if'],
	['@n8n/n8n-nodes-langchain.agent', '@n8n/n8n-nodes-langchain.agent'],
])('%s is %s where the package of Taguchi alone is installed', (type, expected) => {
	expect(typeIn('n8n-nodes-taguchi-v5', type)).toBe(expected);
});

test.each(examples)('%s comes back byte for byte from the packages of one vendor each', (file) => {
	const text = read(file);
	const apart = vendors.reduce((moved, vendor) => moveTo(vendor.package, moved), text);
	expect(apart).not.toContain(`"${WHOLE}.`);
	expect(moveTo(WHOLE, apart)).toBe(text);
});

test.each(vendors)(
	'README of $package tells the replacement that moves its workflows',
	(vendor) => {
		const [, own = '', whole = ''] =
			/replace `([^`]+)` by `([^`]+)`/.exec(readmeOf(vendor, [], [])) ?? [];
		for (const text of examples.map(read)) {
			const moved = moveTo(vendor.package, text);
			expect(text.replaceAll(whole, own)).toBe(moved);
			expect(moved.replaceAll(own, whole)).toBe(text);
		}
		expect(examples.map(read).join()).toContain(whole);
	},
);

describe('the command', () => {
	const place = mkdtempSync(join(tmpdir(), 'move-'));
	const welcome = join(place, 'welcome.json');
	beforeEach(() => cpSync(join(folder, 'welcome-message.json'), welcome));
	afterAll(() => rmSync(place, { recursive: true }));

	test('moves the nodes in the files, says how many, and changes nothing else', () => {
		const said = command('n8n-nodes-taguchi-v5', welcome);
		expect(said).toContain('welcome.json: 2 nodes are of n8n-nodes-taguchi-v5 now');
		const before = read('welcome-message.json');
		const replaced = before.replaceAll(`"${WHOLE}.taguchi"`, '"n8n-nodes-taguchi-v5.taguchi"');
		expect(replaced).not.toBe(before);
		expect(readFileSync(welcome, 'utf8')).toBe(replaced);
	});

	test.each([
		['there is none', 'none.json', undefined],
		['it is no JSON', 'text.json', 'nodes'],
		['it is no workflow', 'list.json', '{"nodes": 3}'],
	])('moves nothing where a file cannot be read: %s', (_why, name, text) => {
		const other = join(place, name);
		if (text !== undefined) writeFileSync(other, text);
		expect(() => command('n8n-nodes-taguchi-v5', welcome, other)).toThrow(
			`${name} is no workflow that n8n has exported`,
		);
		expect(readFileSync(welcome, 'utf8')).toBe(read('welcome-message.json'));
	});

	test('names the packages that there are', () => {
		expect(() => command('n8n-nodes-taguchi', welcome)).toThrow(
			'Packages: n8n-nodes-customer-data, n8n-nodes-contacthub',
		);
	});
});
