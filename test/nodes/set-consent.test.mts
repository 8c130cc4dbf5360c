/** Promises of Set Consent: the right people, only what differs, and it says whether anything was written. */
import { useSandbox } from '../sandbox/use-sandbox.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { CONTACTHUB_NODE_ID } from '../../sandbox/contacthub/accounts.mts';
import { HORISEN_LIST_UUID } from '../../sandbox/horisen/accounts.mts';
import { byId, runContacthub } from './Contacthub/run.mts';
import { mappedByHand, runHorisen } from './Horisen/run.mts';
import { runTaguchi } from './Taguchi/run.mts';
import { rowCalled, runRow } from './every-row.mts';

const sandbox = useSandbox();
const server = useRecordingServer();
const writes = (from: number) =>
	sandbox()
		.requests.slice(from)
		.filter(({ method }) => method !== 'GET' && method !== 'OPTIONS');

describe('Contacthub', () => {
	const customer = (email: string, consents?: object) => ({
		resource: 'customer',
		operation: 'create',
		parameters: {
			nodeId: byId(CONTACTHUB_NODE_ID),
			input: 'json',
			customer: JSON.stringify({
				base: { contacts: { email } },
				...(consents && { consents: { marketing: { automatic: consents } } }),
			}),
		},
	});
	const set = async (address: string, emailConsent: string, smsConsent = 'unknown') =>
		await runContacthub(sandbox(), {
			resource: 'customer',
			operation: 'setConsent',
			parameters: {
				nodeId: byId(CONTACTHUB_NODE_ID),
				findBy: 'email',
				address,
				emailConsent,
				smsConsent,
			},
		});

	test('a refusal is written once, as an objection, and the second run writes nothing', async () => {
		await runContacthub(sandbox(), customer('zoe@example.com', { email: { status: true } }));
		const from = sandbox().requests.length;
		const first = await set('zoe@example.com', 'refused');
		expect(first.done.map(({ json }) => json)).toMatchObject([
			{ found: true, changed: true, emailConsent: 'refused', smsConsent: 'unknown' },
		]);
		expect(writes(from)).toHaveLength(1);
		const [stored] = sandbox().contacthub.customers;
		expect(stored).toMatchObject({
			consents: { marketing: { automatic: { email: { status: false, objection: true } } } },
		});
		const second = await set('zoe@example.com', 'refused');
		expect(second.done.map(({ json }) => json)).toMatchObject([{ found: true, changed: false }]);
		expect(writes(from)).toHaveLength(1);
	});

	test('unknown leaves both channels as they are', async () => {
		await runContacthub(sandbox(), customer('zoe@example.com', { email: { status: true } }));
		const from = sandbox().requests.length;
		const run = await set('zoe@example.com', 'unknown');
		expect(run.done.map(({ json }) => json.changed)).toEqual([false]);
		expect(writes(from)).toEqual([]);
	});

	test('a limitation is not lifted by a yes', async () => {
		await runContacthub(
			sandbox(),
			customer('zoe@example.com', { email: { status: true, limitation: true } }),
		);
		const from = sandbox().requests.length;
		const { error } = await set('zoe@example.com', 'allowed');
		expect(error?.message).toContain('limited the use of the data');
		expect(writes(from)).toEqual([]);
	});

	test('nobody found is said, and nothing is written', async () => {
		const from = sandbox().requests.length;
		const run = await set('nobody@example.com', 'refused');
		expect(run.done.map(({ json }) => json)).toEqual([{ found: false, changed: false }]);
		expect(writes(from)).toEqual([]);
	});
});

describe('HORISEN', () => {
	const set = async (address: string, smsConsent: string) =>
		await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'setConsent',
			parameters: { findBy: 'mobile', address, smsConsent },
		});

	test('opts out the contact of a number, however it is written, and only once', async () => {
		const created = await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'create',
			parameters: {
				list_uuid: byId(HORISEN_LIST_UUID),
				contact: mappedByHand({ mobile: '+41791234567', opt_status: 'in' }),
			},
		});
		expect(created.error).toBeUndefined();
		const from = sandbox().requests.length;
		const first = await set('+41791234567', 'refused');
		expect(first.done.map(({ json }) => json)).toMatchObject([
			{ found: true, changed: true, smsConsent: 'refused' },
		]);
		const second = await set('+41791234567', 'refused');
		expect(second.done.map(({ json }) => json.changed)).toEqual([false]);
		expect(writes(from)).toHaveLength(1);
	});

	test('a contact whose number only looks alike is left alone', async () => {
		await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'create',
			parameters: {
				list_uuid: byId(HORISEN_LIST_UUID),
				contact: mappedByHand({ mobile: '+417912345678', opt_status: 'in' }),
			},
		});
		const from = sandbox().requests.length;
		const run = await set('+41791234567', 'refused');
		expect(run.done.map(({ json }) => json.found)).toEqual([false]);
		expect(writes(from)).toEqual([]);
	});
});

describe('Taguchi', () => {
	const set = async (email: string, emailConsent: string) =>
		await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'setConsent',
			parameters: { identifyBy: 'email', email, emailConsent },
		});

	test('unsubscribes from all messages, takes it back, and writes only what differs', async () => {
		await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'upsert',
			parameters: {
				profile: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
			},
			items: [{ email: 'zoe@example.com', firstname: 'Zoë' }],
		});
		const from = sandbox().requests.length;
		const changes: unknown[] = [];
		for (const wanted of ['allowed', 'refused', 'refused', 'allowed', 'allowed']) {
			const run = await set('zoe@example.com', wanted);
			changes.push(run.done.map(({ json }) => json.changed)[0]);
		}
		expect(changes).toEqual([false, true, false, true, false]);
		expect(writes(from)).toHaveLength(2);
		expect(sandbox().taguchi.subscribers[0]).toMatchObject({ firstname: 'Zoë' });
	});

	test('nobody is said only in the words of Taguchi, not on a page of what stands before it', async () => {
		const run = await set('nobody@example.com', 'refused');
		expect(run.done.map(({ json }) => json)).toEqual([{ found: false, changed: false }]);
		server().answer(() => ({ status: 404, body: '<html>Not Found</html>' }));
		const { error } = await runRow(rowCalled('Taguchi subscriber.setConsent'), server().url, {
			values: { identifyBy: 'email', email: 'zoe@example.com', emailConsent: 'refused' },
		});
		expect(error).toBeDefined();
	});
});
