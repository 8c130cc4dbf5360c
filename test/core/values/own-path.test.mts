/** No value of a form, and none of a credential, moves a request to another path than its row's. */
import fc from 'fast-check';
import type { Field } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { accounts } from '../../nodes/accounts.mts';
import type { EveryRow } from '../../nodes/every-row.mts';
import { everyRow, runRow, valueIn } from '../../nodes/every-row.mts';

const server = useRecordingServer();

/** What no row may take for a segment of its path. */
const LEAD_ELSEWHERE = [
	'.',
	'..',
	' .. ',
	'\t..\n',
	'%2e',
	'%2E%2e',
	'.%2e',
	'%252e%252e',
	'../..',
	'..\\..',
	'x/../..',
	'x%2f..%2F..',
	'\u200b..',
	' ',
	'\t\r\n',
	'\u00a0',
	'\ufeff\u200b',
	'half \ud83d',
	'\udc00',
	'nul \0',
];

const withPathFields = everyRow
	.map((given) => ({ ...given, fields: Object.entries(given.row.path ?? {}) }))
	.filter(({ fields }) => fields.length > 0);

type Change = NonNullable<Parameters<typeof runRow>[2]>;

async function run(
	given: EveryRow,
	{ items, ...change }: { items?: unknown[] } & Omit<Change, 'items'>,
) {
	server().answer(() => ({ body: {} }));
	const { error, outputs } = await runRow(given, `${server().url}/base`, {
		...change,
		values: { options: { batching: false }, ...change.values },
		...(items && { items: items.map((value) => ({ value: String(value) })) }),
	});
	const requests = server().received.filter(({ url }) => !url.endsWith('.yml'));
	return { error, requests, failed: outputs[1] ?? [] };
}

/** A path field takes its value from the incoming items. */
const mapped = (name: string, field: Field) => valueIn(name, field, '={{ $json.value }}');

/** The paths that a row may reach. */
function ownPath({ request, batch }: Operation): RegExp {
	const patterns = [request, ...(batch?.request ? [batch.request] : [])].map(({ path }) =>
		path.replace(/\{\/[^}]+\}/g, '(?:/[^/]+)?').replace(/\{[^}]+\}/g, '[^/]+'),
	);
	return new RegExp(`^/base(?:${patterns.join('|')})$`);
}

const pathOf = (url: string) => new URL(url, 'http://localhost').pathname;

test('there is something to try', () => {
	expect(withPathFields.length).toBeGreaterThan(100);
});

describe.each(withPathFields)('$title', (given) => {
	const { row, fields } = given;

	test('reaches its own path with an ID; with anything else not even the item before is sent', async () => {
		// The server answers all alike; what that is worth to the row is not the matter here.
		const usual = await run(given, {});
		expect(usual.requests.length).toBeGreaterThan(0);
		for (const { url } of usual.requests) expect(pathOf(url)).toMatch(ownPath(row));

		for (const [name, field] of fields) {
			const values = mapped(name, field);
			const items = LEAD_ELSEWHERE;
			const each = await run(given, { values, items, onError: 'continueErrorOutput' });
			expect(each.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
			expect(each.failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
				items.map((_, item) => [expect.stringContaining(`"${field.label}"`), { item }]),
			);

			const { error, requests } = await run(given, { values, items: ['1', '..'] });
			expect(requests).toEqual([]);
			expect(error?.message).toContain(`"${field.label}"`);
		}
	});
});

/** Texts in which what steers a path is frequent. */
const steering = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'.',
				'..',
				'/',
				'\\',
				'%2e',
				'%2F',
				'%',
				'?',
				'#',
				'@',
				':',
				';',
				' ',
				'\t',
				'\n',
			),
			fc.constantFrom(
				'\ud83d',
				'\0',
				'\u200b',
				'\u00a0',
				'a',
				'ä',
				'1',
				'=',
				'&',
				'{customerId}',
				'{}',
			),
			fc.string({ maxLength: 3, unit: 'binary' }),
		),
		{ minLength: 1, maxLength: 6 },
	)
	.map((parts) => parts.join(''));

test('whatever a text field of a path holds, a request keeps to the path or is not sent', async () => {
	const textFields = withPathFields.flatMap((given) =>
		given.fields
			.filter(([, field]) => field.kind === 'text' || field.kind === 'locator')
			.map(([name, field]) => ({ given, name, field })),
	);
	let sent = 0;
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...textFields), steering, async (chosen, value) => {
			const { given, name, field } = chosen;
			const { error, requests } = await run(given, { values: mapped(name, field), items: [value] });
			sent += requests.length;
			for (const { url } of requests) {
				expect(pathOf(url)).toBe(url.split('?')[0]);
				expect(pathOf(url)).toMatch(ownPath(given.row));
			}
			if (requests.length === 0) expect(error?.message).toContain(`"${field.label}"`);
		}),
		{ numRuns: 300 },
	);
	expect(sent).toBeGreaterThan(50);
});

const parts = accounts.flatMap((account) =>
	account.part ? [{ account, part: account.part }] : [],
);

describe.each(parts)(
	"$account.vendor.name: the credential's part of the path",
	({ account, part }) => {
		const given = everyRow.find((one) => one.account === account);

		// A NUL that was pasted is taken off, like white space.
		const unusable = LEAD_ELSEWHERE.filter((value) => !value.includes('\0'));
		test.each(unusable)('%j is refused by its name', async (value) => {
			if (!given) throw new Error('The vendor has no row');
			const { data, type } = account;
			const credentials = { [type.name]: { ...data(`${server().url}/base`), [part]: value } };
			const { error, requests } = await run(given, { credentials });
			expect(requests).toEqual([]);
			const property = account.type.properties.find(({ name }) => name === part);
			expect(error?.message).toContain(property?.displayName);
		});
	},
);
