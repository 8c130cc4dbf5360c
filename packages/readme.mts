/** The README of a vendor's package: its parts of the whole package's README, and what only it needs to say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, ROOT, type Vendor } from './vendors.mts';

/** A resource of the node and what can be done with it, as the form names both. */
export interface ResourceWords {
	name: string;
	operations: string[];
}

/** @throws Error when README.md lacks what the vendor's package repeats */
export function readmeOf(
	vendor: Vendor,
	resources: readonly ResourceWords[],
	examples: ReadonlyArray<{ file: string; name: string }>,
): string {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	const node = vendor.folder.toLowerCase();
	const list = (lines: string[]) => lines.map((line) => `- ${line}\n`).join('');
	return [
		`# ${vendor.package}\n`,
		`${vendor.description}.\n`,
		`You need n8n 1.122 or later. In the editor: Settings > Community Nodes > Install, then enter \`${vendor.package}\`.\n`,
		section(readme, vendor.heading),
		`## Operations\n`,
		list(resources.map(({ name, operations }) => `**${name}:** ${operations.join(', ')}`)),
		'## Examples to import\n',
		list(examples.map(({ file, name }) => `\`examples/${file}\`: ${name}`)),
		`## More systems\n`,
		`[${manifest.name}](${manifest.homepage}) holds these nodes and those for three other systems, with examples that keep them in step. Install one of the two, not both: they bring the same credentials. To move a workflow, download it, replace \`"${vendor.package}.${node}\` by \`"${manifest.name}.${node}\` in the file, and import it again; the other way round the same. Credentials stay as they are.\n`,
		'MIT licence. Not affiliated with the vendor, whose name is its trademark.\n',
	].join('\n');
}

/** A section of the whole package's README; its links and pictures lead to the repository. */
function section(readme: string, heading: string): string {
	const [, found] = readme.split(`\n## ${heading}\n`);
	if (found === undefined) throw new Error(`README.md has no section "${heading}"`);
	const [text = ''] = found.split('\n## ');
	const repository = manifest.homepage.replace(/#.*/, '');
	const linked = text
		.replace(/(!\[[^\]]*\]\()(?!https?:)/g, `$1${repository}/raw/main/`)
		.replace(/((?<!!)\[[^\]]*\]\()(?!https?:|#)/g, `$1${repository}/blob/main/`);
	return `## ${heading}\n${linked}`;
}
