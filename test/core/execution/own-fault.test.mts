/** A fault of our own is said as what it is, and takes no other item with it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { execute } from '../../../core/execution/execute.ts';
import { fromThrown } from '../../../core/execution/failure.ts';
import { Taguchi } from '../../../nodes/Taguchi/Taguchi.node.ts';
import { taguchi } from '../../../nodes/Taguchi/vendor.ts';
import { subscriber } from '../../../nodes/Taguchi/operations/subscriber.ts';
import { runNode } from '../../engine/execute.mts';
import {
	credentialFor,
	credentialTypes,
	links,
	upsert,
	useSandbox,
} from '../../nodes/Taguchi/run.mts';

const sandbox = useSandbox();
const SECRET = 'ann@example.com';

/** Calls what is not there, as a fault of ours would. */
const broken = () => Object({}).trim();

/** The node with a row that has a fault where it makes, or reads, what belongs to Bob. */
function faulty(where: 'elements' | 'read') {
	const { upsert: row } = subscriber.operations;
	const { batch } = row;
	if (!batch) throw new TypeError('The row has batches');
	const isBob = (values: Readonly<Record<string, unknown>>) =>
		JSON.stringify(values).includes('bob');
	const mended = {
		...batch,
		...(where === 'elements' && {
			elements: (values: Readonly<Record<string, unknown>>) =>
				isBob(values) ? broken() : batch.elements(values),
		}),
		...(where === 'read' && { read: broken }),
	};
	const operations = { ...subscriber.operations, upsert: { ...row, batch: mended } };
	const vendor = { ...taguchi, resources: [{ ...subscriber, operations }] };
	return new (class extends Taguchi {
		override async execute(this: IExecuteFunctions) {
			return await execute(this, vendor);
		}
	})();
}

const run = async (where: 'elements' | 'read', onError?: 'continueErrorOutput') => {
	const { type, data } = credentialFor(sandbox(), 'token');
	return await runNode({
		node: faulty(where),
		parameters: { authentication: type, ...upsert({}), ...upsert({}).parameters },
		credentials: { [type]: data },
		credentialTypes,
		items: [{ email: SECRET }, { email: 'bob@example.com' }],
		onError,
	});
};

const FAULT = {
	message: expect.stringMatching(/^This node has a fault of its own/),
	description: expect.stringMatching(/report it at https.*TypeError: .*\(\S* \S+:\d+:\d+\)/),
};

test('the node stops with the technical words and where to report them, not with advice on the credential', async () => {
	const { error, requests } = await run('elements');
	expect(error).toMatchObject({ ...FAULT, context: { itemIndex: 1 } });
	expect(`${error?.message} ${error?.description}`).not.toMatch(/credential/);
	expect(requests).toEqual([]);
});

test('with On Error the other items keep their results', async () => {
	const { outputs } = await run('elements', 'continueErrorOutput');
	const [done = [], failed = []] = outputs;
	expect(links(done)).toEqual([{ item: 0 }]);
	expect(failed).toMatchObject([
		{ json: { error: FAULT.message, message: FAULT.description }, pairedItem: { item: 1 } },
	]);
});

test('a fault in reading an answer does not call the work undone', async () => {
	const { outputs, requests } = await run('read', 'continueErrorOutput');
	expect(requests).toHaveLength(1);
	const [, failed = []] = outputs;
	expect(links(failed)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(failed[0]?.json.message).toMatch(/look before you run it again/);
});

/** What JavaScript throws over somebody's data. */
const thrown = (work: () => unknown): unknown => {
	try {
		work();
	} catch (reason) {
		return reason;
	}
	throw new Error('Nothing was thrown');
};

test.each<[string, () => unknown]>([
	['text that is no JSON', () => JSON.parse(`{"email": ${SECRET}}`)],
	['text that is no number', () => BigInt(SECRET)],
	['a text asked for a property', () => 'email' in Object(SECRET).valueOf()],
	['a property put on a text', () => Object.assign(SECRET, { 0: 'x' })],
	['a number that is none of the whole ones', () => BigInt(4711.5)],
	['an address cut in half', () => decodeURIComponent(`%E4${SECRET}`)],
	['a pattern that does not close', () => new RegExp(`(${SECRET}`)],
])('the words of a fault repeat no data: %s', (_what, work) => {
	const told = JSON.stringify(fromThrown(thrown(work)));
	expect(told).toMatch(/(Type|Range|Syntax|URI)Error/);
	expect(told).not.toContain('ann@');
	expect(told).not.toContain('4711');
});

test('what is no fault of ours keeps its own words', () => {
	expect(fromThrown(new Error('The secret is too short'))).toEqual({
		message: 'The secret is too short',
		description: 'Check the credential and the settings of this node.',
	});
});
