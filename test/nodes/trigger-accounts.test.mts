/** What is remembered of one account says nothing of another one, in every trigger. */
import type { IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { createPoller } from '../engine/poll.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { WatchedVendor } from './watched-vendors.mts';
import { horisen, watchedVendors } from './watched-vendors.mts';

const server = useRecordingServer();

/** One trigger, whose credential somebody changes. */
function open(vendor: WatchedVendor, startFrom = 'now') {
	server().answer(vendor.answer);
	const workflowId = randomUUID();
	let staticData: IDataObject = {};
	const poll = async (
		credentials: Record<string, IDataObject>,
		parameters: IDataObject = {},
	): Promise<string[]> => {
		const poller = createPoller({
			node: vendor.node,
			parameters: { ...vendor.parameters, startFrom, startDate: '', ...parameters },
			credentials,
			credentialTypes: vendor.credentialTypes,
			workflowId,
			staticData,
		});
		const output = await poller.poll();
		({ staticData } = poller);
		return (output?.[0] ?? [])
			.map(({ json }) => `${vendor.idOf(json)}${json.beganAnew ? ' anew' : ''}`)
			.sort();
	};
	return { poll };
}

describe.each(watchedVendors)('%s', (_name, openVendor) => {
	test('with another account, only what changes from then on is told', async () => {
		const vendor = openVendor();
		for (const id of ['t1', 't2']) vendor.put(id, 'test');
		for (const id of ['s1', 's2', 's3']) vendor.put(id, 'shop');
		const { poll } = open(vendor);
		const [test, shop] = ['test', 'shop'].map((account) =>
			vendor.credentials(server().url, account),
		);
		if (!test || !shop) throw new Error('No credentials');
		expect(await poll(test)).toEqual([]);
		vendor.put('t2', 'test');
		expect(await poll(test)).toEqual(['t2']);
		expect(await poll(shop)).toEqual([]);
		vendor.put('t1', 'test');
		vendor.put('s4', 'shop');
		expect(await poll(shop)).toEqual(['s4 anew']);
		vendor.put('s1', 'shop');
		expect(await poll(shop)).toEqual(['s1']);
		expect(await poll(shop)).toEqual([]);
	});

	test('Start From: The Beginning tells everything of the other account', async () => {
		const vendor = openVendor();
		vendor.put('t1', 'test');
		vendor.put('s1', 'shop');
		const { poll } = open(vendor, 'beginning');
		expect(await poll(vendor.credentials(server().url, 'test'))).toEqual(['t1']);
		expect(await poll(vendor.credentials(server().url, 'shop'))).toEqual(['s1 anew']);
	});

	test('a renewed secret, or the same address written otherwise, changes nothing', async () => {
		const vendor = openVendor();
		vendor.put('p1', 'shop');
		const { poll } = open(vendor);
		expect(await poll(vendor.credentials(server().url, 'shop'))).toEqual([]);
		vendor.put('p2', 'shop');
		expect(await poll(vendor.credentials(server().url, 'shop', 'renewed'))).toEqual(['p2']);
		vendor.put('p3', 'shop');
		const otherwise = Object.entries(vendor.credentials(server().url, 'shop', 'renewed')).map(
			([type, data]) => [type, { ...data, baseUrl: ` ${String(data.baseUrl)}/` }],
		);
		expect(await poll(Object.fromEntries(otherwise))).toEqual(['p3']);
	});

	test('another address is another account', async () => {
		const vendor = openVendor();
		vendor.put('p1', 'shop');
		const { poll } = open(vendor);
		expect(await poll(vendor.credentials(server().url, 'shop'))).toEqual([]);
		vendor.put('p2', 'shop');
		const elsewhere = server().url.replace('127.0.0.1', 'localhost');
		expect(await poll(vendor.credentials(elsewhere, 'shop'))).toEqual([]);
	});
});

test('HORISEN: another way to sign in to the same service changes nothing', async () => {
	const vendor = horisen();
	vendor.put('p1', 'shop');
	const { poll } = open(vendor);
	const token = vendor.credentials(server().url, 'shop');
	expect(await poll(token)).toEqual([]);
	vendor.put('p2', 'shop');
	const { baseUrl, serviceUuid } = Object(token.horisenTokenApi);
	const oAuth2 = {
		horisenOAuth2Api: {
			baseUrl,
			serviceUuid,
			clientId: 'id',
			clientSecret: 'secret',
			oauthTokenData: { access_token: 'token', token_type: 'Bearer' },
		},
	};
	expect(await poll(oAuth2, { authentication: 'horisenOAuth2Api' })).toEqual(['p2']);
});
