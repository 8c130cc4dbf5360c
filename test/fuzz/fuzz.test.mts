/**
 * Every field of every operation gets values that no form was made for, through n8n's engine, against a server that only
 * records. `npm run fuzz` goes on for longer, with other values each time, and prints the counts.
 */
import fc from 'fast-check';
import { inspect } from 'node:util';
import { useRecordingServer } from '../engine/recording-server.mts';
import { runRow } from '../nodes/every-row.mts';
import { hostileValue } from './hostile-values.mts';
import { everyAnswer } from './answers.mts';
import type { Place } from './places.mts';
import { places } from './places.mts';
import { originFault, refusalFault, requestFault } from './verdict.mts';

/** How often each place is tried, and with how many values at once. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 0);
const VALUES = Number(process.env.FUZZ_VALUES ?? 6);
/** The same seed gives the same values. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** A quick run tries a share of the places; each run of the long one tries all. */
const SHARE = ROUNDS > 0 ? 1 : 0.25;

const server = useRecordingServer();
const counts = { places: 0, values: 0, requests: 0, refusals: 0 };
const faults: string[] = [];

afterAll(() => {
	process.stderr.write(
		`fuzz, seed ${SEED}: ${counts.values} values in ${counts.places} of ${places.length} places; ${counts.requests} requests, ${counts.refusals} refusals, ${faults.length} faults\n`,
	);
});

const shown = (value: unknown) =>
	inspect(value, { depth: 1, maxStringLength: 60, maxArrayLength: 6 })
		.replaceAll(/\s+/g, ' ')
		.slice(0, 200);

async function tryPlace(place: Place, values: readonly unknown[], batching: boolean) {
	server().answer(everyAnswer(place.given));
	const note = (fault: string | undefined, value?: unknown) => {
		if (fault) faults.push(`${place.title} <- ${shown(value)}: ${fault}`);
	};
	const { outputs, error, requests } = await runRow(place.given, `${server().url}/base`, {
		values: { ...place.values, options: { batching, requestsPerMinute: 0 } },
		items: values.map((value) => place.item(value)),
		onError: 'continueErrorOutput',
		asTheyAre: true,
	});
	const [, refused = []] = outputs;
	for (const { json, pairedItem } of refused) {
		const at = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
		note(refusalFault(place, String(json.error)), values[at]);
		counts.refusals += 1;
	}
	if (error) note(refusalFault(place, error.message), values);
	for (const request of requests) note(originFault(request, server().url), values);
	for (const request of server().received) note(requestFault(place, request), values);
	counts.requests += server().received.length;
	counts.values += values.length;
	counts.places += 1;
}

const chosen =
	ROUNDS > 0 ? places : places.filter((_place, at) => at % Math.round(1 / SHARE) === 0);
const rounds = Math.max(1, ROUNDS);

test('nothing leaves its path, everything refused is named, and nothing breaks', async () => {
	const before = Object.getOwnPropertyNames(Object.prototype);
	const samples = fc.sample(fc.array(hostileValue, { minLength: VALUES, maxLength: VALUES }), {
		seed: SEED,
		numRuns: chosen.length * rounds,
	});
	for (const [at, values] of samples.entries()) {
		const place = chosen[at % chosen.length];
		if (place) await tryPlace(place, values, at % 2 === 0);
	}
	expect(faults.slice(0, 30)).toEqual([]);
	expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
	expect({}).not.toHaveProperty('polluted');
	expect(counts.requests).toBeGreaterThan(100);
	expect(counts.refusals).toBeGreaterThan(100);
}, 86_400_000);
