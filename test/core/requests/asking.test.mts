/** Who asks a row: by which path, with what advice, and what is made of an answer that the row does not document. */
import { NodeOperationError } from 'n8n-workflow';
import { UnusableCredential } from '../../../core/credentials/pasted.ts';
import { Previewed } from '../../../core/execution/preview.ts';
import { Slots } from '../../../core/execution/slots.ts';
import { channelOf } from '../../../core/requests/channel.ts';
import { usable } from '../../../core/requests/connection.ts';
import type { Door } from '../../../core/requests/door.ts';
import { ask, askForDocumented, openDoor } from '../../../core/requests/door.ts';
import { readPublicText } from '../../../core/requests/public-text.ts';
import { BRIEF } from '../../../core/requests/transport.ts';
import { text } from '../../../core/rows/field.ts';
import { one } from '../../../core/rows/operation.ts';
import { GET, PUT } from '../../../core/rows/route.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import { soon } from '../../engine/passing-time.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { editorContext, executionContext } from '../../engine/request-context.mts';
import { acme, rowOf } from '../execution/acme.mts';

const server = useRecordingServer();

const row = rowOf({
	request: GET('/people/{id}'),
	path: { id: text('ID') },
	returns: one({ id: text('ID') }),
});
const inferred = { ...row, inferred: true };
const values = { id: 'a' };
const signed = { type: new HorisenTokenApi(), data: { token: 'a-token' } };
const contextOf = () => executionContext(signed);

function doorTo(more: Partial<Door> = {}, vendor: Partial<Vendor> = {}): Door {
	const { url } = server();
	return {
		context: contextOf(),
		vendor: { ...acme(row, url), ...vendor },
		connection: { baseUrl: url, path: {} },
		...more,
	};
}
const urls = () => server().received.map(({ method, url }) => `${method} ${url}`);

describe('a row', () => {
	test('is asked by its own path, or by the one that is given', async () => {
		server().answer(() => ({ body: { id: 'a' } }));
		expect(await ask(doorTo(), row, values)).toMatchObject({ ok: true, data: { id: 'a' } });
		await ask(doorTo(), row, values, { request: PUT('/other/{id}'), body: {} });
		expect(urls()).toEqual(['GET /people/a', 'PUT /other/a']);
	});

	test('whose path is inferred is asked by the one that the vendor publishes', async () => {
		server().answer(() => ({ body: { id: 'a' } }));
		const asked: unknown[] = [];
		const publishedRoute: Vendor['publishedRoute'] = async (_context, connection, which) => {
			asked.push(connection.baseUrl, which);
			return GET('/published/{id}');
		};
		await ask(doorTo({}, { publishedRoute }), inferred, values);
		expect(asked).toEqual([server().url, inferred]);
		await ask(doorTo({}, { publishedRoute }), row, values);
		expect(asked).toHaveLength(2);
		await ask(doorTo({}, { publishedRoute: async () => undefined }), inferred, values);
		await ask(doorTo(), inferred, values);
		expect(urls()).toEqual(['GET /published/a', 'GET /people/a', 'GET /people/a', 'GET /people/a']);
	});

	test.each([
		[404, true],
		[405, true],
		[400, false],
		[403, false],
	])(
		'says at %d that a path which nobody has confirmed may be wrong: %s',
		async (status, doubted) => {
			server().answer(() => ({ status }));
			const told = async (of: typeof row, door = doorTo()) => {
				const answer = await ask(door, of, values);
				return answer.ok ? '' : answer.failure.description;
			};
			const doubt =
				/^\S.*\. The path of this operation is not confirmed: Acme does not publish it, and "GET \/people\/\{id\}" is inferred\. If you know the right one, call it by hand/;
			if (doubted) expect(await told(inferred)).toMatch(doubt);
			else expect(await told(inferred)).not.toMatch(/not confirmed/);
			expect(await told(row)).not.toMatch(/not confirmed/);
			const given = await ask(doorTo(), inferred, values, { request: GET('/other/{id}') });
			expect(given.ok ? '' : given.failure.description).not.toMatch(/not confirmed/);
			const publishedRoute = async () => GET('/published/{id}');
			expect(await told(inferred, doorTo({}, { publishedRoute }))).not.toMatch(/not confirmed/);
		},
	);

	test('may know better how to get unstuck, by the status and by the values', async () => {
		server().answer(() => ({ status: 409, body: { words: 'no' } }));
		const advise = (status: number | undefined, given: Readonly<Record<string, unknown>>) =>
			status === 409 ? `Not so with ${String(given.id)}.` : undefined;
		expect(await ask(doorTo(), { ...row, advise }, values)).toMatchObject({
			ok: false,
			failure: { description: 'Not so with a.', status: 409 },
			data: { words: 'no' },
		});
		server().answer(() => ({ status: 404 }));
		expect(await ask(doorTo(), { ...row, advise }, values)).toMatchObject({
			failure: { description: expect.stringContaining('Check the identifier') },
		});
	});

	test('is shown in place of being asked, for a preview, and its path is looked up nowhere', async () => {
		server().answer(() => ({}));
		const publishedRoute = async () => {
			throw new Error('Somebody was asked');
		};
		const door = doorTo({ preview: true }, { publishedRoute });
		await expect(ask(door, inferred, values)).rejects.toBeInstanceOf(Previewed);
		await expect(ask(door, row, values, { request: GET('/other/{id}') })).rejects.toMatchObject({
			request: { method: 'GET', path: '/other/a' },
		});
		expect(urls()).toEqual([]);
	});

	test('waits for a slot, where there are any', async () => {
		server().answer(() => ({ body: { id: 'a' } }));
		const slots = new Slots(1);
		let free = () => {};
		const taken = slots.use(async () => await new Promise<void>((resolve) => (free = resolve)));
		const asking = ask(doorTo({ slots }), row, values);
		for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
		expect(urls()).toEqual([]);
		free();
		await taken;
		expect(await asking).toMatchObject({ ok: true });
	});

	test('is believed only where the answer is what it documents, by whoever reads that himself', async () => {
		server().answer(() => ({ body: { note: 'back soon' } }));
		expect(await ask(doorTo(), row, values)).toMatchObject({ ok: true });
		expect(await askForDocumented(doorTo(), row, values)).toMatchObject({
			ok: false,
			failure: { message: 'Acme answered something else where a record belongs' },
		});
		server().answer(() => ({ body: { id: 'a' } }));
		expect(await askForDocumented(doorTo(), row, values, { request: GET('/x') })).toMatchObject({
			ok: true,
		});
		expect(urls()).toEqual(['GET /x']);
	});
});

test('a door is opened with the credential of an item, and as much patience as is given', async () => {
	const items: number[] = [];
	const vendor: Vendor = {
		...acme(row, ''),
		connect: async (_context, itemIndex) => {
			items.push(itemIndex);
			return { baseUrl: 'https://a.example', path: {} };
		},
	};
	const context = contextOf();
	expect(await openDoor(context, vendor, BRIEF, 3)).toEqual({
		context,
		vendor,
		connection: { baseUrl: 'https://a.example', path: {} },
		patience: BRIEF,
	});
	expect((await openDoor(context, vendor)).patience).toBeUndefined();
	expect(items).toEqual([3, 0]);
});

describe('a credential that cannot be used', () => {
	test('stops the node in its own words', async () => {
		const context = contextOf();
		expect(await usable(context, async () => 'account')).toBe('account');
		const unusable = usable(context, () => {
			throw new UnusableCredential('"Token" is empty', 'Paste it.');
		});
		await expect(unusable).rejects.toBeInstanceOf(NodeOperationError);
		await expect(unusable).rejects.toMatchObject({
			message: '"Token" is empty',
			description: 'Paste it.',
			node: { name: 'Node' },
		});
	});

	test.each([new Error('Odd'), 'Odd'])(
		'has no advice where nobody knows any: %p',
		async (thrown) => {
			const other = usable(contextOf(), () => {
				throw thrown;
			});
			await expect(other).rejects.toMatchObject({ message: 'Odd', name: 'NodeOperationError' });
			const reason: unknown = await other.catch((rejected: unknown) => rejected);
			expect(Object(reason).description ?? undefined).toBeUndefined();
		},
	);
});

describe('the channel of a context', () => {
	test('knows the credential, the run, and how it is stopped', () => {
		const stop = new AbortController();
		const context = executionContext(signed, stop.signal);
		const channel = channelOf(context);
		expect(channel.run).toBe(context);
		expect(channel.cancel).toBe(stop.signal);
		expect(channel.credentialId('horisenTokenApi')).toBe(
			context.getNode().credentials?.horisenTokenApi?.id,
		);
		expect(channel.credentialId('another')).toBe('');
		expect(channelOf(editorContext(signed)).cancel).toBeUndefined();
	});

	test.each([
		['an execution', contextOf],
		['a poll or a dropdown', () => editorContext(signed)],
	])('sends through n8n, signed or plain, and ends with the time: %s', async (_where, of) => {
		server().answer(({ url }) => (url === '/slow' ? new Promise(() => undefined) : {}));
		const channel = channelOf(of());
		const options = (path: string, abortSignal?: AbortSignal) => ({
			url: `${server().url}${path}`,
			returnFullResponse: true,
			abortSignal,
		});
		await channel.plain(options('/plain'));
		await channel.signed(options('/signed'), 'horisenTokenApi');
		const [plain, own] = server().received.map(({ headers }) => JSON.stringify(headers));
		expect(plain).not.toContain('a-token');
		expect(own).toContain('a-token');
		const stop = new AbortController();
		const slow = channel.signed(options('/slow', stop.signal), 'horisenTokenApi');
		slow.catch(() => undefined);
		while (server().received.length < 3) await new Promise(setImmediate);
		stop.abort();
		await expect(soon(slow)).rejects.not.toThrow('The work hangs');
	});
});

describe('a public text', () => {
	const bounds = { timeoutMs: 10_000, largestBytes: 100 };
	const read = async () => await readPublicText(contextOf(), `${server().url}/api.yml`, bounds);

	test('is asked for once, without a credential', async () => {
		server().answer(() => ({ body: 'openapi: 3' }));
		expect(await read()).toBe('openapi: 3');
		expect(urls()).toEqual(['GET /api.yml']);
		expect(JSON.stringify(server().received)).not.toContain('a-token');
	});

	test.each([{ status: 204 }, { status: 201, body: 'x' }, { body: 'x'.repeat(101) }])(
		'is none: %j',
		async (reply) => {
			server().answer(() => reply);
			await expect(read()).rejects.toThrow(new TypeError('There is no such text'));
			expect(urls()).toHaveLength(1);
		},
	);
});
