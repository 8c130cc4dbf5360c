/** What n8n keeps of a trigger survives a rename of its node, and never counts where it is older than what stands there. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { readState, writeState } from '../../../core/polling/trigger-state.ts';

/** A trigger with what n8n keeps under its name and, for the whole workflow, under its ID. */
function triggerOf(byName: IDataObject, byId?: IDataObject, name = 'Trigger') {
	const kept: Record<string, IDataObject> = {
		node: byName,
		global: { other: { commits: 99 }, ...(byId && { id: byId }) },
	};
	const context: IPollFunctions = Object.assign(Object.create(null), {
		getNode: () => ({ id: 'id', name }),
		getWorkflowStaticData: (kind: string) => kept[kind],
	});
	return { context, kept };
}

describe('the state that counts', () => {
	const position = { at: 1 };
	const later = { at: 2 };

	test('is the one under the name where there is no other', () => {
		const { context } = triggerOf({ position, commits: 1 });
		expect(readState(context)).toEqual({ state: { position, commits: 1 }, provable: true });
		expect(readState(triggerOf({}).context)).toEqual({ state: {}, provable: true });
	});

	test.each<[string, boolean | undefined, boolean]>([
		['and proves that it was kept', undefined, true],
		['and proves that it was kept, where the name had a state', false, true],
		['and proves nothing, where the name had none', true, false],
	])('is the one under the ID where the name has none, %s', (_what, unproven, provable) => {
		const byId = { position, commits: 3, name: 'Before', unproven };
		expect(readState(triggerOf({}, byId).context)).toEqual({ state: byId, provable });
	});

	test('is the one under the ID where the name has one that was left behind under it', () => {
		const byName = { position, commits: 3, name: 'Trigger' };
		const byId = { position: later, commits: 4, name: 'Renamed' };
		expect(readState(triggerOf(byName, byId).context)).toEqual({ state: byId, provable: false });
	});

	test.each<[string, IDataObject, IDataObject]>([
		['a commit that was undone', { commits: 3, name: 'Trigger' }, { commits: 4, name: 'Trigger' }],
		['an older one', { commits: 3, name: 'Trigger' }, { commits: 2, name: 'Renamed' }],
		['one that is as old', { commits: 3, name: 'Trigger' }, { commits: 3, name: 'Renamed' }],
		['one without a number', { commits: 3, name: 'Trigger' }, { name: 'Renamed' }],
		['one of a name before', { commits: 3, name: 'Before' }, { commits: 4, name: 'Renamed' }],
	])('is the one under the name beside %s', (_what, byName, byId) => {
		expect(readState(triggerOf(byName, byId).context)).toEqual({ state: byName, provable: true });
	});
});

describe('a commit', () => {
	const change = {
		account: 'a',
		position: { at: 1 },
		pending: { at: 2 },
		tries: 1,
		fewest: 2,
		shortest: { at: 1 },
		repeats: true,
		anew: true,
	};

	test('is kept under the name and under the ID, with its number and the name', () => {
		const { context, kept } = triggerOf({});
		expect(writeState(context, {}, change)).toBe(1);
		expect(kept.node).toEqual({ ...change, commits: 1, name: 'Trigger' });
		expect(kept.global).toEqual({
			other: { commits: 99 },
			id: { ...change, commits: 1, name: 'Trigger', unproven: true },
		});
	});

	test('counts on from the one before, and then proves that it was kept', () => {
		const { context, kept } = triggerOf({ commits: 7 });
		expect(writeState(context, { commits: 7 }, change)).toBe(8);
		expect(kept.node).toMatchObject({ commits: 8 });
		expect(kept.global?.id).toMatchObject({ commits: 8, unproven: false });
	});

	test('leaves nothing of the one before, and takes no bookkeeping with it', () => {
		const { context, kept } = triggerOf({ ...change, commits: 1, name: 'Before' });
		const next = { account: 'a', position: { at: 2 }, unproven: true };
		writeState(context, { commits: 1 }, next);
		const written = { account: 'a', position: { at: 2 }, commits: 2, name: 'Trigger' };
		expect(JSON.parse(JSON.stringify(kept.node))).toEqual(written);
		expect(JSON.parse(JSON.stringify(kept.global?.id))).toEqual({ ...written, unproven: false });
	});
});
