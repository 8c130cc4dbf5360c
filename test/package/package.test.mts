import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PackageDirectoryLoader, resolveOutputSchemaPath } from 'n8n-core';
import type { INodeTypeDescription } from 'n8n-workflow';
import { z } from 'zod/v4';
import { folderOf } from '../../packages/vendor-packages.mts';
import { manifest, ROOT, vendors } from '../../packages/vendors.mts';
import '../engine/environment.mts';
import type { Tarballs } from './tarball.mts';
import { unpackTarballs } from './tarball.mts';

/** By the project's own Node, whichever the tests run on. */
const assemble = () =>
	execFileSync('node_modules/.bin/node', ['node_modules/gulp/bin/gulp.js', 'assemble'], {
		stdio: 'pipe',
	});

/** The whole package, and those of one vendor each with the folder of its nodes. */
const packages = [
	{ name: manifest.name, folder: ROOT, vendor: '*' },
	...vendors.map((vendor) => ({
		name: vendor.package,
		folder: folderOf(vendor),
		vendor: vendor.folder,
	})),
];

let tarballs: Tarballs;
beforeAll(() => {
	assemble();
	tarballs = unpackTarballs(packages.map(({ folder }) => folder));
}, 120_000);
afterAll(() => tarballs?.remove());

describe.each(packages)('$name', ({ name, folder, vendor }) => {
	let unpacked = '';
	let loader: PackageDirectoryLoader;
	beforeAll(async () => {
		unpacked = tarballs.folders[packages.findIndex((one) => one.folder === folder)] ?? '';
		loader = new PackageDirectoryLoader(unpacked);
		await loader.loadAll();
	});

	const read = (file: string) => readFileSync(path.join(unpacked, file), 'utf8');

	test('is loaded by n8n with every node and credential that its sources hold', () => {
		const sources = globSync([
			`nodes/${vendor}/*.node.ts`,
			`credentials/${vendor}*.credentials.ts`,
		]);
		const loaded = [...loader.types.nodes, ...loader.types.credentials];
		expect(loaded.map(({ displayName }) => displayName)).toHaveLength(sources.length);
		expect(sources.length).toBeGreaterThan(2);
	});

	test('every node and credential has a light and a dark icon in the package', () => {
		for (const { name: type, iconUrl } of [...loader.types.nodes, ...loader.types.credentials]) {
			const { light, dark } = typeof iconUrl === 'object' ? iconUrl : { light: '', dark: '' };
			expect(`${type}: ${light}`).toMatch(/\.svg$/);
			expect(light).not.toBe(dark);
			for (const icon of [light, dark]) {
				const file = icon.replace(`icons/${name}/`, '');
				expect(statSync(path.join(unpacked, file)).size).toBeGreaterThan(0);
			}
		}
	});

	test('every node is found under a category, by a codex that names its type', () => {
		for (const { name: type, codex } of loader.types.nodes) {
			expect(`${type}: ${codex?.categories?.join() ?? ''}`).toMatch(/: [A-Z]/);
		}
		const types = loader.types.nodes.map(({ name: type }) => `${name}.${type}`);
		const named = globSync('dist/nodes/*/*.node.json', { cwd: unpacked }).map(
			(file) => z.object({ node: z.string() }).parse(JSON.parse(read(file))).node,
		);
		expect(named.sort()).toEqual(types.sort());
	});

	test("every operation's output schema is where the editor asks for it", () => {
		const places = loader.types.nodes.flatMap((node) =>
			[node.version].flat().flatMap((version) =>
				operationsOf(node).map(([resource, operation]) =>
					resolveOutputSchemaPath({
						nodeDir: path.dirname(loader.known.nodes[node.name]?.sourcePath ?? ''),
						version: String(version),
						resource: resource ?? '',
						operation: operation ?? '',
					}),
				),
			),
		);
		expect(places.length).toBeGreaterThan(0);
		for (const place of places) {
			expect(JSON.parse(readFileSync(place ?? '', 'utf8'))).toMatchObject({ type: 'object' });
		}
	});

	test('the licences of bundled packages travel with the code, and allow it', () => {
		const notice = read('dist/THIRD-PARTY-LICENSES.txt');
		const sections = notice.split(`\n${'-'.repeat(72)}\n\n`).slice(1);
		const bundled = sections.map((section) => /^(\S+) [\d.]+ \((.+)\)\n\n/.exec(section) ?? []);
		for (const [, bundledName, licence] of bundled) {
			expect(`${bundledName}: ${licence}`).toMatch(
				/: (MIT|ISC|BSD-2-Clause|BSD-3-Clause|Python-2.0)$/,
			);
		}
		const inCode = globSync('dist/**/*.js', { cwd: unpacked }).flatMap((file) =>
			[...read(file).matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
				([, one]) => one,
			),
		);
		expect([...new Set(inCode)].sort()).toEqual(bundled.map(([, one]) => one).sort());
		expect(inCode).toContain('zod');
	});

	test('nothing but the build, its licence, its papers and examples is published', () => {
		const papers = ['LICENSE', 'README.md', 'dist', 'package.json'];
		const examples = vendor === '*' ? [] : ['examples'];
		expect(readdirSync(unpacked).sort()).toEqual([...papers, ...examples].sort());
		expect(readdirSync(path.join(unpacked, 'dist')).sort()).toEqual([
			'THIRD-PARTY-LICENSES.txt',
			'credentials',
			'icons',
			'nodes',
		]);
	});

	test('asks nothing of npm but what n8n has', () => {
		expect(JSON.parse(read('package.json'))).toMatchObject({
			name,
			version: manifest.version,
			license: 'MIT',
			peerDependencies: { 'n8n-workflow': '*' },
			keywords: expect.arrayContaining(['n8n-community-node-package']),
		});
		expect(JSON.parse(read('package.json'))).not.toHaveProperty('dependencies');
	});

	test('holds examples that use its nodes alone', () => {
		const types = new Set(loader.types.nodes.map(({ name: type }) => `${name}.${type}`));
		const files = globSync('examples/*.json', { cwd: unpacked });
		expect(files.length > 0).toBe(vendor !== '*');
		for (const file of files) {
			const nodes = read(file).matchAll(/"type": "([^"]+)"/g);
			const own = [...nodes]
				.map(([, type = '']) => type)
				.filter((type) => /data|vendor|n8n-nodes-(?!base)/.test(type));
			expect(own.length).toBeGreaterThan(1);
			for (const type of own) expect(types).toContain(type);
		}
	});
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

test('a second build is the same, byte for byte', () => {
	const hashes = () =>
		globSync(['dist/**/*.*', 'output/packages/**/*.*'])
			.sort()
			.filter((file) => statSync(file).isFile())
			.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]);
	const first = hashes();
	expect(first.length).toBeGreaterThan(400);
	assemble();
	expect(hashes()).toEqual(first);
});
