/** The package in n8n's hands: installed from a registry, replaced by a newer version under a running workflow, removed. */
import { execFile } from 'node:child_process';
import { globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '../../sandbox/server.mts';
import { writtenTwice } from './arrivals.mts';
import { declaredTypes, knownTypes } from './known-types.mts';
import type { Editor } from '../instance/editor.mts';
import { importWorkflow, resting, withFastPolling } from '../demonstration/example-workflows.mts';
import { firstSyncWorkflow } from '../demonstration/first-sync.mts';
import { manifestAt } from '../instance/package-archive.mts';
import { PROJECT_FOLDER } from '../places.mts';
import type { StoredCredential } from '../instance/rest.mts';
import { PACKAGE_NAME } from '../instance/user-folder.mts';
import { verify } from '../demonstration/verification.mts';
import { quietFor, until } from '../demonstration/waiting.mts';

/** What n8n takes out of the package.json that it installs: the rest is there already, or never runs. */
const TAKEN_OUT = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
const NEWER = '0.1.1';
const PEOPLE = 200;

/**
 * Looks at the installation, then updates the package while a workflow runs, removes it, and installs it again.
 *
 * @returns what it showed
 * @throws Error with what is not as it should be
 */
export async function playPackage(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	const { rest } = editor;
	const published = manifestAt(PROJECT_FOLDER).version;
	const files = await installedAsPacked(editor, published);
	const { nodes, types } = await knownTypes(rest, PACKAGE_NAME);
	const declared = declaredTypes(PROJECT_FOLDER);
	if (nodes !== declared.nodes || types !== declared.types) {
		throw new Error(`n8n knows ${nodes} nodes and ${types} credential types of the package`);
	}

	sandbox.contacthub.addPeople(PEOPLE);
	const file = withFastPolling(firstSyncWorkflow());
	const workflow = await importWorkflow(rest, file, credentials);
	const agree = async () => await until(() => verify(sandbox).differences);
	try {
		await rest.activate(workflow);
		await agree();
		await quietFor(sandbox);
		await editor.publish(PROJECT_FOLDER, NEWER);
		const offered = (await rest.installedPackages()).map(({ updateAvailable }) => updateAvailable);
		if (!offered.includes(NEWER)) throw new Error(`n8n offers no update to ${NEWER}`);
		await rest.updatePackage(PACKAGE_NAME);
		await installedAsPacked(editor, NEWER);
		sandbox.contacthub.addPeople(PEOPLE);
		await agree();
		await resting(rest, workflow);
		const twice = writtenTwice(sandbox);
		if (twice > 0) throw new Error(`${twice} people were read again after the update`);
	} finally {
		await rest.deactivate(workflow);
		await rest.removeWorkflow(workflow);
	}

	await rest.uninstallPackage(PACKAGE_NAME);
	const left = await knownTypes(rest, PACKAGE_NAME);
	if (left.nodes + left.types > 0) throw new Error('n8n still knows the package that it removed');
	await rest.installPackage(`${PACKAGE_NAME}@${published}`);
	await installedAsPacked(editor, published);
	return `installed from a registry: ${nodes} nodes, ${types} credential types, ${files} files as packed; updated to ${NEWER} under a published workflow, which kept its position; removed and installed again; no restart`;
}

/**
 * Compares the installed files with those of the tarball.
 *
 * @returns how many there are
 * @throws Error with those that differ
 */
async function installedAsPacked(editor: Editor, version: string): Promise<number> {
	const folder = `${editor.archiveOf(version)}.unpacked`;
	rmSync(folder, { recursive: true, force: true });
	await mkdir(folder);
	const options = ['-xzf', editor.archiveOf(version), '-C', folder, '--strip-components=1'];
	await promisify(execFile)('tar', options);
	const packed = contentsOf(folder);
	const installed = contentsOf(editor.packageFolder);
	const names = new Set([...packed.keys(), ...installed.keys()]);
	const differing = [...names].filter((name) => packed.get(name) !== installed.get(name));
	if (differing.length > 0) throw new Error(`Installed otherwise than packed: ${differing.join()}`);
	if (manifestAt(editor.packageFolder).version !== version) throw new Error('Another version');
	return names.size;
}

/** Each file of a folder with what it holds. */
const contentsOf = (folder: string): Map<string, string> =>
	new Map(
		globSync('**/*', { cwd: folder }).flatMap((name): Array<[string, string]> => {
			const path = join(folder, name);
			if (!statSync(path).isFile()) return [];
			const isManifest = name === 'package.json';
			return [[name, isManifest ? withoutTakenOut(folder) : readFileSync(path, 'base64')]];
		}),
	);

const withoutTakenOut = (folder: string): string =>
	JSON.stringify(manifestAt(folder), (name, value: unknown) =>
		TAKEN_OUT.includes(name) ? undefined : value,
	);
