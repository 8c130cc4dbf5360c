import type { INode } from 'n8n-workflow';
import { toErrorItem } from '../../core/execution/failure.ts';

const node: INode = {
	id: 'node',
	name: 'Node',
	type: 'node',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	onError: 'continueErrorOutput',
};
const item = toErrorItem({ message: 'Nobody found', description: 'Look.', status: 404 }, 2);

/** This house in an engine that exports less or more than today's. */
async function olderEngines({
	without = [],
	more = {},
}: { without?: string[]; more?: object } = {}) {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => {
		const exported = Object.entries(jest.requireActual<object>('n8n-workflow'));
		return { ...Object.fromEntries(exported.filter(([name]) => !without.includes(name))), ...more };
	});
	return await import('../../core/older-engines.ts');
}

test('an error item keeps its details where the error output takes them', async () => {
	const { forErrorOutput } = await olderEngines();
	expect(forErrorOutput(node, item)).toBe(item);
});

test('in an older n8n an error item has the two keys that lead to the error output, and tells its details', async () => {
	const { forErrorOutput } = await olderEngines({
		without: ['REDACTED', 'recordConsumedAuth', 'redactedHeaders'],
	});
	expect(forErrorOutput(node, item)).toEqual({
		json: { error: 'Nobody found', message: 'Look. {"status":404}' },
		pairedItem: { item: 2 },
	});
	const inline = { ...node, onError: 'continueRegularOutput' as const };
	expect(forErrorOutput(inline, item)).toBe(item);
});

test('a pause ends when the execution is stopped, in old and new engines', async () => {
	const stopped = AbortSignal.abort();
	const today = await olderEngines();
	await expect(today.sleep(60_000, stopped)).rejects.toThrow();
	const sleepWithAbort = async () => 'listens to the signal';
	const before = await olderEngines({ more: { sleepWithAbort } });
	expect(await before.sleep(60_000, stopped)).toBe('listens to the signal');
});
