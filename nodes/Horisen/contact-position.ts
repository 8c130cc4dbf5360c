/**
 * How far contacts were handed over. Many contacts may change in the same second, more may follow in that second, and a
 * change may show up late. So everything younger than {@link LATENESS_MS} is read again with every poll, and what was handed
 * over of it is remembered. What would not fit into that memory waits until it is old enough to need none.
 */
import { createHash } from 'node:crypto';
import type { Position } from '../../core/polling/polling';
import type { Change, Stretch } from './contact-pages';
import { stampOf, timeOf, uuidOf } from './contact-pages';

/** How long after its `updated_dt` a change may still show up, in ms of HORISEN's clock. */
export const LATENESS_MS = 120_000;
/** The most changes that a position remembers. */
const MOST_REMEMBERED = 500;

export interface ContactPosition extends Position {
	/** All changes up to here are handed over; absent at the beginning. As HORISEN wrote it, or RFC 3339. */
	after?: string;
	/** How far the present pass has come beyond it; the next pass begins at `after` again. */
	from?: string;
	/** What was older than this when the present pass began needs no memory, in ms since 1970. */
	settled?: number;
	/** Fingerprints of what is handed over beyond `after`, by its `updated_dt`. */
	handedOver?: Record<string, string[]>;
}

/** What of a stretch is handed over. */
export interface Choice {
	/** Changes that were not handed over before. */
	chosen: Change[];
	/** Where the next stretch begins. */
	next: ContactPosition;
	/** The memory is full, so the rest has to wait. */
	waiting: boolean;
}

/**
 * Chooses what of a stretch is handed over now.
 *
 * @param now what HORISEN's clock shows at least, in ms since 1970
 */
export function choose(
	position: ContactPosition,
	{ changes, ended }: Stretch,
	now: number,
): Choice {
	const { after, handedOver = {} } = position;
	// As it was when the pass began: what came late since then stands where only the next pass reads.
	const settled = position.settled ?? now - LATENESS_MS;
	const known = new Set(Object.values(handedOver).flat());
	const chosen: Change[] = [];
	const young: Change[] = [];
	let settledUntil = after;
	let reached = position.from ?? after;
	let waiting = false;
	for (const change of changes) {
		const { contact } = change;
		const isYoung = timeOf(contact) > settled;
		if (!known.has(fingerprint(change))) {
			waiting = isYoung && known.size + young.length >= MOST_REMEMBERED;
			if (waiting) break;
			chosen.push(change);
			if (isYoung) young.push(change);
		}
		reached = stampOf(contact);
		if (!isYoung) settledUntil = reached;
	}
	const kept = Object.entries(handedOver).filter(([stamp]) => isAfter(stamp, settledUntil));
	const unfinished = !ended && !waiting && reached !== settledUntil;
	const next: ContactPosition = {
		after: settledUntil,
		...(unfinished && { from: reached, settled }),
		handedOver: remembered(Object.fromEntries(kept), young),
	};
	return { chosen, next, waiting };
}

/** Whether a contact came to be since the position, and nothing of the contact was handed over since. */
export function isNew(position: ContactPosition): (change: Change) => boolean {
	const known = new Set(
		Object.values(position.handedOver ?? {})
			.flat()
			.map(personIn),
	);
	return (change) =>
		isAfter(change.contact.created_dt, position.after) && !known.has(personIn(fingerprint(change)));
}

/** Names a change, always the same. */
export const keyOf = (change: Change): string => `${uuidOf(change.contact)}:${fingerprint(change)}`;

/** Adds the fingerprints of changes, by their `updated_dt`. */
function remembered(handedOver: Record<string, string[]>, changes: readonly Change[]) {
	const all = { ...handedOver };
	for (const change of changes) {
		const stamp = stampOf(change.contact);
		all[stamp] = [...(all[stamp] ?? []), fingerprint(change)];
	}
	return all;
}

const isAfter = (stamp: unknown, after: string | undefined) =>
	after === undefined || Date.parse(String(stamp)) > Date.parse(after);

/** Length of each half of a fingerprint: 36 bits in Base64. */
const HALF = 6;
const digest = (text: string) =>
	createHash('sha256').update(text).digest('base64url').slice(0, HALF);

/** Who changed and to what, for a contact may change twice within a second. */
const fingerprint = ({ contact, deleted }: Change) =>
	`${digest(uuidOf(contact))}${digest(JSON.stringify(contact) + (deleted ? ' deleted' : ''))}`;
const personIn = (written: string) => written.slice(0, HALF);
