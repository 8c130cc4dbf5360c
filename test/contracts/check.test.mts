import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox } from '../../sandbox/server.mts';
import { readContract } from './contract.mts';
import { differences, readPublished } from './published-description.mts';
import type { RowFacts } from './rows.mts';

const row: RowFacts = {
	name: 'node.getAll',
	method: 'GET',
	path: '/nodes/{nodeId}',
	inferred: false,
	query: ['page'],
	composesQuery: false,
};
const yaml = (paths: string) => readPublished(`paths:\n${paths}`);

test('rows that agree with the description make no difference', () => {
	const published = yaml(`
  /nodes/{id}:
    parameters: [{ $ref: '#/parameters/page' }]
    get: { summary: List nodes }
parameters:
  page: { name: page, in: query }
`);
	expect(differences([row], published)).toEqual([]);
});

test.each<[string, Partial<RowFacts>, string, string[]]>([
	[
		'a confirmed path',
		{ inferred: true, title: 'List nodes' },
		'  /nodes/{id}: { get: { summary: List nodes, parameters: [{ name: page, in: query }] } }',
		['node.getAll: GET /nodes/{nodeId} is confirmed; remove "inferred" from the row'],
	],
	[
		'another path',
		{ inferred: true, title: 'List nodes' },
		'  /all-nodes/{id}: { post: { summary: List nodes. } }',
		['node.getAll: GET /nodes/{nodeId} is published as POST /all-nodes/{id}'],
	],
	['no such operation', {}, '  {}', ['node.getAll: GET /nodes/{nodeId} is not published']],
	[
		'an operation without a row, and other query parameters',
		{},
		'  /nodes/{id}: { get: { parameters: [{ name: size, in: query }] } }\n  /x: { put: { summary: X } }',
		[
			'node.getAll: the query parameter "page" is not published',
			'node.getAll: the row lacks the published query parameter "size"',
			'no row: PUT /x (X)',
		],
	],
])('tells of %s', (_name, change, paths, expected) => {
	expect(differences([{ ...row, ...change }], yaml(paths))).toEqual(expected);
});

describe('npm run contracts:check', () => {
	const documented = readContract('contacthub');
	const inferred = documented.filter((operation) => operation.inferred);

	const check = async (...args: string[]) => {
		const script = join(import.meta.dirname, 'check.mts');
		try {
			const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
			return { code: 0, text: stdout };
		} catch (error) {
			const { code, stdout, stderr } = Object(error);
			return { code: Number(code), text: `${stdout}${stderr}` };
		}
	};

	test('lists what the sandbox publishes elsewhere, from its address', async () => {
		const sandbox = await startSandbox();
		const { code, text } = await check(
			'contacthub',
			`${sandbox.contacthub.baseUrl}/docs/swagger.yml`,
		);
		await sandbox.close();
		expect(code).toBe(1);
		expect(text).toContain(
			'node.getAll: GET /workspaces/{workspaceId}/configuration/nodes is published as GET /workspaces/{workspaceId}/nodes',
		);
		expect(text).toContain(
			`${documented.length} rows (${inferred.length} inferred), ${documented.length} published operations`,
		);
		expect(text).not.toContain('no row:');
	});

	test('reads JSON files, and says what it cannot read', async () => {
		const contract = join(import.meta.dirname, 'contacthub.openapi.json');
		const { text } = await check('contacthub', contract);
		expect(text.match(/is confirmed/g)).toHaveLength(inferred.length);
		expect(text).not.toMatch(/is not published|is published as|no row/);

		const broken = join(mkdtempSync(join(tmpdir(), 'check-')), 'broken.yml');
		writeFileSync(broken, 'paths: [');
		expect((await check('contacthub', broken)).code).toBe(2);
		expect((await check('nobody', broken)).text).toContain('There is no vendor');
	});
});
