import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../.ci/changelog');
let place = '';
const git = (...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
		cwd: place,
		stdio: 'pipe',
	});
function commit(message: string, files: string[]): void {
	for (const file of files) {
		mkdirSync(join(place, file, '..'), { recursive: true });
		writeFileSync(join(place, file), message);
	}
	git('add', '.');
	git('commit', '-qm', message);
}
const check = () => spawnSync(script, ['base'], { cwd: place, encoding: 'utf8' });

beforeEach(() => {
	place = mkdtempSync(join(tmpdir(), 'changelog-'));
	git('init', '-q');
	commit('first', ['core/a.ts', 'CHANGELOG.md']);
	git('branch', 'base');
});
afterEach(() => rmSync(place, { recursive: true }));

test('what ships and is not told is named, with the way out', () => {
	commit('change', ['core/a.ts', 'test/a.mts']);
	const { status, stdout } = check();
	expect(status).toBe(1);
	expect(stdout).toContain('core/a.ts');
	expect(stdout).not.toContain('test/a.mts');
	expect(stdout).toContain('Add a line under "Unreleased"');
});

test.each([
	['what is told', 'change', ['core/a.ts', 'CHANGELOG.md']],
	['what does not ship', 'change', ['test/a.mts']],
	[
		'what nobody notices, and says why',
		'Move a file\n\nNo changelog: the same code',
		['core/b.ts'],
	],
])('%s passes', (_what, message, files) => {
	commit(message, files);
	expect(check()).toMatchObject({ status: 0, stdout: '' });
});
