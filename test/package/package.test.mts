import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PackageDirectoryLoader, resolveOutputSchemaPath } from 'n8n-core';
import type { INodeTypeDescription } from 'n8n-workflow';
import '../engine/environment.mts';
import type { Tarball } from './tarball.mts';
import { unpackTarball } from './tarball.mts';

let tarball: Tarball;
let loader: PackageDirectoryLoader;

const read = (file: string) => readFileSync(path.join(tarball.folder, file), 'utf8');

beforeAll(async () => {
	execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], { stdio: 'pipe' });
	tarball = unpackTarball();
	loader = new PackageDirectoryLoader(tarball.folder);
	await loader.loadAll();
}, 120_000);

afterAll(() => tarball?.remove());

test('n8n loads every node and credential that the sources hold', () => {
	const sources = globSync(['nodes/*/*.node.ts', 'credentials/*.credentials.ts']);
	const loaded = [...loader.types.nodes, ...loader.types.credentials];
	expect(loaded.map(({ displayName }) => displayName)).toHaveLength(sources.length);
	expect(sources.length).toBeGreaterThan(0);
});

test('every node and credential has a light and a dark icon in the package', () => {
	for (const { name, iconUrl } of [...loader.types.nodes, ...loader.types.credentials]) {
		const { light, dark } = typeof iconUrl === 'object' ? iconUrl : { light: '', dark: '' };
		expect(`${name}: ${light}`).toMatch(/\.svg$/);
		expect(light).not.toBe(dark);
		for (const icon of [light, dark]) {
			const file = icon.replace('icons/n8n-nodes-customer-data/', '');
			expect(statSync(path.join(tarball.folder, file)).size).toBeGreaterThan(0);
		}
	}
});

test('every node is found under a category', () => {
	for (const { name, codex } of loader.types.nodes) {
		expect(`${name}: ${codex?.categories?.join() ?? ''}`).toMatch(/: [A-Z]/);
	}
});

/** Every resource and operation that a node's form offers. */
const operationsOf = ({ properties }: INodeTypeDescription) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				options.map((option) => [String(resource), 'value' in option ? String(option.value) : '']),
			),
		);

test("every operation's output schema is where the editor asks for it", () => {
	const places = loader.types.nodes.flatMap((node) =>
		[node.version].flat().flatMap((version) =>
			operationsOf(node).map(([resource, operation]) =>
				resolveOutputSchemaPath({
					nodeDir: path.dirname(loader.known.nodes[node.name]?.sourcePath ?? ''),
					version: String(version),
					resource,
					operation,
				}),
			),
		),
	);
	expect(places.length).toBeGreaterThan(0);
	for (const place of places) {
		expect(JSON.parse(readFileSync(place ?? '', 'utf8'))).toMatchObject({ type: 'object' });
	}
});

test('the licences of bundled packages travel with the code', () => {
	const licences = read('dist/THIRD-PARTY-LICENSES.txt');
	for (const name of ['jose', 'zod']) expect(licences).toMatch(new RegExp(`^${name} .*MIT`, 'm'));
});

test('nothing but the build, its licence and its papers is published', () => {
	expect(readdirSync(tarball.folder).sort()).toEqual([
		'LICENSE',
		'README.md',
		'dist',
		'package.json',
	]);
	expect(readdirSync(path.join(tarball.folder, 'dist')).sort()).toEqual([
		'THIRD-PARTY-LICENSES.txt',
		'credentials',
		'icons',
		'nodes',
	]);
});

test("n8n's verification scanner passes source and package", () => {
	// The scanner's rules look at file names differently when NODE_ENV is "test".
	const scan = spawnSync(process.execPath, ['test/package/scan.mts', tarball.folder], {
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production' },
	});
	expect(scan.stdout).toContain('source: passed');
	expect(scan.stdout).toContain('package: passed');
	expect(scan.status).toBe(0);
}, 120_000);
