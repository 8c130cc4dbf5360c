/**
 * No secret of a credential is ever told: not where the vendor, a gateway or n8n itself repeats it, in whatever answer, in
 * outputs, exceptions, hints, lists of the editor, states of triggers, tests of credentials or on the console.
 */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Operation } from '../../core/rows/operation.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import { TaguchiWebhookApi } from '../../credentials/TaguchiWebhookApi.credentials.ts';
import { TaguchiTrigger } from '../../nodes/Taguchi/TaguchiTrigger.node.ts';
import { CredentialStore } from '../engine/credential-store.mts';
import { listSearch, loadOptions, resourceMapping, testCredential } from '../engine/editor.mts';
import { createPoller } from '../engine/poll.mts';
import type { Received, Reply } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { callWebhook } from '../engine/webhook.mts';
import type { Account } from './accounts.mts';
import { accounts } from './accounts.mts';
import type { Guarded } from './canaries.mts';
import { guarded, secretsIn, shownBy } from './canaries.mts';
import type { EveryRow } from './every-row.mts';
import { everyRow, runRow } from './every-row.mts';

// How long to wait before the next try is not the question here.
jest.mock('../../core/older-engines.ts', () => ({
	...jest.requireActual('../../core/older-engines.ts'),
	sleep: async () => undefined,
}));

const server = useRecordingServer();

/** What somebody repeats: the request as it came, and each secret in the ways in which services write. */
interface Repeated {
	words: string;
	plain: string[];
	received: Received;
	list: unknown;
}

const CODED: Array<(secret: string) => string> = [
	(secret) => secret,
	encodeURIComponent,
	(secret) => new URLSearchParams({ secret }).toString(),
	(secret) => Buffer.from(secret).toString('base64'),
	(secret) => Buffer.from(`user:${secret}`).toString('base64'),
	(secret) => Buffer.from(`{"sub":"${secret}"}`).toString('base64url'),
	(secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
	(secret) =>
		secret.replace(
			/[^a-z0-9]/gi,
			(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
		),
	(secret) => secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
];

const said = ({ words, plain }: Repeated) => ({
	message: words,
	description: words,
	name: plain.join(' '),
	error: 'invalid_request',
	error_description: words,
	logref: words,
	code: 400,
	details: [{ field: 'authorization', message: words }, plain],
	items: [{ message: words, description: words, name: words, field: plain[0], code: words }],
	errors: plain.map((value) => ({ message: value, code: value, path: value })),
	fault: { faultstring: words },
});

/** As PHP writes JSON: every slash with a backslash, and everything odd by its number. */
const escaped = (value: unknown) =>
	JSON.stringify(value)
		.replaceAll('/', '\\/')
		.replaceAll('&', '\\u0026')
		.replaceAll("'", '\\u0027');

const ANSWERS: Record<string, (repeated: Repeated) => Reply> = {
	'401 with the header': (all) => ({ status: 401, body: said(all) }),
	'403 in a list of verdicts': (all) => ({ status: 403, body: [said(all)] }),
	'422 with details': (all) => ({ status: 422, body: said(all) }),
	'400 as PHP writes it': (all) => ({ status: 400, body: escaped([said(all)]) }),
	'400 as text': ({ words }) => ({ status: 400, body: words }),
	'404 as one text in JSON': ({ words }) => ({ status: 404, body: JSON.stringify(words) }),
	'429 that asks to wait for long': (all) => ({
		status: 429,
		headers: { 'retry-after': '600' },
		body: said(all),
	}),
	'500 as a page': ({ words }) => ({ status: 500, body: `<html><pre>${words}</pre></html>` }),
	'200 as a page': ({ words }) => ({ body: `<html><pre>${words}</pre></html>` }),
	'200 with verdicts': (all) => ({ body: [said(all), said(all)] }),
	'200 with an import result': (all) => ({
		body: {
			created: 0,
			updated: 0,
			invalid: 1,
			errors: [
				{ contact: { email: 'ann@example.com', mobile: '+41765554366' }, errors: said(all).items },
			],
		},
	}),
	'200 with words alone': (all) => ({ body: said(all) }),
	'200 with the request in its records': ({ words, plain, received, list }) => ({
		body: escaped(
			withEcho(list, {
				id: 'x',
				name: plain[0],
				words,
				headers: received.headers,
				[plain[0] ?? '']: 1,
			}),
		),
	}),
	'200 with the request in one record': ({ words, plain, received }) => ({
		body: {
			id: 'x',
			uuid: 'x',
			name: plain.join(),
			status: words,
			headers: received.headers,
			plain,
		},
	}),
	'200 cut off': ({ words }) => ({ body: `{"id": ${JSON.stringify(words)}, ` }),
	'302 to where it stands': ({ plain: [first = 'x', ...others] }) => ({
		status: 302,
		headers: {
			location: encodeURI(
				`http://${first.replace(/[^a-z0-9]/gi, '')}.example/login/${first}/${encodeURIComponent(first)}/${others.join('/')}?x=${first}#${first}`,
			),
		},
		body: '',
	}),
};

/** A list of the vendor's, each record of it with more than it should have. */
function withEcho(list: unknown, echo: object): unknown {
	const more = (record: unknown) => ({ ...Object(record), ...echo });
	if (Array.isArray(list)) return list.length > 0 ? list.map(more) : [more({})];
	return Object.fromEntries(
		Object.entries(Object(list)).map(([name, value]) => [
			name,
			Array.isArray(value) ? (value.length > 0 ? value.map(more) : [more({})]) : value,
		]),
	);
}

/** All that was ever shown by a request of the credential under test, or stands in it. */
const secrets = new Set<string>();

/** Answers every request in one way; where tokens are given, it gives them first, or not even that. */
function answerWith(one: Guarded, how: (repeated: Repeated) => Reply, givesTokens: boolean): void {
	server().answer((received) => {
		const plain = shownBy(one, received);
		for (const secret of plain) secrets.add(secret);
		const { tokens } = one;
		if (tokens && givesTokens && received.url === tokens.path) {
			return { body: { access_token: tokens.token, token_type: 'Bearer', expires_in: 3600 } };
		}
		const words = [
			`Authorization: ${received.headers.authorization ?? ''}`,
			...CODED.flatMap((coded) => plain.map(coded)),
			JSON.stringify(received.headers),
			received.body,
		].join(' ; ');
		return how({ words, plain, received, list: one.account.list });
	});
}

/** Everything that belongs to a value, however deep: properties that are not listed, causes, stacks. */
const all = (value: unknown): string =>
	inspect(value, {
		depth: 30,
		showHidden: true,
		maxArrayLength: null,
		maxStringLength: null,
		breakLength: Infinity,
	});

const spoken: string[] = [];
beforeAll(() => {
	for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
		jest.spyOn(console, level).mockImplementation((...words: unknown[]) => {
			spoken.push(all(words));
		});
	}
});
beforeEach(() => {
	spoken.length = 0;
	secrets.clear();
});

let texts = 0;

/** Where secrets stand in what came of something, as `where: which`. */
function found(where: string, ...told: unknown[]): string[] {
	texts += told.length;
	const text = [...told.map((one) => (typeof one === 'string' ? one : all(one))), ...spoken].join(
		'\n',
	);
	const shown = secretsIn(text, [...secrets]);
	return shown.length > 0 ? [`${where}: ${shown.join(', ')} in ${text.slice(0, 100)}`] : [];
}

/** One row of each kind of answer and of request. */
function rowsOf(account: Account): EveryRow[] {
	const kinds = new Map<string, EveryRow>();
	for (const each of everyRow) {
		const { request, returns, batch, paging, procedure }: Operation = each.row;
		const kind = [request.method, returns.kind, !!batch, !!paging, !!procedure].join();
		if (each.account === account && !kinds.has(kind)) kinds.set(kind, each);
	}
	return [...kinds.values()];
}

const MANNERS = [
	{},
	{ onError: 'continueErrorOutput' },
	{ onError: 'continueRegularOutput', tool: true },
] as const;
const answers = Object.entries(ANSWERS);
const phases = (one: Guarded) => (one.tokens ? [true, false] : [true]);

describe.each(guarded)('$title', (one) => {
	const credentials = () => ({ [one.type.name]: one.data(server().url) });
	const authentication = one.type.name;

	test.each(answers)('the node, answered %s', async (title, how) => {
		const seen: string[] = [];
		for (const [at, row] of rowsOf(one.account).entries()) {
			// One manner for each row, another one with the next answer.
			for (const manner of MANNERS.slice((at + title.length) % 3).slice(0, 1)) {
				// Without a token no row is asked, so one row stands for all.
				for (const givesTokens of at === 0 ? phases(one) : [true]) {
					answerWith(one, how, givesTokens);
					const run = await runRow(
						{ ...row, account: { ...row.account, type: one.type, data: one.data } },
						server().url,
						{
							...manner,
							items: [{ email: 'ann@example.com' }, { email: 'bob@example.com' }],
						},
					);
					expect(server().received.length).toBeGreaterThan(0);
					seen.push(...found(row.title, run.outputs, run.error, run.hints));
				}
			}
		}
		expect(seen).toEqual([]);
	});

	test.each(answers)('the editor, answered %s', async (_title, how) => {
		const seen: string[] = [];
		const ask = { listSearch, loadOptions, resourceMapping };
		for (const kind of ['listSearch', 'loadOptions', 'resourceMapping'] as const) {
			for (const method of Object.keys(one.node.methods?.[kind] ?? {})) {
				for (const givesTokens of phases(one)) {
					answerWith(one, how, givesTokens);
					const told = await ask[kind]({
						node: one.node,
						method,
						parameters: { authentication },
						credentials: credentials(),
						credentialTypes: [one.type],
					}).catch((thrown: unknown) => thrown);
					seen.push(...found(method, told));
				}
			}
		}
		expect(seen).toEqual([]);
	});

	test.each(answers)('the test of the credential, answered %s', async (_title, how) => {
		for (const givesTokens of phases(one)) {
			answerWith(one, how, givesTokens);
			const result = await testCredential({
				type: one.type,
				data: one.data(server().url),
				node: one.node,
			});
			expect(found('test', result)).toEqual([]);
		}
	});

	const { poller } = one;
	if (!poller?.description.credentials?.some(({ name }) => name === one.type.name)) return;
	test.each(answers)('the trigger, answered %s', async (_title, how) => {
		for (const mode of ['trigger', 'manual'] as const) {
			for (const givesTokens of phases(one)) {
				answerWith(one, how, givesTokens);
				const open = createPoller({
					node: poller,
					parameters: { authentication, startFrom: 'beginning' },
					credentials: credentials(),
					credentialTypes: [one.type],
					workflowId: randomUUID(),
					mode,
				});
				for (const _poll of [1, 2]) {
					const told = await open.poll().catch((thrown: unknown) => thrown);
					expect(found(mode, told, open.staticData)).toEqual([]);
				}
			}
		}
	});
});

describe('who an item is about', () => {
	const PERSON = { email: 'ann.canary@example.com', mobile: '+41765554366', last_name: 'Cänary' };
	const silent: Array<[string, () => Reply | undefined]> = [
		['400', () => ({ status: 400 })],
		['404', () => ({ status: 404, body: '<html>Not Found</html>' })],
		['409', () => ({ status: 409 })],
		['422', () => ({ status: 422, body: [] })],
		['500', () => ({ status: 500 })],
		['an answer of another shape', () => ({ body: { maintenance: true } })],
		['a verdict without words', () => ({ body: [{ code: 400 }, { code: 400 }] })],
		['another address', () => ({ status: 302, headers: { location: '/login' }, body: '' })],
	];

	const ofAnyKind = new Set(accounts.flatMap(rowsOf));
	/** Whether code of the row's own reads an item. All other rows of a kind are read alike, by the engine. */
	const readsItems = ({ row }: EveryRow) => {
		const { batch, compose, refuse, procedure }: Operation = row;
		const isMapped = Object.values(fieldsOf(row)).some(({ kind }) => kind === 'mapping');
		return [batch, compose, refuse, procedure, isMapped].some(Boolean);
	};
	/** What each row is answered: everything, or something where others of its kind are answered the rest. */
	const cells = silent.map(([title, how], answer) => ({
		title,
		how,
		rows: everyRow.filter(
			(each, at) => readsItems(each) || ofAnyKind.has(each) || at % silent.length === answer,
		),
	}));

	test.each(cells)('is not told where the vendor does not ($title)', async ({ how, rows }) => {
		const seen: string[] = [];
		for (const each of rows) {
			server().answer(how);
			const mapping = Object.entries(fieldsOf(each.row)).filter(
				([, { kind }]) => kind === 'mapping',
			);
			const values = Object.fromEntries(mapping.map(([name]) => [name, JSON.stringify(PERSON)]));
			const items = [PERSON, PERSON];
			const stopped = await runRow(each, server().url, { values, items });
			const { outputs, hints } = await runRow(each, server().url, {
				values,
				items,
				onError: 'continueErrorOutput',
			});
			const { message, description } = Object(stopped.error);
			const told = (outputs[1] ?? []).map(({ json }) => [json.error, json.message, json.details]);
			const words = all([message, description, stopped.hints, told, hints]);
			if (/canary|4366|Cänary/i.test(words)) seen.push(`${each.title}: ${words}`);
		}
		expect(seen).toEqual([]);
	});
});

describe('what n8n itself throws', () => {
	/** n8n's own ways to fail: the exception has the request in it, and repeats it in words. */
	class Failing extends CredentialStore {
		override async authenticate(
			...[data, _type, request]: Parameters<CredentialStore['authenticate']>
		): Promise<IHttpRequestOptions> {
			const words = JSON.stringify(data);
			const cause = Object.assign(new Error(`cannot be signed: ${words}`), {
				config: { request, data },
			});
			throw Object.assign(new Error(`Signing with ${words} failed`, { cause }), {
				context: { data },
			});
		}
	}

	test.each(guarded.filter(({ tokens, secrets: own }) => !tokens && own.length > 0))(
		'for $title',
		async (one) => {
			server().answer(() => ({}));
			for (const secret of one.secrets) secrets.add(secret);
			const seen: string[] = [];
			for (const row of rowsOf(one.account)) {
				for (const manner of MANNERS) {
					const { data } = one;
					const store = (url: string) => new Failing([one.type], { [one.type.name]: data(url) });
					const run = await runRow(
						{ ...row, account: { ...row.account, type: one.type, data } },
						server().url,
						{
							...manner,
							credentials: store(server().url),
						},
					);
					expect(JSON.stringify([run.outputs, run.error?.message])).toContain(
						'credential cannot be used',
					);
					seen.push(...found(row.title, run.outputs, run.error, run.hints));
				}
			}
			expect(seen).toEqual([]);
		},
	);
});

test('an event that repeats the secret of its webhook does not tell it', async () => {
	const [{ secrets: [secret = ''] } = { secrets: [] }] = guarded;
	for (const headers of [
		{ authorization: `Bearer ${secret}` },
		{ authorization: 'Bearer wrong' },
	]) {
		const { workflowData, response } = await callWebhook({
			node: new TaguchiTrigger(),
			parameters: { authentication: 'secret', eventTypes: [], ignoreTests: false },
			credentials: { taguchiWebhookApi: { secret } },
			credentialTypes: [new TaguchiWebhookApi()],
			request: {
				headers: { ...headers, 'content-type': 'application/json' },
				rawBody: escaped({
					id: 1,
					type: 'p',
					data: { url: `https://n8n.example/?secret=${encodeURIComponent(secret)}`, secret },
				}),
			},
		});
		secrets.add(secret);
		expect(found('webhook', workflowData, response)).toEqual([]);
		expect(workflowData === undefined).toBe(headers.authorization === 'Bearer wrong');
	}
});

test('a secret is found in whatever way it is written, or this file proves nothing', () => {
	for (const { secrets: own } of guarded) {
		for (const secret of own) {
			for (const coded of CODED) {
				expect(secretsIn(`before ${coded(secret)} after`, [secret])).toEqual([secret]);
			}
		}
	}
	expect(secretsIn('an ordinary sentence, with nothing in it', ['cAnArY-x/4fQ'])).toEqual([]);
	expect(texts).toBeGreaterThan(4_000);
});
