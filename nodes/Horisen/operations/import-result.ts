/** Reads the answer to an import: counts, and the refused contacts with what is wrong (Data Objects, ImportResponse). */
import type { IDataObject } from 'n8n-workflow';
import { boolean, json } from '../../../core/rows/field';
import type { Result } from '../../../core/rows/operation';
import { presentable, valueAt } from '../../../core/execution/output';
import { errorItemWords } from './error-item';

/** What a contact of an import puts out. */
export const ImportResult = {
	accepted: boolean('Accepted'),
	contact: json('Contact'),
	import: json('Import'),
};

interface Refused {
	contact: unknown;
	words: string;
}

/**
 * One verdict for each contact of the request. The answer names no position of a refused contact; it repeats the contact.
 * So a refused record belongs to the contact with which it shares most values. Where several different contacts fit
 * equally well, none of them is called accepted.
 *
 * @returns undefined when the answer is no import result, or counts more refusals than it names
 */
export function readImport(answer: unknown, contacts: readonly unknown[]): Result[] | undefined {
	const { errors, ...counts } = presentable({}, answer);
	if (typeof counts.created !== 'number' && typeof counts.updated !== 'number') return undefined;
	const refused: Refused[] = (Array.isArray(errors) ? errors : []).map((record: unknown) => ({
		contact: valueAt('contact', record),
		words: wordsOf(valueAt('errors', record)),
	}));
	if (Number(counts.invalid ?? 0) > refused.length) return undefined;

	const verdicts = contacts.map(
		(contact): Result => ({
			json: { accepted: true, contact: contact as IDataObject, import: counts },
		}),
	);
	if (refused.length === 0) return verdicts;
	const values = contacts.map(valuesOf);
	const likeness = new Likeness(values);
	const open = new Set(contacts.keys());
	for (const { contact, words } of refused) {
		const candidates = likeness.likest(valuesOf(contact), open);
		if (candidates.length === 0) return undefined;
		const [first = 0] = candidates;
		const same = candidates.every((index) => sameValues(values[index], values[first]));
		for (const index of same ? [first] : candidates) {
			open.delete(index);
			const message = same
				? words
				: `one of ${candidates.length} contacts that look alike: ${words}`;
			verdicts[index] = { refused: { message } };
		}
	}
	return verdicts;
}

/** Finds the contacts that a refused record may stand for. */
class Likeness {
	private readonly contacts: ReadonlyArray<ReadonlyMap<string, string>>;
	/** By name and value: the places of the contacts that have it. */
	private readonly byValue = new Map<string, number[]>();

	constructor(contacts: ReadonlyArray<ReadonlyMap<string, string>>) {
		this.contacts = contacts;
		for (const [index, contact] of contacts.entries()) {
			for (const value of contact) {
				const places = this.byValue.get(keyOf(value));
				if (places) places.push(index);
				else this.byValue.set(keyOf(value), [index]);
			}
		}
	}

	/** The contacts, not refused yet, that share most values with a refused one; empty when none shares any. */
	likest(refused: ReadonlyMap<string, string>, open: ReadonlySet<number>): number[] {
		const having = [...refused].map((value) => this.byValue.get(keyOf(value)) ?? []);
		const rarestFirst = having.sort((one, other) => one.length - other.length);
		const seen = new Set<number>();
		let most = 1;
		let found: number[] = [];
		for (const [at, places] of rarestFirst.entries()) {
			// Whoever has none of the values looked at so far shares only the others.
			if (refused.size - at < most) break;
			for (const index of places) {
				if (seen.has(index) || !open.has(index)) continue;
				seen.add(index);
				const shared = sharedValues(refused, this.contacts[index]);
				if (shared > most) found = [];
				if (shared >= most) found.push(index);
				most = Math.max(most, shared);
			}
		}
		return found.sort((one, other) => one - other);
	}
}

const keyOf = ([name, value]: readonly [string, string]) => `${name}\0${value}`;

function sharedValues(
	refused: ReadonlyMap<string, string>,
	contact: ReadonlyMap<string, string> = new Map(),
): number {
	let shared = 0;
	for (const [name, value] of contact) if (refused.get(name) === value) shared += 1;
	return shared;
}

const sameValues = (one?: ReadonlyMap<string, string>, other?: ReadonlyMap<string, string>) =>
	one?.size === other?.size && sharedValues(one ?? new Map(), other) === other?.size;

/** The values to compare: without spaces and signs, for the vendor may write a number in its own way. */
function valuesOf(contact: unknown): Map<string, string> {
	const entries = Object.entries(presentable({}, contact)).map(
		([name, value]: [string, unknown]) => {
			const written = typeof value === 'object' ? JSON.stringify(value) : String(value);
			return [name, written.toLowerCase().replace(/[^\p{L}\p{N}@.]/gu, '')] as const;
		},
	);
	return new Map(entries.filter(([, value]) => value !== '' && value !== 'null'));
}

function wordsOf(errors: unknown): string {
	const items: unknown[] = Array.isArray(errors) ? errors : [];
	return items.map(errorItemWords).join('; ') || 'no reason was given';
}
