/** Reads pairs of path and text, and writes which rules of the house refuse each. */
import { json } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const lint = new ESLint({ overrideConfigFile: 'eslint.house.config.mjs' });
const samples = (await json(process.stdin)) as ReadonlyArray<[file: string, text: string]>;
const rules: Array<Array<string | null>> = [];
for (const [filePath, text] of samples) {
	const [result] = await lint.lintText(text, { filePath });
	rules.push((result?.messages ?? []).map(({ ruleId }) => ruleId));
}
process.stdout.write(JSON.stringify(rules));
