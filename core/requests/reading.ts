/** From what came back, or did not, to an answer, and whether to ask again. */
import { parseExact } from '../values/exact-json';
import type { Loss, Received } from './exchange';
import type { Failure, VendorWords } from '../execution/failure';
import { LOOK_FIRST, refused, unanswered, withheld } from '../execution/failure';
import { masked, withoutSecrets } from '../credentials/masking';
import { readWaiting } from './retry-after';
import type { Answer, Call } from './transport';

/** What one try gave. */
export interface Attempt {
	answer: Answer;
	/** Whether another try can help, and does no harm. */
	again: boolean;
	/** How long the vendor asked to wait, in ms. */
	waitMs?: number;
	/** The account is over its limit; what else it sends now is refused as well. */
	limited?: boolean;
}

const CHECK_ADDRESS = 'Check the address in the credential.';
/** Statuses of a resource or service that is not to be had at the moment (RFC 9110, 15.6.4; RFC 4918, 11.3). */
const NOT_NOW = new Set([503, 423]);

/** Reads an answer, whatever its status. */
export function readReceived(
	vendor: VendorWords,
	call: Call,
	received: Received,
	secrets: readonly string[] = [],
): Attempt {
	const { status, headers, text } = received;
	if (status >= 200 && status < 300) {
		return readSuccess(vendor, call, { ...received, text: withoutSecrets(text, secrets) });
	}
	const { retryAfterMs, resetMs } = readWaiting(headers, Date.now());
	const limited = status === 429;
	// A vendor that names the time to come back has not done the work; other 5xx leave that open.
	const undone = limited || (NOT_NOW.has(status) && retryAfterMs !== undefined);
	const again = undone || ((status >= 500 || NOT_NOW.has(status)) && call.idempotent);
	const waitMs = retryAfterMs ?? (limited ? resetMs : undefined);
	const answered = readBody(masked(text, secrets)).data;
	const plain = refused(vendor, status, answered);
	const patience = waitMs
		? ` ${vendor.name} asks to wait ${Math.ceil(waitMs / 1000)} seconds.`
		: '';
	const failure: Failure = {
		...plain,
		description: status >= 500 && !again ? LOOK_FIRST : `${plain.description}${patience}`,
		retryAfterMs: waitMs,
	};
	return { answer: { ok: false, failure, data: answered }, again, waitMs, limited };
}

function readSuccess(
	vendor: VendorWords,
	call: Call,
	{ status, headers, text }: Received,
): Attempt {
	const page = text.trimStart().startsWith('<');
	const parsed = call.accept && !page ? { readable: true, data: text } : readBody(text);
	if (parsed.readable) {
		return { answer: { ok: true, status, data: parsed.data, headers }, again: false };
	}
	const failure = page
		? unanswered(
				vendor,
				'answered with a web page instead of data',
				`${doubtOf(call)}${CHECK_ADDRESS} A proxy or a login page may stand in between.`,
			)
		: unanswered(
				vendor,
				'sent an answer that breaks off in the middle',
				call.idempotent ? 'Run the item again.' : LOOK_FIRST,
			);
	return { answer: { ok: false, failure }, again: !page && call.idempotent };
}

/** Said before the advice where nobody can tell what became of a write that must not happen twice. */
const doubtOf = ({ idempotent }: Call): string => (idempotent ? '' : `${LOOK_FIRST} `);

function readBody(text: string): { readable: boolean; data?: unknown } {
	if (text.trim() === '') return { readable: true };
	try {
		return { readable: true, data: parseExact(text) };
	} catch {
		return { readable: false };
	}
}

/** Says why no answer came. */
export function readLoss(
	vendor: VendorWords,
	call: Call,
	loss: Loss,
	secrets: readonly string[] = [],
): Attempt {
	const { again, ...said } = lossWords(vendor, call.idempotent, loss, secrets);
	const details = 'code' in loss ? { code: loss.code } : undefined;
	return { answer: { ok: false, failure: { ...said, details } }, again };
}

function lossWords(
	vendor: VendorWords,
	idempotent: boolean,
	loss: Loss,
	secrets: readonly string[],
): Failure & { again: boolean } {
	const check = 'Check the network and the address in the credential, then run the item again.';
	const said = (again: boolean, reason: string, wayOut: string) => ({
		...unanswered(vendor, reason, wayOut),
		again,
	});
	switch (loss.kind) {
		case 'unauthorized':
			return { ...refused(vendor, 401, undefined), again: false };
		case 'withheld':
			return { ...withheld(vendor, loss.thrown, secrets), again: false };
		case 'unreachable':
			return said(true, 'cannot be reached', check);
		case 'untrusted':
			return said(
				false,
				'does not prove who it is: its certificate is not valid for this address',
				`${CHECK_ADDRESS} If it is right, whoever runs the service or the proxy before it has to renew the certificate. Nothing was sent.`,
			);
		case 'foreign':
			return said(false, 'gives no answer that a web service would give', CHECK_ADDRESS);
		case 'late':
			// Whoever waited that long has no patience left.
			return said(
				false,
				'did not answer in time',
				idempotent ? 'Run the item again later.' : LOOK_FIRST,
			);
		case 'large':
			return said(
				false,
				'sent an answer that is too large to be read',
				`Ask for less, for instance with Limit or a narrower filter. ${idempotent ? '' : LOOK_FIRST}`.trim(),
			);
		case 'cut':
			return said(
				idempotent,
				'gave no answer: the connection was lost',
				idempotent ? check : LOOK_FIRST,
			);
	}
}

/** From here on a redirect asks for the same request elsewhere; the others may also show what was done (RFC 9110, 15.4). */
const ASKED_ELSEWHERE = 307;
/** What stands in the place of a value of ours in an address that a message names. */
const HIDDEN = '…';
/** The longest path that a message names, in characters. */
const LONGEST_PATH = 120;

/**
 * The request was sent on to another address, and did not go there: a write would arrive as something else or nowhere, and a
 * credential would be shown to somebody else.
 *
 * @param location where to, as the vendor wrote it
 */
export function readRedirect(
	vendor: VendorWords,
	call: Call,
	status: number,
	from: string,
	location: unknown,
	secrets: readonly string[] = [],
): Attempt {
	const target = redirectTarget(from, location);
	const values = new Set(
		Object.values(call.path ?? {}).map((value) => encodeURIComponent(String(value))),
	);
	const path = target?.pathname
		.split('/')
		.map((segment) => (values.has(segment) ? HIDDEN : segment))
		.join('/');
	const isWeb = target && /^https?:$/.test(target.protocol);
	const shown = masked(`${target?.origin}${path}`, secrets);
	const where = isWeb ? shown.slice(0, target.origin.length + LONGEST_PATH) : 'nowhere';
	const failure = unanswered(
		vendor,
		`is not at this address: the request was redirected (${status}) to ${where}, and went no further`,
		`${status < ASKED_ELSEWHERE ? doubtOf(call) : ''}Correct the address in the credential. A login page or a proxy may also stand in between.`,
	);
	return { answer: { ok: false, failure: { ...failure, status } }, again: false };
}

/** Where a redirect leads; undefined where it leads nowhere. */
export const redirectTarget = (from: string, location: unknown): URL | undefined =>
	typeof location === 'string' && URL.canParse(location, from)
		? new URL(location, from)
		: undefined;
