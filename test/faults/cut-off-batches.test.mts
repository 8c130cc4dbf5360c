/**
 * An execution is stopped at each of its requests, as n8n does it on Stop and when it goes down in order: nothing new is sent then,
 * nobody gets a message twice, and what was not answered is not told as done.
 */
import type { Received } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { everyRow, runRow } from '../nodes/every-row.mts';

const server = useRecordingServer();
const PEOPLE = 12;
/** Requests under way at once, unless Options says otherwise. */
const AT_ONCE = 5;
const rows = everyRow.filter(({ title }) =>
	['Taguchi message.send', 'Taguchi event.log', 'Taguchi subscriber.upsert'].includes(title),
);
const MAPPED = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

const cells = rows.flatMap((row) =>
	Array.from({ length: PEOPLE }, (_, at) => [row.title, at + 1, row] as const),
);

test.each(cells)('%s, stopped at request %d', async (_title, boundary, row) => {
	// What was under way when an earlier one was stopped may still arrive.
	const own = `${row.operation}${boundary}.example`;
	const emailsIn = ({ body }: Received) => body.match(new RegExp(`p\\d+@${own}`, 'g')) ?? [];
	const arrived: Received[] = [];
	const stop = new AbortController();
	let answered = 0;
	server().answer((received, response) => {
		if (emailsIn(received).length > 0) arrived.push(received);
		if (arrived.length >= boundary) {
			stop.abort();
			response.socket?.destroy();
			return undefined;
		}
		answered += 1;
		return { body: emailsIn(received).map(() => ({ code: 200, name: 'OK' })) };
	});
	const { outputs, status } = await runRow(row, server().url, {
		values: {
			identifyBy: 'email',
			email: '={{ $json.email }}',
			profile: MAPPED,
			options: { batching: false },
		},
		items: Array.from({ length: PEOPLE }, (_, number) => ({ email: `p${number}@${own}` })),
		onError: 'continueErrorOutput',
		signal: stop.signal,
	});
	expect(status).toBe('canceled');
	// n8n itself lets the input pass through a node that was stopped; only a verdict tells that something was done.
	const done = outputs.flat().filter(({ json }) => json.code === 200);
	expect(done.length).toBeLessThanOrEqual(answered);
	const sent = arrived.flatMap(emailsIn);
	expect(new Set(sent).size).toBe(sent.length);
	expect(sent.length).toBeLessThan(boundary + AT_ONCE);
});

test('there are rows to be stopped', () => expect(rows).toHaveLength(3));
