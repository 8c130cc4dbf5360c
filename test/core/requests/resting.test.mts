/** While an account is over its limit, one request asks again, and the others wait instead of using up their tries. */
import type { Connection, RequestContext } from '../../../core/requests/connection.ts';
import { signerOf } from '../../../core/requests/pacing.ts';
import { beginRest, untilRested } from '../../../core/requests/resting.ts';
import type { Answer, Call, Patience } from '../../../core/requests/transport.ts';
import { BRIEF, PATIENT, send } from '../../../core/requests/transport.ts';
import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { inPassingTime, passingTime, useFakeTime, within } from '../../engine/passing-time.mts';
import type { Reply } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { executionContext } from '../../engine/request-context.mts';

const server = useRecordingServer();
const signed = { type: new ContacthubApi(), data: { token: 'a-token' } };
const quick: Patience = { ...PATIENT, firstWaitMs: 20 };
const message: Call = { route: { method: 'POST', path: '/message' }, body: {}, idempotent: false };
const LIMITED: Reply = { status: 429, body: { message: 'slow down' } };
const DONE: Reply = { body: { id: '1' } };

interface Asking {
	call?: Call;
	patience?: Patience;
	secrets?: string[];
	context?: RequestContext;
}

const connectionOf = (secrets: string[] = []): Connection => ({
	credentialType: 'contacthubApi',
	baseUrl: server().url,
	path: {},
	secrets,
});

/** Resolves when the account rests. */
async function rested(): Promise<void> {
	while (!(await untilRested(signerOf(connectionOf()), 0, 0))) await new Promise(setImmediate);
}

async function ask({ call = message, patience = quick, secrets = [], context }: Asking = {}) {
	const connection = connectionOf(secrets);
	return await send(context ?? executionContext(signed), contacthub, connection, call, patience);
}

/** Answers so many requests with a refusal, and all others well; tells the most that were under way at once since then. */
function refuseFirst(count: number, refusal = LIMITED) {
	const seen = { most: 0, underWay: 0 };
	server().answer(async () => {
		const number = server().received.length;
		if (number <= count) {
			// So that all of the first are under way before any of them hears of the limit.
			while (number <= 6 && server().received.length < 6) await new Promise(setImmediate);
			return refusal;
		}
		seen.underWay += 1;
		seen.most = Math.max(seen.most, seen.underWay);
		await new Promise(setImmediate);
		seen.underWay -= 1;
		return DONE;
	});
}

const accepted = (answers: Answer[]) => answers.filter(({ ok }) => ok).length;

describe('a rest', () => {
	useFakeTime();

	const told = (message: string): Answer => ({
		ok: false,
		failure: { message, description: '' },
	});
	/** What is rested of outlives a test, so each has a signer of its own. */
	let signers = 0;
	let signer = '';
	beforeEach(() => {
		signer = `signer ${++signers}`;
	});

	const begin = (forMs: number, message = 'slow down') => {
		const rest = beginRest(signer, told(message), Date.now() + forMs);
		if (!rest) throw new Error('The account rests already');
		return rest;
	};
	/** Waits for the rest; tells what was said, and after how many ms. */
	async function wait(longestMs: number, mostMs: number, signal?: AbortSignal) {
		const begun = Date.now();
		const waiting = untilRested(signer, longestMs, mostMs, signal);
		const answer = await passingTime(within(100_000, waiting), 50);
		return [answer && !answer.ok ? answer.failure.message : answer, Date.now() - begun];
	}

	test('is begun by one request, and begun anew when it is over', () => {
		const rest = begin(1_000);
		expect(beginRest(signer, told('another'), Date.now())).toBeUndefined();
		rest.end();
		expect(begin(1_000)).toBeDefined();
	});

	test('is waited for until it is over; where there is none, nobody waits', async () => {
		expect(await wait(1_000, 1_000)).toEqual([undefined, expect.any(Number)]);
		const rest = begin(1_000);
		setTimeout(() => rest.end(), 700);
		expect(await wait(1_000, 10_000)).toEqual([undefined, 700]);
	});

	test('that is longer than anybody waits is not waited for', async () => {
		begin(1_001);
		const [message, ms] = await wait(1_000, 10_000);
		expect([message, Number(ms) < 100]).toEqual(['slow down', true]);
	});

	test('that goes on is waited for no longer than in all', async () => {
		begin(1_000);
		expect(await wait(1_000, 5_000)).toEqual(['slow down', 5_000]);
	});

	test('that follows another is waited for, too, unless it is longer', async () => {
		const rest = begin(1_000);
		setTimeout(() => {
			rest.end();
			const next = begin(1_000, 'again');
			setTimeout(() => {
				next.end();
				begin(10_000, 'much longer');
			}, 500);
		}, 700);
		expect(await wait(1_000, 10_000)).toEqual(['much longer', 1_200]);
	});

	test('is not waited for by whoever was stopped', async () => {
		begin(1_000);
		const [message, ms] = await wait(1_000, 10_000, AbortSignal.abort());
		expect([message, Number(ms) < 100]).toEqual(['slow down', true]);
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 300);
		expect(await wait(1_000, 10_000, stop.signal)).toEqual(['slow down', 300]);
	});
});

test('six at once, refused nine times: nobody gives up, for one alone asks until the limit is over', async () => {
	refuseFirst(6 + 3);
	const answers = await Promise.all(Array.from({ length: 6 }, async () => await ask()));
	expect(accepted(answers)).toBe(6);
	// Six that hear of the limit, three more of one of them in vain, one that is accepted, and the other five.
	expect(server().received).toHaveLength(6 + 3 + 1 + 5);
});

test('whoever comes while an account rests waits with the others', async () => {
	let late: Promise<Answer> | undefined;
	const arrivals: string[] = [];
	server().answer(({ headers }) => {
		arrivals.push(String(headers['x-who']));
		if (arrivals.length > 2) return DONE;
		late ??= ask({ call: { ...message, headers: { 'X-Who': 'late' } } });
		return LIMITED;
	});
	const early = await ask({ call: { ...message, headers: { 'X-Who': 'early' } } });
	expect(accepted([early, ...(late ? [await late] : [])])).toBe(2);
	// The late one may have set out before the early one had heard of the limit.
	expect(arrivals.filter((who) => who === 'late').length).toBeLessThanOrEqual(2);
	expect(arrivals.at(-1)).toBe('late');
});

test('another account does not wait', async () => {
	const stop = new AbortController();
	server().answer(({ headers }) =>
		headers['x-who'] === 'other' ? DONE : { ...LIMITED, headers: { 'retry-after': '60' } },
	);
	const resting = ask({ context: executionContext(signed, stop.signal) });
	resting.catch(() => undefined);
	await rested();
	const call = { ...message, headers: { 'X-Who': 'other' } };
	expect((await ask({ secrets: ['another-token'], call })).ok).toBe(true);
	stop.abort();
	await expect(resting).rejects.toThrow('canceled');
});

test('a poll does not wait for a rest that is longer than its patience', async () => {
	const stop = new AbortController();
	server().answer(() => ({ ...LIMITED, headers: { 'retry-after': '60' } }));
	const resting = ask({ context: executionContext(signed, stop.signal) });
	resting.catch(() => undefined);
	await rested();
	const answer = await ask({ patience: BRIEF });
	expect(answer).toMatchObject({
		ok: false,
		failure: { description: expect.stringContaining('asks to wait 60 seconds') },
	});
	expect(server().received).toHaveLength(1);
	stop.abort();
	await expect(resting).rejects.toThrow('canceled');
});

test('a stopped execution ends its rest, and the others go on', async () => {
	const stop = new AbortController();
	server().answer(() =>
		server().received.length === 1 ? { ...LIMITED, headers: { 'retry-after': '60' } } : DONE,
	);
	const stopped = ask({ context: executionContext(signed, stop.signal) });
	stopped.catch(() => undefined);
	await rested();
	const waiting = ask();
	stop.abort();
	await expect(stopped).rejects.toThrow('canceled');
	expect((await waiting).ok).toBe(true);
});

test.each<[string, Reply, boolean, boolean]>([
	['423', { status: 423 }, true, false],
	['423 with Retry-After', { status: 423, headers: { 'retry-after': '0' } }, true, true],
	['503', { status: 503 }, true, false],
	['503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }, true, true],
	[
		'503 with X-RateLimit-Reset',
		{ status: 503, headers: { 'x-ratelimit-reset': '0' } },
		true,
		false,
	],
	['429', LIMITED, true, true],
	['409', { status: 409 }, false, false],
])('%s is asked again where that does no harm', async (_title, refusal, read, sent) => {
	for (const [idempotent, again] of [
		[true, read],
		[false, sent],
	] as const) {
		server().answer(() => (server().received.length === 1 ? refusal : DONE));
		const answer = await ask({ call: { ...message, idempotent } });
		expect([answer.ok, server().received.length]).toEqual(again ? [true, 2] : [false, 1]);
	}
});

test('a named wait is kept where it is longer than our own, and our own where it is not', async () => {
	for (const [header, least] of [
		['0', 150],
		['Wed, 21 Oct 2015 07:28:00 GMT', 150],
		['1', 1_000],
	] as const) {
		const times: number[] = [];
		server().answer(() => {
			times.push(Date.now());
			return times.length === 1 ? { ...LIMITED, headers: { 'retry-after': header } } : DONE;
		});
		const patience = { ...quick, firstWaitMs: 150 };
		expect((await inPassingTime(async () => await ask({ patience }))).ok).toBe(true);
		const [first = 0, second = 0] = times;
		expect(second - first).toBe(least);
	}
});

test('five tries, and no more', async () => {
	server().answer(() => LIMITED);
	const answer = await ask({ patience: { ...quick, firstWaitMs: 1 } });
	expect([answer.ok, server().received.length]).toEqual([false, 5]);
});
