/** Build: clean, check types, bundle, copy what n8n reads beside the code, write output schemas and licences, make the packages of one vendor. */
const { execFileSync } = require('node:child_process');
const { glob, mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { n8n, name: packageName } = require('./package.json');

/** What n8n provides at run time, n8n Cloud included; everything else is inside the bundles. */
const provided = ['n8n-workflow', 'node:crypto'];

/** Settings of every bundle. Nothing is minified: reviewers of the published package read it. */
const bundling = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20.19',
	external: provided,
	logLevel: 'warning',
	metafile: true,
	write: false,
};

/** Packages inside each bundle, as folders below node_modules. */
const bundledIn = new Map();

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Of what ships; `npm run lint` checks the rest. */
async function types() {
	const tsc = require.resolve('typescript/bin/tsc');
	execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}

/** One file for each node and credential of package.json; n8n loads them one by one. */
async function bundle() {
	const sources = await Array.fromAsync(
		glob(['nodes/*/*.node.ts', 'credentials/*.credentials.ts']),
	);
	const built = sources.map((source) => `dist/${source.replace(/ts$/, 'js')}`).sort();
	const registered = [...n8n.nodes, ...n8n.credentials].sort();
	if (built.join() !== registered.join()) {
		throw new Error(`package.json registers ${registered}; the sources give ${built}`);
	}
	const { metafile, outputFiles } = await esbuild.build({
		...bundling,
		entryPoints: sources,
		outdir: 'dist',
		outbase: '.',
	});
	for (const [file, { imports }] of Object.entries(metafile.outputs)) {
		const foreign = imports.find((imported) => !provided.includes(imported.path));
		if (foreign) throw new Error(`${file} needs ${foreign.path}, which n8n does not provide`);
	}
	for (const { path: file, contents } of outputFiles) {
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, contents);
	}
	for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
		const folders = Object.keys(inputs).map(
			(input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1],
		);
		bundledIn.set(file, folders.filter(Boolean));
	}
}

/** The bundled packages' licences ask that their text travels with the code: the notice for some of the bundles. */
async function noticeFor(name, files) {
	const folders = new Set(files.flatMap((file) => bundledIn.get(file)));
	const texts = [...folders].sort().map(async (folder) => {
		const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
		const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
		if (!file) throw new Error(`${name} ${version} has no licence file`);
		return `${name} ${version} (${license})\n\n${await readFile(`${folder}/${file}`, 'utf8')}`;
	});
	const notice = `${name} contains code of the following packages.\n`;
	return [notice, ...(await Promise.all(texts))].join(`\n${'-'.repeat(72)}\n\n`);
}

async function licences() {
	const notice = await noticeFor(packageName, [...bundledIn.keys()]);
	await writeFile('dist/THIRD-PARTY-LICENSES.txt', notice);
}

/** The packages of one vendor each, from what is built by then. */
async function vendorPackages() {
	const { buildVendorPackages } = require('./packages/vendor-packages.mts');
	await buildVendorPackages(noticeFor);
}

/** `file:../../icons/…` of a source means the same place seen from its bundle. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** Categories and links for n8n's node search. */
const codex = () => src('nodes/*/*.node.json').pipe(dest('dist/nodes'));

/**
 * The shape of every operation's output, where n8n looks for it: __schema__/v<version>/<resource>/<operation>.json beside the
 * node, and __schema__/v<version>.json for the trigger in the same folder, which has neither.
 */
async function schemas() {
	const vendors = await Array.fromAsync(glob('nodes/*/vendor.ts'));
	const triggers = await Array.fromAsync(glob('nodes/*/trigger-output.ts'));
	const compiled = await compile(['core/editor/output-schema.ts', ...vendors, ...triggers]);
	const { outputSchemas, triggerSchema } = compiled('core/editor/output-schema.ts');
	for (const source of vendors) {
		const folder = path.dirname(source);
		const { name, version } = descriptionOf(folder);
		const { [name]: vendor } = compiled(source);
		for (const { resource, operation, schema } of outputSchemas(vendor.resources)) {
			await writeSchema(folder, version, `/${resource}/${operation}`, schema);
		}
	}
	for (const source of triggers) {
		const folder = path.dirname(source);
		const { version } = descriptionOf(folder, 'Trigger');
		await writeSchema(folder, version, '', triggerSchema(compiled(source).output));
	}
}

async function writeSchema(folder, version, place, schema) {
	for (const number of [version].flat()) {
		const [major, minor, patch] = `${number}.0.0`.split('.');
		const file = `dist/${folder}/__schema__/v${major}.${minor}.${patch}${place}.json`;
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `${JSON.stringify(schema, null, '\t')}\n`);
	}
}

/** The description of the built action node, or trigger, in a vendor's folder. */
function descriptionOf(folder, kind = '') {
	const className = `${path.basename(folder)}${kind}`;
	const { [className]: Node } = require(`./dist/${folder}/${className}.node.js`);
	return new Node().description;
}

/** Bundles sources that do not ship for the build itself; gives what one of them exports. */
async function compile(entryPoints) {
	const outdir = 'output/build';
	await esbuild.build({ ...bundling, write: true, entryPoints, outdir, outbase: '.' });
	return (source) => require(`./${outdir}/${source.replace(/ts$/, 'js')}`);
}

/** All but the check of types, which the lint makes, too. */
const assemble = series(clean, bundle, parallel(licences, icons, codex, schemas), vendorPackages);

exports.assemble = assemble;
exports.build = series(types, assemble);
