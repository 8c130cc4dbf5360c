/** A wrong row does not compile: rows.mts is compiled again without its directives, and every wrong row must be told of. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const FILE = path.resolve('test/types/rows.mts');
const DIRECTIVE = /^\s*\/\/ @ts-expect-error (.+)$/;
const written = readFileSync(FILE, 'utf8');

/** What the compiler must say, by the line that it says it of. Lines are counted from 1. */
const expected = new Map(
	written.split('\n').flatMap((line, at): Array<[number, string]> => {
		const [, words] = DIRECTIVE.exec(line) ?? [];
		return words === undefined ? [] : [[at + 2, words]];
	}),
);

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');

/** All other files are the same in every program. */
const others = new Map<string, ts.SourceFile | undefined>();
const files = ts.createCompilerHost(options);

function readOther(file: string, target: ts.ScriptTarget | ts.CreateSourceFileOptions) {
	const source = files.getSourceFile(file, target);
	others.set(file, source);
	return source;
}

/** What the compiler says of a text in the place of rows.mts. */
function said(text: string): Array<{ line: number; words: string }> {
	const host = ts.createCompilerHost(options);
	host.getSourceFile = (file, target) =>
		path.resolve(file) === FILE
			? ts.createSourceFile(file, text, target)
			: (others.get(file) ?? readOther(file, target));
	const program = ts.createProgram([FILE], options, host);
	const source = program.getSourceFile(FILE);
	return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => ({
		line: (source?.getLineAndCharacterOfPosition(start).line ?? -1) + 1,
		words: ts.flattenDiagnosticMessageText(messageText, '\n'),
	}));
}

const findings = said(written.replaceAll('@ts-expect-error', 'expected:'));

test('there are at least 35 wrong rows, and as many right ones', () => {
	const { statements } = ts.createSourceFile(FILE, written, ts.ScriptTarget.ES2023);
	const rows = statements
		.filter(ts.isExpressionStatement)
		.map(({ pos, end }) => written.slice(pos, end));
	const wrong = rows.filter((row) => row.includes('@ts-expect-error'));
	expect(wrong.length).toBeGreaterThanOrEqual(35);
	expect(rows.length - wrong.length).toBeGreaterThanOrEqual(35);
});

test.each([...expected])('line %i is refused: %s', (line, words) => {
	const told = findings.filter((finding) => finding.line === line);
	expect(told.map((finding) => finding.words).join('\n')).toContain(words);
});

test('nothing else is refused', () => {
	expect(findings.filter(({ line }) => !expected.has(line))).toEqual([]);
});

test('a wrong row that nobody expects is told of', () => {
	const twice = '\noperation({ ...words, request: GET(PERSON), returns: one(Person) });\n';
	expect(
		said(`${written}${twice}`)
			.map(({ words }) => words)
			.join(),
	).toContain('No path field fills {personId}');
});
