import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { actionsOf, links, people, runTaguchi, upsert, useSandbox } from './run.mts';

const sandbox = useSandbox();
const log = (parameters: IDataObject, items: IDataObject[] = [{}]) => ({
	resource: 'event',
	operation: 'log',
	parameters: { identifyBy: 'email', email: 'jane@example.com', type: 'p', ...parameters },
	items,
	onError: 'continueErrorOutput' as const,
});
const bodyOfLast = () => sandbox().requests.at(-1)?.body;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

beforeEach(async () => {
	const items = [{ email: 'jane@example.com', phone: '+61400000000' }];
	await runTaguchi(sandbox(), upsert({ items }));
});

test('logs what happened, when, and to which activity', async () => {
	const run = await runTaguchi(
		sandbox(),
		log({
			data: '{"total": 123.50, "order": 9007199254740993}',
			additionalFields: {
				loggedTimestamp: '2026-03-20T10:30:00+01:00',
				activityId: '9007199254740993',
				isTest: true,
			},
		}),
	);
	expect(run.done).toMatchObject([{ json: { code: 200, description: 'Event logged' } }]);
	expect(sandbox().taguchi.events).toMatchObject([
		{
			type: 'p',
			data: { total: 123.5 },
			loggedTimestamp: '2026-03-20T09:30:00.000Z',
			activityId: 9007199254740993n,
			isTest: true,
		},
	]);
});

test('sends only what was filled in', async () => {
	await runTaguchi(sandbox(), log({}));
	expect(bodyOfLast()).toBe('[{"event":{"target":{"email":"jane@example.com"},"type":"p"}}]');
});

test('takes codes that are not listed', async () => {
	await runTaguchi(sandbox(), log({ type: 'other', otherType: 'f' }));
	expect(sandbox().taguchi.events).toMatchObject([{ type: 'f' }]);
});

test('250 items make three requests, and each gets its own result', async () => {
	const items = people(250);
	items[120] = { email: 'jane@example.com' };
	const run = await runTaguchi(sandbox(), log({ email: '={{ $json.email }}' }, items));
	expect(
		sandbox()
			.requests.slice(1)
			.map((request) => actionsOf(request).length),
	).toEqual([100, 100, 50]);
	expect(links(run.done)).toEqual([{ item: 120 }]);
	expect(links(run.failed)).toHaveLength(249);
});

test('is not logged twice when the answer is lost', async () => {
	sandbox().misbehave({ kind: 'reset-after' });
	const run = await runTaguchi(sandbox(), log({}));
	expect(sandbox().taguchi.events).toHaveLength(1);
	expect(run.failed[0]?.json.message).toContain('The work may have been done');
});

describe('the target', () => {
	test.each([
		[{ identifyBy: 'email', email: ' Jane@Example.com ' }, { email: 'jane@example.com' }],
		[{ identifyBy: 'phone', phone: '+61400000000' }, { phone: '+61400000000' }],
		[
			{ identifyBy: 'emailAndPhone', email: 'jane@example.com', phone: '+61400000000' },
			{ email: 'jane@example.com', phone: '+61400000000' },
		],
		[{ identifyBy: 'ref', ref: 'customer-1' }, { ref: 'customer-1' }],
	])('%j', async (parameters, target) => {
		await runTaguchi(sandbox(), log(parameters));
		expect(JSON.parse(bodyOfLast() ?? '')).toEqual([{ event: { target, type: 'p' } }]);
	});

	test('an identifier that Identify By does not name is not sent, though the form still holds it', async () => {
		await runTaguchi(sandbox(), log({ identifyBy: 'id', id: '9007199254740993', ref: 'old' }));
		expect(bodyOfLast()).toBe('[{"event":{"target":{"id":9007199254740993},"type":"p"}}]');
		expect(sandbox().taguchi.events).toHaveLength(1);
	});

	test('an empty identifier is refused by name, and the other items go on', async () => {
		const items = [{ email: 'jane@example.com' }, { email: '' }];
		const run = await runTaguchi(sandbox(), log({ email: '={{ $json.email }}' }, items));
		expect(links(run.done)).toEqual([{ item: 0 }]);
		expect(run.failed).toMatchObject([
			{ json: { error: '"Email" is empty' }, pairedItem: { item: 1 } },
		]);
	});
});

describe('Hash Email and Phone', () => {
	const hashed = { additionalFields: { hash: true } };

	test('sends the SHA-256 of the lowercase address, and Taguchi finds the person', async () => {
		const run = await runTaguchi(sandbox(), log({ email: 'Jane@Example.com', ...hashed }));
		expect(JSON.parse(bodyOfLast() ?? '')).toEqual([
			{ event: { target: { email: sha256('jane@example.com') }, type: 'p' } },
		]);
		expect(run.done).toHaveLength(1);
		expect(sandbox().taguchi.events).toHaveLength(1);
	});

	test('sends the SHA-256 of the phone number', async () => {
		await runTaguchi(sandbox(), upsert({ items: [{ phone: '+614' }], endpoint: 'tokenByPhone' }));
		const run = await runTaguchi(sandbox(), {
			...log({ identifyBy: 'phone', phone: ' +614 ', ...hashed }),
			endpoint: 'tokenByPhone',
		});
		expect(bodyOfLast()).toContain(sha256('+614'));
		expect(run.done).toHaveLength(1);
	});

	test('leaves ids as they are', async () => {
		await runTaguchi(sandbox(), log({ identifyBy: 'ref', ref: 'customer-1', ...hashed }));
		expect(bodyOfLast()).toContain('"ref":"customer-1"');
	});

	test('a hash reads nothing', async () => {
		const run = await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'get',
			parameters: { identifyBy: 'email', email: sha256('jane@example.com') },
			onError: 'continueErrorOutput',
		});
		expect(run.failed).toMatchObject([{ json: { details: { status: 404 } } }]);
	});
});
