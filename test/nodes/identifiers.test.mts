/**
 * Whoever is meant is meant everywhere alike: a value that tells records apart is cleaned of what nobody sees, never rounded,
 * and never empty, in every path, query, body and table of every vendor.
 */
import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Field } from '../../core/rows/field.ts';
import { isUpfront } from '../../core/values/values.ts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { EveryRow } from './every-row.mts';
import { everyRow, rowCalled, runRow, valueIn } from './every-row.mts';

const server = useRecordingServer();

const textFields = (fields: Readonly<Record<string, Field>> = {}) =>
	Object.entries(fields).filter(([, { kind }]) => kind === 'text' || kind === 'locator');

const mapped = (name: string, field: Field) => {
	const value = '={{ $json.value }}';
	const given = field.kind === 'locator' ? { __rl: true, mode: 'id', value } : value;
	const shown = Object.entries(field.show ?? {}).map(([other, [choice]]) => [other, choice]);
	return { ...Object.fromEntries(shown), ...valueIn(name, field, given) };
};

/** Texts of paths and queries, but for those that hold a document of their own. */
const places = everyRow.flatMap((given) =>
	(['path', 'query'] as const).flatMap((part) =>
		textFields(given.row[part])
			.filter(([, { label }]) => !/JSON|Unique Key/.test(label))
			.map(([name, field]) => ({ title: `${given.title} ${part} ${name}`, given, name, field })),
	),
);

async function send(given: EveryRow, name: string, field: Field, value: unknown) {
	server().answer(() => ({ body: given.account.list }));
	const values = mapped(name, field);
	const items = [{ value } as IDataObject];
	const { error } = await runRow(given, `${server().url}/base`, { values, items, asTheyAre: true });
	const sent = server().received.filter(({ url }) => !url.endsWith('.yml'));
	return { error: error?.message, sent: sent.map(({ url }) => decodeURIComponent(url)) };
}

test('there is something to try', () => {
	expect(places.length).toBeGreaterThan(200);
});

test.each(places)('$title', async ({ given, name, field }) => {
	// In a header of dots and lower case that no rule of a field refuses.
	const seen = 'en';
	const cleaned = await send(given, name, field, `\ufeff ${seen}\u200b\u00ad\u00a0`);
	const plain = await send(given, name, field, seen);
	expect(cleaned).toEqual(plain);
	expect(plain.sent.length).toBeGreaterThan(0);

	const rounded = await send(given, name, field, 2 ** 60);
	expect(rounded.error).toBe(`"${field.label}" got a number with too many digits to be exact`);
	expect(rounded.sent).toEqual([]);

	const blank = await send(given, name, field, ' \u200b\u00a0');
	const mayBeLeftOut = !field.required && Object.hasOwn(given.row.path ?? {}, name);
	if (mayBeLeftOut) {
		// Left out, the request would go to another record.
		expect(blank).toEqual({ error: `"${field.label}" holds nothing but white space`, sent: [] });
	} else {
		expect(blank).toEqual(await send(given, name, field, ''));
	}
	if (field.required && isUpfront(field)) {
		expect(blank).toEqual({ error: `"${field.label}" is empty`, sent: [] });
	}
});

const UNSEEN = '\ufeff Ann@Exam\u00adple.com\u200b\n';

/** Everywhere that a vendor is told whom something is about; `who` finds it in what was sent. */
const people: Array<
	[string, IDataObject, string, (sent: { url: string; body: string }) => unknown]
> = [
	[
		'Taguchi subscriber.upsert',
		{},
		'Ann@Example.com',
		({ body }) => JSON.parse(body)[0].profile.email,
	],
	[
		'Taguchi subscriber.submit',
		{ identifyBy: 'email', events: { entry: [{ type: 'p' }] } },
		'ann@example.com',
		({ body }) => JSON.parse(body)[1].event.target.email,
	],
	[
		'Taguchi event.log',
		{},
		'ann@example.com',
		({ body }) => JSON.parse(body)[0].event.target.email,
	],
	[
		'Taguchi message.send',
		{},
		'ann@example.com',
		({ body }) => JSON.parse(body)[0].message.target.email,
	],
	['Taguchi subscriber.get', {}, 'ann@example.com', ({ url }) => query(url).get('email')],
	['Taguchi subscriber.anonymize', {}, 'ann@example.com', ({ url }) => query(url).get('email')],
	[
		'Contacthub customer.create',
		{},
		'Ann@Example.com',
		({ body }) => JSON.parse(body).base.contacts.email,
	],
	[
		'Contacthub customer.getAll',
		{
			filters: {
				entry: [
					{ property: 'base.contacts.email', operator: 'EQUALS', value: '={{ $json.email }}' },
				],
			},
		},
		'Ann@Example.com',
		({ url }) => JSON.parse(query(url).get('query') ?? '{}').query.are.condition.value,
	],
	['HORISEN contact.import', {}, 'Ann@Example.com', ({ body }) => JSON.parse(body)[0].email],
	[
		'HORISEN contact.getAll',
		{ additionalFields: { email: '={{ $json.email }}' } },
		'Ann@Example.com',
		({ url }) => query(url).get('email'),
	],
	[
		'Emporix segment.getAll',
		{ filters: { entry: [{ field: 'email', operator: 'equals', value: '={{ $json.email }}' }] } },
		'email:Ann@Example.com',
		({ url }) => query(url).get('q'),
	],
];

const query = (url: string) => new URL(url, 'http://localhost').searchParams;
const byName = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

test.each(people)('%s means the same person', async (title, more, expected, who) => {
	const given = rowCalled(title);
	server().answer(() => ({ body: given.account.list }));
	const values = {
		profile: byName,
		properties: byName,
		contact: byName,
		email: '={{ $json.email }}',
		...more,
	};
	await runRow(given, `${server().url}/base`, { values, items: [{ email: UNSEEN }] });
	const [sent] = server().received.filter(({ url }) => !url.endsWith('.yml'));
	expect(sent && who(sent)).toBe(expected);
});

const moment = new Date(Date.UTC(2024, 3, 3, 10));
const DATES = { Date: moment, "luxon's": DateTime.fromJSDate(moment, { zone: 'Asia/Tokyo' }) };

/** Where a date may arrive that a database gave as an object. */
const dated: Array<
	[string, IDataObject, (date: object) => IDataObject, (body: string) => unknown]
> = [
	[
		'Taguchi subscriber.upsert',
		{},
		(at) => ({ email: 'a@b.c', extra: at }),
		(body) => JSON.parse(body)[0].profile.extra,
	],
	[
		'Taguchi subscriber.upsert',
		{},
		(at) => ({ email: 'a@b.c', custom: { since: at } }),
		(body) => JSON.parse(body)[0].profile.custom.since,
	],
	[
		'Taguchi subscriber.upsert',
		{},
		(at) => ({ email: 'a@b.c', unsubscribedTimestamp: at }),
		(body) => JSON.parse(body)[0].profile.unsubscribedTimestamp,
	],
	[
		'Taguchi event.log',
		{ data: '={{ $json }}' },
		(at) => ({ at: [at] }),
		(body) => JSON.parse(body)[0].event.data.at[0],
	],
	[
		'Contacthub customer.create',
		{},
		(at) => ({ email: 'a@b.c', extended: { since: at } }),
		(body) => JSON.parse(body).extended.since,
	],
	[
		'HORISEN contact.import',
		{},
		(at) => ({ mobile: '1', nationality: at }),
		(body) => JSON.parse(body)[0].nationality,
	],
	[
		'Contacthub bulkJob.create',
		{ data: 'items' },
		(at) => ({ externalId: '1', extended: { since: at, tags: [at] } }),
		(body) => /\r\n1,([^,]*),/.exec(body)?.[1],
	],
];

test.each(dated.flatMap((one) => Object.keys(DATES).map((kind) => [...one, kind] as const)))(
	'%s %j: a date object arrives as text',
	async (title, more, item, read, kind) => {
		const given = rowCalled(title);
		server().answer(() => ({ body: given.account.list }));
		const values = { profile: byName, properties: byName, contact: byName, ...more };
		const date = DATES[kind as keyof typeof DATES];
		await runRow(given, `${server().url}/base`, { values, items: [item(date)], asTheyAre: true });
		const sent = server().received.find(({ method }) => method === 'POST');
		expect(sent && read(sent.body)).toBe('2024-04-03T10:00:00.000Z');
	},
);
