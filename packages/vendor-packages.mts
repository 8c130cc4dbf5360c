/** Makes the packages of one vendor each from the built whole: the same files, under names of their own. */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import * as z from 'zod/v4-mini';
import { moveTo, typeIn, vendorOf } from './node-types.mts';
import { readmeOf, type ResourceWords } from './readme.mts';
import { manifest, ROOT, type Vendor, vendors } from './vendors.mts';

/** Where a package is made. */
export const folderOf = ({ package: name }: Vendor): string => join(ROOT, 'output/packages', name);

const Example = z.looseObject({
	name: z.string(),
	nodes: z.array(z.looseObject({ type: z.string() })),
});

/**
 * Makes all of them anew.
 *
 * @param noticeFor the licences of what is bundled into some files of dist/, for the package of a name
 */
export async function buildVendorPackages(
	noticeFor: (packageName: string, files: string[]) => Promise<string>,
): Promise<void> {
	for (const vendor of vendors) {
		const folder = folderOf(vendor);
		rmSync(folder, { recursive: true, force: true });
		const parts = partsOf(vendor);
		for (const file of parts.files) copy(file, folder);
		for (const file of globSync('dist/nodes/*/*.node.json', { cwd: folder })) {
			moveCodex(join(folder, file), vendor);
		}
		const examples = copyExamples(vendor, folder);
		const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
		write('package.json', `${JSON.stringify(manifestOf(vendor, parts), null, 2)}\n`);
		write('README.md', readmeOf(vendor, resourcesOf(parts.instances), examples));
		write(
			'dist/THIRD-PARTY-LICENSES.txt',
			await noticeFor(vendor.package, [...parts.nodes, ...parts.credentials]),
		);
	}
}

interface Parts {
	nodes: string[];
	credentials: string[];
	/** Everything that is copied, the above included. */
	files: string[];
	instances: INodeType[];
}

/** What of the whole package belongs to a vendor: its nodes, the credentials that they name, and the icons of both. */
function partsOf({ folder }: Vendor): Parts {
	const nodes = manifest.n8n.nodes.filter((file) => file.startsWith(`dist/nodes/${folder}/`));
	const instances = nodes.map((file) => instanceIn<INodeType>(file));
	const used = new Set(
		instances.flatMap(({ description }) => (description.credentials ?? []).map(({ name }) => name)),
	);
	const credentials = manifest.n8n.credentials.filter((file) =>
		used.has(instanceIn<ICredentialType>(file).name),
	);
	const icons = [
		...instances.map(({ description }) => description.icon),
		...credentials.map((file) => instanceIn<ICredentialType>(file).icon),
	].flatMap((icon) => (typeof icon === 'object' ? [icon.light, icon.dark] : [icon ?? '']));
	return {
		nodes,
		credentials,
		instances,
		files: [
			`dist/nodes/${folder}`,
			...credentials,
			...new Set(icons.map((icon) => `dist/icons/${basename(icon)}`)),
			'LICENSE',
		],
	};
}

/** An instance of the class that a built file of a node or credential exports. */
function instanceIn<T>(file: string): T {
	const load = createRequire(join(ROOT, 'package.json'));
	const built = load.resolve(`./${file}`);
	// A build replaces the file while this process lives.
	Reflect.deleteProperty(load.cache, built);
	const { [basename(file).split('.')[0] ?? '']: Class }: Record<string, new () => T> = load(built);
	if (!Class) throw new Error(`${file} exports no class of its name`);
	return new Class();
}

function copy(file: string, folder: string): void {
	const place = join(folder, file);
	mkdirSync(dirname(place), { recursive: true });
	cpSync(join(ROOT, file), place, { recursive: true });
}

/** The codex names the type of its node. */
function moveCodex(file: string, vendor: Vendor): void {
	const codex = z.looseObject({ node: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
	const moved = { ...codex, node: typeIn(vendor.package, codex.node) };
	writeFileSync(file, `${JSON.stringify(moved, null, '\t')}\n`);
}

function copyExamples(vendor: Vendor, folder: string): Array<{ file: string; name: string }> {
	mkdirSync(join(folder, 'examples'));
	const all = globSync('packages/examples/*.json', { cwd: ROOT }).sort();
	const own = all.flatMap((path) => {
		const text = readFileSync(join(ROOT, path), 'utf8');
		const workflow = Example.parse(JSON.parse(text));
		const uses = workflow.nodes.flatMap(({ type }) => vendorOf(type) ?? []);
		if (!uses.includes(vendor)) return [];
		const file = basename(path);
		writeFileSync(join(folder, 'examples', file), moveTo(vendor.package, text));
		return [{ file, name: workflow.name }];
	});
	if (own.length === 0) throw new Error(`packages/examples has none for ${vendor.folder}`);
	return own;
}

function manifestOf(vendor: Vendor, { nodes, credentials }: Parts) {
	const { version, license, homepage, bugs, repository, author, engines, peerDependencies } =
		manifest;
	return {
		name: vendor.package,
		version,
		description: vendor.description,
		keywords: ['n8n-community-node-package', 'n8n', ...vendor.keywords],
		license,
		homepage,
		bugs,
		repository,
		author,
		engines,
		files: ['dist', 'examples'],
		n8n: { ...manifest.n8n, credentials, nodes },
		peerDependencies,
	};
}

/** The resources of the action node with the names of their operations. */
function resourcesOf(instances: readonly INodeType[]): ResourceWords[] {
	const properties = instances.flatMap(({ description }) => description.properties);
	const choices = (property: INodeProperties | undefined) =>
		(property?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
	return choices(properties.find(({ name }) => name === 'resource')).map(({ name, value }) => ({
		name,
		operations: choices(
			properties.find(
				(property) =>
					property.name === 'operation' && property.displayOptions?.show?.resource?.includes(value),
			),
		).map((operation) => operation.name),
	}));
}
