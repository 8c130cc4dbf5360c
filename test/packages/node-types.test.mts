import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveTo, typeIn } from '../../packages/node-types.mts';
import { vendors } from '../../packages/vendors.mts';

const WHOLE = 'n8n-nodes-customer-data';
const folder = join(import.meta.dirname, '../../workflows');
const examples = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

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

test.each(examples)('%s comes back as it was, from the packages of one vendor each', (file) => {
	const workflow = read(join(folder, file));
	const apart = vendors.reduce((moved, vendor) => moveTo(vendor.package, moved), workflow);
	expect(JSON.stringify(apart)).not.toContain(`"${WHOLE}.`);
	expect(moveTo(WHOLE, apart)).toEqual(workflow);
});

test('the command moves the nodes in the files, and says how many', () => {
	const place = mkdtempSync(join(tmpdir(), 'move-'));
	try {
		const file = join(place, 'welcome.json');
		cpSync(join(folder, 'welcome-message.json'), file);
		const said = execFileSync(
			process.execPath,
			['packages/move-workflows.mts', 'n8n-nodes-taguchi-v5', file],
			{ encoding: 'utf8', stdio: 'pipe' },
		);
		expect(said).toContain('welcome.json: 2 nodes are of n8n-nodes-taguchi-v5 now');
		const types = read(file).nodes.map(({ type }: { type: string }) => type);
		expect(types.filter((type: string) => type === 'n8n-nodes-taguchi-v5.taguchi')).toHaveLength(2);
		expect(types).toContain(`${WHOLE}.contacthubTrigger`);
	} finally {
		rmSync(place, { recursive: true });
	}
});

test('a package that there is none of moves nothing', () => {
	const run = () =>
		execFileSync(process.execPath, ['packages/move-workflows.mts', 'n8n-nodes-taguchi', 'x.json'], {
			stdio: 'pipe',
		});
	expect(run).toThrow('Packages: n8n-nodes-customer-data, n8n-nodes-contacthub');
});
