import type { IDataObject } from 'n8n-workflow';
import { inPassingTime } from '../../engine/passing-time.mts';
import { actionsOf, links, people, runTaguchi, upsert, useSandbox } from './run.mts';

const sandbox = useSandbox();
const send = (
	parameters: IDataObject = {},
	items: IDataObject[] = [{ email: 'person0@example.com' }],
) => ({
	resource: 'message',
	operation: 'send',
	parameters: {
		identifyBy: 'email',
		email: '={{ $json.email }}',
		activityId: '1209',
		...parameters,
	},
	items,
	onError: 'continueErrorOutput' as const,
});
const attempts = () => sandbox().requests.length - 1;
const sent = () => sandbox().taguchi.messages;

beforeEach(async () => {
	await runTaguchi(sandbox(), upsert({ items: people(3) }));
});

test('sends an activity with its content at its time', async () => {
	const run = await runTaguchi(
		sandbox(),
		send({
			additionalFields: {
				requestContent: { voucher: 'ÄÖÜ-1' },
				sendTimestamp: '2030-06-01T10:00:00+02:00',
				isTest: true,
			},
		}),
	);
	expect(run.done).toMatchObject([{ json: { description: 'Message sent' } }]);
	expect(sent()).toMatchObject([
		{
			activityId: 1209n,
			requestContent: { voucher: 'ÄÖÜ-1' },
			sendTimestamp: '2030-06-01T08:00:00.000Z',
			isTest: true,
		},
	]);
});

test('one bad record among others fails alone', async () => {
	const items = [...people(2), { email: 'nobody@example.com' }, people(3)[2] ?? {}];
	const run = await runTaguchi(sandbox(), send({}, items));
	expect(attempts()).toBe(1);
	expect(links(run.done)).toEqual([{ item: 0 }, { item: 1 }, { item: 3 }]);
	expect(links(run.failed)).toEqual([{ item: 2 }]);
	expect(sent()).toHaveLength(3);
});

describe('is never sent twice', () => {
	test.each([
		[{ kind: 'reset-after' }, 'connection was lost'],
		[{ kind: 'truncated' }, 'breaks off'],
	] as const)('%j', async (misbehaviour, happened) => {
		sandbox().misbehave(misbehaviour);
		const run = await runTaguchi(sandbox(), send({}, people(3)));
		expect(attempts()).toBe(1);
		expect(sent()).toHaveLength(3);
		expect(run.failed.map(({ json }) => json)).toEqual(
			people(3).map((person) => ({
				...person,
				error: expect.stringContaining(happened),
				message: expect.stringContaining('The work may have been done'),
				details: expect.anything(),
			})),
		);
	});

	test.each([500, 502, 503, 504])('after %d without Retry-After', async (status) => {
		sandbox().misbehave({ kind: 'status', status });
		const run = await runTaguchi(sandbox(), send());
		expect(attempts()).toBe(1);
		expect(run.failed).toMatchObject([
			{
				json: {
					message: expect.stringContaining('The work may have been done'),
					details: { status },
				},
			},
		]);
	});
});

describe('is sent again when Taguchi says that it was not', () => {
	test.each([429, 503])('%d with Retry-After', async (status) => {
		sandbox().misbehave({ kind: 'status', status, retryAfter: 1 });
		const run = await inPassingTime(async () => await runTaguchi(sandbox(), send()));
		expect(attempts()).toBe(2);
		expect(sent()).toHaveLength(1);
		const [refused, accepted] = run.requests;
		expect(Number(accepted?.startedAt) - Number(refused?.finishedAt)).toBe(1_000);
	});

	test('429 without Retry-After', async () => {
		sandbox().misbehave({ kind: 'status', status: 429 });
		const run = await inPassingTime(async () => await runTaguchi(sandbox(), send()));
		expect(run.done).toHaveLength(1);
		expect(sent()).toHaveLength(1);
	});
});

test('messages to one person keep their order across requests', async () => {
	sandbox().misbehave({ kind: 'delay', ms: 150 });
	const items = [1, 2, 3].map((activity) => ({ ...people(1)[0], activity }));
	await runTaguchi(
		sandbox(),
		send({ activityId: '={{ $json.activity }}', options: { batching: false } }, items),
	);
	expect(
		sandbox()
			.requests.slice(1)
			.map((request) => actionsOf(request).length),
	).toEqual([1, 1, 1]);
	expect(sent().map(({ activityId }) => activityId)).toEqual([1n, 2n, 3n]);
});

test('the environment "test" sends nothing', async () => {
	const run = await runTaguchi(sandbox(), {
		...send(),
		credential: { environment: 'test' },
	});
	expect(run.done).toMatchObject([{ json: { description: 'Message sent' } }]);
	expect(sent()).toEqual([]);
});
