/**
 * Every fault in every kind of work, in n8n's engine against a server that answers as the fault has it: what comes out, in which
 * words, after how many requests, and what the vendor has done. `npm run faults` tries all cells, `npm test` some of each fault.
 */
import type { Received } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { useUntrustedServer } from '../engine/untrusted-server.mts';
import { inspect } from 'node:util';
import { passingIdleTime, useFakeTime } from '../engine/passing-time.mts';
import { secretsIn, shownBy } from '../nodes/canaries.mts';
import type { Hanging } from './hostile-server.mts';
import { ACTS, strike } from './hostile-server.mts';
import type { Fault, Manner, Strike, Work } from './rules.mts';
import { expectedOf, FAULTS, mannersOf, strikesOf, WORKS } from './rules.mts';
import type { Came, Doing } from './works.mts';
import { DOINGS } from './works.mts';

const ALL = process.env.FAULTS === 'all';
const server = useRecordingServer();
const elsewhere = useRecordingServer();
const untrusted = useUntrustedServer();
const hanging: Hanging = { count: 0 };
useFakeTime();

let limits: AbortController[] = [];
beforeEach(() => {
	// The time limits of requests pass like all other time.
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		const limit = new AbortController();
		limits.push(limit);
		setTimeout(() => limit.abort(new DOMException('Late', 'TimeoutError')), ms);
		return limit.signal;
	});
});
afterEach(() => {
	jest.restoreAllMocks();
	// Their time ends with that of the test.
	for (const limit of limits) limit.abort();
	limits = [];
});

const counted = { cells: 0, differing: 0, lost: 0, repeated: 0, secrets: 0 };
afterAll(() => {
	const { cells, differing, lost, repeated, secrets } = counted;
	process.stdout.write(
		`${cells} cells tried, ${differing} differ from the rules, ${lost} changes lost, ${repeated} writes repeated, ${secrets} secrets found\n`,
	);
});

const all = (value: unknown) =>
	inspect(value, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });

/** Where no request arrives: where nothing encrypts, where it proves nothing, where nobody is. */
const ELSEWHERE: Readonly<Record<string, () => string>> = {
	'TLS that is none': () => server().url.replace('http:', 'https:'),
	'a certificate that nobody vouches for': () => untrusted().url,
	'a name that is not found': () => 'https://vendor.invalid',
};
const addressFor = ({ name }: Fault): string => (ELSEWHERE[name] ?? (() => server().url))();

/** Tries one cell; gives what is not as the rules say. */
async function differencesIn(
	fault: Fault,
	work: Work,
	how: Strike,
	manner: Manner,
): Promise<string[]> {
	const doing: Doing | undefined = DOINGS[work.name]?.();
	if (!doing) throw new Error(`Nobody knows how to do "${work.name}"`);
	server().answer(doing.answer);
	elsewhere().answer(doing.answer);
	const shown = new Set(doing.one.secrets);
	if (doing.before) await passingIdleTime(doing.before(server().url), hanging);
	const isToken = how === 'the token service, always';
	const { tokens } = doing.one;
	const account = strike(server(), hanging, {
		act: ACTS[fault.name] ?? (() => undefined),
		isTarget: isToken ? ({ url }) => url === tokens?.path : doing.isTarget,
		times: how === 'once' ? 1 : undefined,
		works: fault.works === true,
		answer: doing.answer,
		wordsOf: (received: Received) => {
			const known = shownBy(doing.one, received);
			for (const secret of known) shown.add(secret);
			return `cannot take ${known.join(' and ')} of ${JSON.stringify(received.headers)}`;
		},
		elsewhere: elsewhere().url,
	});
	const came = await passingIdleTime(doing.run(addressFor(fault), manner), hanging);
	const expected = expectedOf(fault, work, how);
	const wrong = [...wordsWrong(came, expected, work, manner)];
	if (account.requests !== expected.requests)
		wrong.push(`${account.requests} requests instead of ${expected.requests}`);
	if (!isToken && work.asks !== 'reads' && account.works !== expected.works) {
		wrong.push(`the work was done ${account.works} times instead of ${expected.works}`);
	}
	if (untrusted().requests > 0) wrong.push('something went to a server that proves nothing');
	if (elsewhere().received.length > 0) wrong.push('something went to another origin');
	const found = secretsIn(all([came, server().received.length]), [...shown]);
	if (found.length > 0) wrong.push(`it tells ${found.join(', ')}`);
	server().answer(doing.answer);
	const after = doing.after && (await passingIdleTime(doing.after(server().url), hanging));
	if (after) wrong.push(after);
	counted.cells += 1;
	counted.differing += wrong.length > 0 ? 1 : 0;
	counted.lost += after ? 1 : 0;
	counted.secrets += found.length;
	counted.repeated +=
		work.asks === 'write that happens once' && !isToken && account.works > 1 ? 1 : 0;
	return wrong.map((one) => `${how}, ${manner}: ${one}`);
}

function* wordsWrong(
	{ done, sentence = '', wayOut = '', failedItems }: Came,
	expected: ReturnType<typeof expectedOf>,
	{ items, patience }: Work,
	manner: Manner,
): Generator<string> {
	if (done !== expected.done)
		yield `${done ? 'done' : `failed with "${sentence} ${wayOut}"`}, which is wrong`;
	if (done || expected.done) return;
	// A test of a credential says in one sentence what to do, where the status tells.
	const isAdvice = patience === 'test' && /refused|may not/.test(sentence);
	if (!isAdvice && !new RegExp(expected.says ?? '').test(sentence)) yield `it says "${sentence}"`;
	if (wayOut.trim().length < 10) yield `it shows no way out: "${wayOut}"`;
	if (expected.looksFirst && !wayOut.includes('look before you run the item'))
		yield `it does not say to look first: "${wayOut}"`;
	if (manner === 'as a tool' && !sentence.includes(wayOut.slice(0, 20)))
		yield `a model does not read the way out: "${sentence}"`;
	if (manner === 'error output' && failedItems !== items)
		yield `${failedItems} of ${items} items fail`;
}

/** Some works of each fault, so that together they meet all of them. */
const isTried = ({ at, token }: Fault & { at: number }, work: number) =>
	ALL ||
	(token !== undefined && WORKS[work]?.tokens === true) ||
	work === (at * 5) % WORKS.length ||
	work === (at * 5 + 9) % WORKS.length;

describe.each(FAULTS.map((fault, at) => ({ ...fault, at })))('$name', (fault) => {
	const works = WORKS.filter((_work, work) => isTried(fault, work));
	test.each(works)('$name', async (work) => {
		const wrong: string[] = [];
		for (const how of strikesOf(fault, work)) {
			const manners = mannersOf(work);
			for (const manner of ALL ? manners : manners.slice(fault.at % manners.length).slice(0, 1)) {
				wrong.push(...(await differencesIn(fault, work, how, manner)));
			}
		}
		expect(wrong).toEqual([]);
	});
});
