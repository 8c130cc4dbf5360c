/** A fault of our own is said as what it is, and takes no other item with it. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { execute } from '../../../core/execution/execute.ts';
import { fromThrown } from '../../../core/execution/failure.ts';
import { ownFault } from '../../../core/execution/own-fault.ts';
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

/** What is said of an exception; its name, words and stack are what matters. */
const saidOf = (name: string, message: string, stack = '') =>
	ownFault(Object.assign(new Error(message), { name, stack }))?.description;

const said = (words: string, place: string) =>
	`Please report it at https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data/issues with Resource, Operation and these words: ${words} (${place}). If the item writes something, look before you run it again: the request may have been sent.`;

test.each(['Type', 'Range', 'Reference', 'Syntax', 'URI', 'Eval'])(
	'a %sError is a fault of ours',
	(kind) => {
		expect(saidOf(`${kind}Error`, 'odd')).toMatch(new RegExp(`words: ${kind}Error`));
		expect(saidOf(`My${kind}Error`, 'odd')).toBeUndefined();
		expect(saidOf(`${kind}Errors`, 'odd')).toBeUndefined();
	},
);

test.each([new Error('odd'), 'TypeError', { name: 'TypeError', message: 'odd' }, null])(
	'%p is none',
	(reason) => {
		expect(ownFault(reason)).toBeUndefined();
	},
);

test.each([
	['TypeError', "Cannot read properties of undefined (reading 'trim')", 'the same'],
	['TypeError', "Cannot set properties of null (setting 'trim')", 'the same'],
	['TypeError', '"ann@example.com" is not a function', '… is not a function'],
	['TypeError', "between 'ann' and 'bob'", 'between … and …'],
	['TypeError', '`ann\nbob` is odd', '… is odd'],
	[
		'TypeError',
		"Cannot use 'in' operator to search for 'email' in ann\nbob",
		'Cannot use … operator to search for … in …',
	],
	['RangeError', 'Invalid array length 4711', 'Invalid array length …'],
	['SyntaxError', 'Unexpected token ann', undefined],
	['URIError', 'ann is malformed', undefined],
])('of the words of a %s, "%s", %s is repeated', (name, message, repeated) => {
	const words = repeated === 'the same' ? message : repeated;
	expect(saidOf(name, message)).toBe(said(words === undefined ? name : `${name}: ${words}`, ' '));
});

test.each([
	['at broken (/home/ann/core/values.ts:12:34)', 'broken values.ts:12:34'],
	['at async Run.send (C:\\home\\ann\\values.js:1:2)', 'Run.send values.js:1:2'],
	['at /home/ann/values.ts:1:2', ' values.ts:1:2'],
	['at values.ts:1:2', ' values.ts:1:2'],
	['at <anonymous>\n    at next (/x/y.ts:5:6)', 'next y.ts:5:6'],
	['nowhere', ' '],
])('of the stack "%s", "%s" is told', (stack, place) => {
	expect(saidOf('TypeError', 'odd', `TypeError: odd\n    ${stack}`)).toBe(
		said('TypeError: odd', place),
	);
});

test('it is said that nobody else has caused it', () => {
	expect(ownFault(new TypeError('odd'))?.message).toBe(
		'This node has a fault of its own and cannot go on with the item; your data and settings did not cause it',
	);
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
