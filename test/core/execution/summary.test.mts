/** Promise: a run over several items ends with one sentence that says what became of them and what it took. */
import type { Outcome } from '../../../core/execution/outcome.ts';
import { summaryOf } from '../../../core/execution/summary.ts';
import { done, many, one } from '../../../core/rows/operation.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import { inPassingTime } from '../../engine/passing-time.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { rowCalled, runRow } from '../../nodes/every-row.mts';
import { rowOf } from './acme.mts';

const server = useRecordingServer();

const taguchi = async (emails: string[], options = {}, tool = false) => {
	const profile = {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: [],
		schema: [],
	};
	const { hints } = await runRow(rowCalled('Taguchi subscriber.upsert'), server().url, {
		values: { profile, options },
		items: emails.map((email) => ({ email })),
		onError: 'continueErrorOutput',
		tool,
	});
	return hints.map(({ message }) => message);
};

const ok = { code: 200, name: 'OK', description: 'Success' };
const refused = { code: 400, name: 'Bad Request', description: 'No such list' };

test('what was accepted and what was refused, in how many requests', async () => {
	server().answer(({ body }) => ({
		body: (JSON.parse(body) as unknown[]).map((_action, place) => (place === 1 ? refused : ok)),
	}));
	expect(await taguchi(['a@example.com', 'b@example.com', 'c@example.com'])).toContainEqual(
		expect.stringMatching(/^3 items: 2 accepted, 1 refused\. 1 request in \d+\.\d seconds\.$/),
	);
});

test('every try counts as a request', async () => {
	let tries = 0;
	server().answer(({ body }) => {
		tries += 1;
		return tries === 1
			? { status: 429, headers: { 'retry-after': '0' }, body: {} }
			: { body: (JSON.parse(body) as unknown[]).map(() => ok) };
	});
	const told = await inPassingTime(async () => await taguchi(['a@example.com', 'b@example.com']));
	expect(told).toContainEqual(expect.stringContaining('2 requests in'));
});

const WRITE = rowOf({ request: POST('/people'), returns: done() });
const effort = { requests: 1, duration: 1_234 };
const record = (json: object): Outcome => ({ records: [{ ...json }] });

test.each<[string, Outcome, string]>([
	['a failure', { failure: { message: 'No', description: '' } }, 'refused'],
	['a record that changed', record({ changed: true, result: 'x' }), 'changed'],
	['a record that did not', record({ changed: false }), 'unchanged'],
	["the vendor's own word", record({ result: 'Updated' }), 'updated'],
	['any other record', record({ result: 7, changed: 'perhaps' }), 'accepted'],
	['nothing to show', { records: [] }, 'accepted'],
	['what a procedure gave', { items: [{ json: { changed: true } }] }, 'changed'],
	['a procedure that gave nothing', { items: [] }, 'accepted'],
])('%s is told in a word', (_what, outcome, word) => {
	expect(summaryOf(WRITE, [outcome, outcome], effort)).toBe(
		`2 items: 2 ${word}. 1 request in 1.2 seconds.`,
	);
});

test('a run that only reads, or has a single item, needs no sentence, but for work that is put together', () => {
	const outcomes = [record({}), { failure: { message: 'No', description: '' } }];
	const told = 'items: 1 accepted, 1 refused. 2 requests in 0.1 seconds.';
	const sentence = (row: typeof WRITE, of: Outcome[] = outcomes) =>
		summaryOf(row, of, { requests: 2, duration: 100 });
	const read = rowOf({ request: GET('/people'), returns: one({}) });
	const search = rowOf({ request: POST('/people/search'), returns: many({}) });
	expect([sentence(read), sentence(search), sentence(WRITE, [record({})])]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
	expect(sentence(WRITE)).toBe(`2 ${told}`);
	expect(sentence({ ...read, composed: true })).toBe(`2 ${told}`);
});

test.each([
	[999, '999'],
	[1000, '1,000'],
	[12_345, '12,345'],
	[1_234_567, '1,234,567'],
])('%i items in words', (count, words) => {
	const outcomes = Array.from({ length: count }, () => ({ records: [] }));
	const { row } = rowCalled('Taguchi subscriber.upsert');
	expect(summaryOf(row, outcomes, { requests: count, duration: 100 })).toBe(
		`${words} items: ${words} accepted. ${words} requests in 0.1 seconds.`,
	);
});

test('a single item, a preview and a call of an agent need none', async () => {
	server().answer(({ body }) => ({ body: (JSON.parse(body) as unknown[]).map(() => ok) }));
	const none = expect.not.arrayContaining([expect.stringContaining('items:')]);
	expect(await taguchi(['a@example.com'])).toEqual(none);
	expect(await taguchi(['a@example.com', 'b@example.com'], { preview: true })).toEqual(none);
	expect(await taguchi(['a@example.com', 'b@example.com'], {}, true)).toEqual(none);
});

test('consent that was set tells who changed', async () => {
	server().answer(({ method, url }) => {
		if (method === 'PATCH') return { body: { uuid: 'c1', opt_status: 'out' } };
		const number = new URL(url, 'http://localhost').searchParams.get('mobile');
		const opt_status = number?.endsWith('1') ? 'in' : 'out';
		const data = [{ uuid: 'c1', mobile: number, opt_status }];
		return { body: { data, meta: { pagination: { total: 1 } } } };
	});
	const { hints } = await runRow(rowCalled('HORISEN contact.setConsent'), server().url, {
		values: { findBy: 'mobile', address: '={{ $json.mobile }}', smsConsent: 'refused' },
		items: [{ mobile: '+41790000001' }, { mobile: '+41790000002' }],
	});
	expect(hints.map(({ message }) => message)).toContainEqual(
		expect.stringContaining('2 items: 1 changed, 1 unchanged. 3 requests in'),
	);
});
