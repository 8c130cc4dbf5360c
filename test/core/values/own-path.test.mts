/** No value of a form, and none of a credential, moves a request to another path than its row's. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { fieldsOf } from '../../../core/rows/operation.ts';
import { isUpfront } from '../../../core/values/values.ts';
import type { CredentialData } from '../../engine/credential-store.mts';
import { runNode } from '../../engine/execute.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { accounts } from '../../nodes/accounts.mts';

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

/** A value that the field takes, as a form holds it. */
function sample(field: Field): unknown {
	switch (field.kind) {
		case 'locator':
			return { __rl: true, mode: 'id', value: 'id-1' };
		case 'int64':
		case 'integer':
		case 'number':
			return 1;
		case 'choice':
			return field.choices?.[0]?.value ?? 'one';
		case 'boolean':
			return false;
		case 'choices':
			return field.choices?.slice(0, 1).map(({ value }) => value);
		case 'mapping':
			return '{"email": "ann@example.com", "mobile": "+41765554366"}';
		case 'json':
			return field.example ?? '{}';
		case 'date':
		case 'dateTime':
			return '2026-03-20T09:30:00Z';
		case 'rows':
			return { entry: [form(field.fields ?? {})] };
		case 'pairs':
			return { entry: [{ name: 'en', value: 'one' }] };
		default:
			return 'one';
	}
}

const form = (fields: Readonly<Record<string, Field>>) =>
	Object.fromEntries(
		Object.entries(fields)
			.filter(([, field]) => field.required)
			.map(([name, field]) => [name, sample(field)]),
	);

/** Rows whose required values alone are not enough, or do not fit together. */
const more: Record<string, IDataObject> = {
	'Emporix segment.update': { newStatus: 'INACTIVE' },
};

const rows = accounts.flatMap((account) =>
	account.vendor.resources.flatMap(({ value: resource, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			title: `${account.vendor.name} ${resource}.${operation}`,
			account,
			resource,
			operation,
			row,
			fields: Object.entries(row.path ?? {}),
		})),
	),
);
const withPathFields = rows.filter(({ fields }) => fields.length > 0);

async function run(
	{ title, account, resource, operation, row }: (typeof rows)[number],
	change: { values?: Record<string, unknown>; items?: unknown[]; credential?: CredentialData },
) {
	server().answer(() => ({ body: {} }));
	const { error } = await runNode({
		node: account.node,
		parameters: {
			authentication: account.type.name,
			resource,
			operation,
			...form(fieldsOf(row)),
			...more[title],
			options: { batching: false },
			...change.values,
		},
		credentials: {
			[account.type.name]: { ...account.data(`${server().url}/base`), ...change.credential },
		},
		credentialTypes: [account.type],
		...(change.items && {
			items: change.items.map((value) => ({ json: { value: String(value) } })),
		}),
	});
	const requests = server().received.filter(({ url }) => !url.endsWith('.yml'));
	return { error, requests };
}

/** A path field takes its value from the incoming items. */
const mapped = (name: string, field: Field) => {
	const value = '={{ $json.value }}';
	return isUpfront(field) ? { [name]: value } : { additionalFields: { [name]: value } };
};

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
			for (const value of LEAD_ELSEWHERE) {
				const values = mapped(name, field);
				const { error, requests } = await run(given, { values, items: ['1', value] });
				expect({ value, sent: requests.map(({ method, url }) => `${method} ${url}`) }).toEqual({
					value,
					sent: [],
				});
				expect(error?.message).toContain(`"${field.label}"`);
			}
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
}, 120_000);

const parts = accounts.flatMap((account) =>
	account.part ? [{ account, part: account.part }] : [],
);

describe.each(parts)(
	"$account.vendor.name: the credential's part of the path",
	({ account, part }) => {
		const [given] = rows.filter((row) => row.account === account);

		// A NUL that was pasted is taken off, like white space.
		const unusable = LEAD_ELSEWHERE.filter((value) => !value.includes('\0'));
		test.each(unusable)('%j is refused by its name', async (value) => {
			if (!given) throw new Error('The vendor has no row');
			const { error, requests } = await run(given, { credential: { [part]: value } });
			expect(requests).toEqual([]);
			const property = account.type.properties.find(({ name }) => name === part);
			expect(error?.message).toContain(property?.displayName);
		});
	},
);
