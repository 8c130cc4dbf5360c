/**
 * What must come of every fault in every kind of work: rules, written before anything is run. The test compares each cell with
 * them, and docs/faults.md is made of them.
 */

/** What another try of a request would do. */
export type Asks =
	/** Nothing changes at the vendor. */
	| 'reads'
	/** Sending twice equals sending once. */
	| 'repeatable write'
	/** Sending twice does it twice. */
	| 'write that happens once';

export interface Fault {
	name: string;
	/** The work is done before it goes wrong. */
	works?: boolean;
	/** For which requests another try helps and does no harm. */
	again: 'all' | 'repeatable' | 'none';
	/** How long the vendor asks to wait, in ms. */
	waitMs?: number;
	/** It leaves open whether the work was done, so that a write that happens once says to look first. */
	open?: boolean;
	/** What the first sentence says behind the vendor's name; absent where nothing fails. */
	says?: string;
	/** For whom it is no failure at all. */
	harmless?: (work: Work) => boolean;
	/** How many requests arrive where it is a redirect that is followed, this one included. */
	followed?: number;
	/** No request arrives. */
	unreachable?: boolean;
	/** Only with access tokens: the token is at fault, not the vendor. */
	token?: 'renewed helps' | 'nothing helps';
}

export interface Work {
	name: string;
	asks: Asks;
	/** Who waits: an execution tries five times, whoever comes again by itself (polls, the editor) twice, a test on Save once. */
	patience: 'execution' | 'brief' | 'test';
	/** The items that are at stake. */
	items: number;
	/** An answer without a body is a documented success. */
	takesNothing?: boolean;
	/** So many requests of the same kind follow where all goes well. */
	then?: number;
	/** Requests are signed with access tokens that the node asks for. */
	tokens?: boolean;
	/** How many tokens are asked for where all goes well; a test on Save remembers none, and asks twice. */
	tokenRequests?: number;
}

/** A read is redirected five times at most. */
const LOOP = 6;
const CUT = 'gave no answer: the connection was lost';
const LIMIT = 'receives too many requests at the moment';
const REDIRECTED = 'is not at this address: the request was redirected';
const SHAPE = /answered (nothing|something else) where|did not answer for every record/.source;
const isRead = ({ asks }: Work) => asks === 'reads';
const limited = (name: string, waitMs?: number): Fault => ({
	name: `429, Retry-After ${name}`,
	again: 'all',
	waitMs,
	says: LIMIT,
});
const outage = (status: number): Fault => ({
	name: `${status}`,
	again: 'repeatable',
	open: true,
	says: `could not answer \\(${status}\\)`,
});
/** 307 and 308 ask for the same request elsewhere; the others may also show what was done (RFC 9110, 15.4). */
const leavesOpen = (status: number) => status < 307;
const redirects = (status: number): Fault[] => [
	{
		name: `${status} to the same origin`,
		again: 'none',
		open: leavesOpen(status),
		says: REDIRECTED,
		harmless: isRead,
		followed: 1,
	},
	{
		name: `${status} to another origin`,
		again: 'none',
		open: leavesOpen(status),
		says: REDIRECTED,
	},
];

/** What a vendor, a gateway or the network may do to a request. */
export const FAULTS: readonly Fault[] = [
	limited('in seconds', 2_000),
	limited('as a date', 2_000),
	limited('0'),
	limited('in the past'),
	limited('absurd', 1e10),
	limited('none'),
	limited('as a date, by a clock 10 minutes ahead', 600_000),
	limited('as a date, by a clock 10 minutes behind'),
	{
		name: '423',
		again: 'repeatable',
		says: 'did not accept the request \\(423\\)',
	},
	{
		name: '423, Retry-After in seconds',
		again: 'all',
		waitMs: 2_000,
		says: 'did not accept the request \\(423\\)',
	},
	outage(500),
	outage(502),
	outage(503),
	{
		name: '503, Retry-After in seconds',
		again: 'all',
		waitMs: 2_000,
		says: 'could not answer \\(503\\)',
	},
	outage(504),
	{ name: 'reset before the work', again: 'repeatable', open: true, says: CUT },
	{ name: 'reset after the work', works: true, again: 'repeatable', open: true, says: CUT },
	{
		name: 'reset in the middle of the answer',
		works: true,
		again: 'repeatable',
		open: true,
		says: CUT,
	},
	{ name: 'no answer', again: 'none', open: true, says: 'did not answer in time' },
	{
		name: 'truncated JSON',
		works: true,
		again: 'repeatable',
		open: true,
		says: 'sent an answer that breaks off in the middle',
	},
	{
		name: 'a web page',
		again: 'none',
		open: true,
		says: 'answered with a web page instead of data',
	},
	{
		name: 'an empty answer',
		works: true,
		again: 'none',
		open: true,
		says: SHAPE,
		harmless: ({ takesNothing }) => takesNothing === true,
	},
	{
		name: '204',
		works: true,
		again: 'none',
		open: true,
		says: SHAPE,
		harmless: ({ takesNothing }) => takesNothing === true,
	},
	{ name: 'a wrong content type', works: true, again: 'none', harmless: () => true },
	{ name: 'JSON of another shape', again: 'none', open: true, says: SHAPE },
	...[301, 302, 303, 307, 308].flatMap(redirects),
	{ name: 'a redirect loop', again: 'none', open: true, says: REDIRECTED, followed: LOOP },
	{
		name: 'expired token',
		again: 'none',
		says: 'refused the credential \\(401\\)',
		token: 'renewed helps',
	},
	{
		name: 'revoked token',
		again: 'none',
		says: 'refused the credential \\(401\\)',
		token: 'nothing helps',
	},
	{ name: 'wrong token', again: 'none', says: 'refused the credential \\(403\\)' },
	{
		name: 'TLS that is none',
		again: 'none',
		says: 'gives no answer that a web service would give',
		unreachable: true,
	},
	{
		name: 'a certificate that nobody vouches for',
		again: 'none',
		says: 'does not prove who it is: its certificate is not valid for this address',
		unreachable: true,
	},
	{ name: 'a name that is not found', again: 'all', says: 'cannot be reached', unreachable: true },
];

/** What is done when a fault strikes. The webhook of the Taguchi Trigger asks nobody, so none can strike it. */
export const WORKS: readonly Work[] = [
	{ name: 'get', asks: 'reads', patience: 'execution', items: 1 },
	{ name: 'get with access tokens', asks: 'reads', patience: 'execution', items: 1, tokens: true },
	{ name: 'list, page 1', asks: 'reads', patience: 'execution', items: 1 },
	{ name: 'list, page 3 of 5', asks: 'reads', patience: 'execution', items: 1 },
	{
		name: 'repeatable write',
		asks: 'repeatable write',
		patience: 'execution',
		items: 1,
		takesNothing: true,
	},
	{
		name: 'write that happens once',
		asks: 'write that happens once',
		patience: 'execution',
		items: 1,
	},
	{
		name: 'write once with access tokens',
		asks: 'write that happens once',
		patience: 'execution',
		items: 2,
		tokens: true,
	},
	{ name: 'batch', asks: 'repeatable write', patience: 'execution', items: 3 },
	{ name: 'batch of messages', asks: 'write that happens once', patience: 'execution', items: 3 },
	{ name: 'import', asks: 'repeatable write', patience: 'execution', items: 3 },
	{ name: 'wait for a bulk job', asks: 'reads', patience: 'execution', items: 2 },
	{ name: 'dropdown', asks: 'reads', patience: 'brief', items: 0 },
	{ name: 'dropdown with access tokens', asks: 'reads', patience: 'brief', items: 0, tokens: true },
	{ name: 'mapper', asks: 'reads', patience: 'brief', items: 0 },
	{ name: 'credential test', asks: 'reads', patience: 'test', items: 0 },
	{
		name: 'credential test with access tokens',
		asks: 'reads',
		patience: 'test',
		items: 0,
		tokens: true,
		tokenRequests: 2,
	},
	{ name: 'poll', asks: 'reads', patience: 'brief', items: 0 },
	{
		name: 'poll with access tokens',
		asks: 'reads',
		patience: 'brief',
		items: 0,
		then: 1,
		tokens: true,
	},
];

/** How the node takes a failure; the editor, tests and polls have one way only. */
export const MANNERS = ['stop', 'error output', 'as a tool'] as const;
export type Manner = (typeof MANNERS)[number];
export const mannersOf = ({ patience }: Work): readonly Manner[] =>
	patience === 'execution' ? MANNERS : ['stop'];

/** Where a fault strikes, and for how long. */
export const STRIKES = ['once', 'always', 'the token service, always'] as const;
export type Strike = (typeof STRIKES)[number];

/** Which strikes make a cell of their own. */
export function strikesOf(fault: Fault, work: Work): readonly Strike[] {
	if (fault.unreachable) return ['always'];
	if (fault.followed === LOOP) return ['always'];
	if (fault.token) return fault.token === 'renewed helps' ? ['once'] : ['always'];
	return work.tokens ? STRIKES : ['once', 'always'];
}

const TRIES = { execution: 5, brief: 2, test: 1 } as const;
const LONGEST_WAIT_MS = { execution: 120_000, brief: 3_000, test: 0 } as const;

export interface Expected {
	/** All is done in the end. */
	done: boolean;
	/** What the first sentence of a failure matches. */
	says?: string;
	/** The second sentence says to look before the item is run again. */
	looksFirst: boolean;
	/** Requests of the struck kind that arrive at the vendor. */
	requests: number;
	/** How often the vendor does the work; 0 for reads. */
	works: number;
}

/** What must come of a cell. */
export function expectedOf(fault: Fault, work: Work, strike: Strike): Expected {
	if (strike === 'the token service, always') return expectedOfTokens(fault, work);
	const lasts = strike === 'always';
	const repeats = isRepeated(fault, work.asks, work.patience);
	const isHarmless = fault.harmless?.(work) === true;
	const isRenewed = work.tokens === true && fault.token !== undefined;
	const helps = repeats || (isRenewed && fault.token === 'renewed helps');
	const done = isHarmless || (!lasts && helps);
	const arriving = requestsOf(fault, work, { repeats, isRenewed, lasts });
	return {
		done,
		...(!done && { says: fault.says }),
		looksFirst: !done && fault.open === true && work.asks === 'write that happens once',
		requests: arriving + (done ? (work.then ?? 0) : 0),
		works: work.asks === 'reads' ? 0 : worksOf(fault, lasts ? arriving : 1, done && !isHarmless),
	};
}

/** The same where the token service is at fault: nothing else is asked then. Asking for a token changes nothing, and is never redirected. */
function expectedOfTokens(fault: Fault, { patience, tokenRequests = 1 }: Work): Expected {
	const done = fault.says === undefined;
	const says = fault.says === SHAPE ? 'answered without an access token' : fault.says;
	const tries = isRepeated(fault, 'reads', patience) ? TRIES[patience] : 1;
	return {
		done,
		...(!done && { says }),
		looksFirst: false,
		requests: done ? tokenRequests : tries,
		works: 0,
	};
}

/** Whether a request is sent again: where that helps and does no harm, and whoever waits has the patience. */
function isRepeated({ again, waitMs = 0 }: Fault, asks: Asks, patience: Work['patience']): boolean {
	const mayRepeat =
		again === 'all' || (again === 'repeatable' && asks !== 'write that happens once');
	return mayRepeat && waitMs <= LONGEST_WAIT_MS[patience] && TRIES[patience] > 1;
}

interface Course {
	repeats: boolean;
	isRenewed: boolean;
	lasts: boolean;
}

function requestsOf(fault: Fault, { asks, patience }: Work, course: Course): number {
	if (fault.unreachable) return 0;
	if (fault.followed !== undefined && asks === 'reads') return fault.followed;
	if (course.isRenewed) return 2;
	if (!course.repeats) return 1;
	return course.lasts ? TRIES[patience] : 2;
}

/** @param struck requests that the fault met; @param then whether another one went well */
const worksOf = ({ works = false }: Fault, struck: number, then: boolean): number =>
	(works ? struck : 0) + (then ? 1 : 0);
