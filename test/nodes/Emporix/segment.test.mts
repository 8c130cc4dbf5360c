/** What people do with segments: localized texts, patches, filters, locking, deleting, lists. */
import * as fc from 'fast-check';
import { Emporix } from '../../../nodes/Emporix/Emporix.node.ts';
import { queryOf } from '../../../nodes/Emporix/operations/query.ts';
import { listSearch } from '../../engine/editor.mts';
import { inPassingTime } from '../../engine/passing-time.mts';
import { addSegment, credentialStore, requestsOf, runEmporix, useSandbox } from './run.mts';
import { formsOf } from '../../contracts/forms.mts';
import { modesOf, runOffline } from '../../contracts/offline.mts';
import { vendors } from '../../contracts/vendors.mts';

const sandbox = useSandbox();
const stored = (id: string) => sandbox().emporix.tenant.segments.get(id);
const lastBody = (): unknown => JSON.parse(requestsOf().at(-1)?.body ?? 'null');
const single = { options: { batching: false } };

describe('writing', () => {
	test('languages, dates and mixins become the objects of the API', async () => {
		const { error } = await runEmporix({
			resource: 'segment',
			operation: 'upsert',
			parameters: {
				segmentId: { __rl: true, mode: 'id', value: 'GOLD' },
				name: {
					entry: [
						{ name: 'en', value: 'Gold' },
						{ name: 'de', value: 'Gold-Kunden' },
					],
				},
				siteCode: { __rl: true, mode: 'list', value: 'main' },
				status: 'ACTIVE',
				description: { entry: [{ name: 'en', value: 'Best' }] },
				mixins: {
					entry: [
						{
							name: 'attributes',
							attributes: '{"level": 3}',
							schema: 'https://example.com/a.json',
						},
					],
				},
				additionalFields: { validFrom: '2026-01-01T00:00:00+01:00' },
				...single,
			},
		});
		expect(error).toBeUndefined();
		expect(requestsOf()[0]?.violations).toEqual([]);
		expect(lastBody()).toEqual({
			name: { en: 'Gold', de: 'Gold-Kunden' },
			description: { en: 'Best' },
			validity: { from: '2025-12-31T23:00:00.000Z' },
			status: 'ACTIVE',
			siteCode: 'main',
			mixins: { attributes: { level: 3 } },
			metadata: { mixins: { attributes: 'https://example.com/a.json' } },
		});
	});

	test('a segment that is there is updated, and both ways of sending say so alike', async () => {
		addSegment('GOLD');
		for (const options of [{ batching: true }, { batching: false }]) {
			const { outputs } = await runEmporix({
				resource: 'segment',
				operation: 'upsert',
				parameters: {
					segmentId: 'GOLD',
					name: { entry: [{ name: 'en', value: 'G' }] },
					siteCode: 'main',
					options,
				},
			});
			expect(outputs[0]?.map(({ json }) => json)).toEqual([{ id: 'GOLD', result: 'updated' }]);
		}
	});

	test("a word of the API's own paths is refused as an ID before anything is sent", async () => {
		const { error } = await runEmporix({
			resource: 'segment',
			operation: 'delete',
			parameters: { segmentId: 'bulk', ...single },
		});
		expect(error?.message).toBe('"Segment" needs an ID other than bulk, search, match, items, me');
		expect(requestsOf()).toEqual([]);
	});
});

describe('updating some fields', () => {
	const update = async (parameters: object) =>
		await runEmporix({
			resource: 'segment',
			operation: 'update',
			parameters: { segmentId: 'GOLD', ...parameters },
		});

	test('needs no JSON Patch', async () => {
		addSegment('GOLD', { description: { en: 'Old' }, mixins: {}, metadata: { mixins: {} } });
		const { error } = await update({
			changeBy: 'fields',
			name: { entry: [{ name: 'de', value: 'Gold' }] },
			newStatus: 'INACTIVE',
			validFrom: '2026-01-01T00:00:00Z',
			validTo: '2026-12-31T00:00:00Z',
			mixins: {
				entry: [{ name: 'a/b', attributes: '{"level": 3}', schema: 'https://example.com/a.json' }],
			},
			remove: ['/description'],
		});
		expect(error).toBeUndefined();
		expect(requestsOf()[0]).toMatchObject({
			operationId: 'segment.patch',
			status: 204,
			violations: [],
		});
		const segment = stored('GOLD');
		expect(segment).toMatchObject({
			name: { en: 'Segment GOLD', de: 'Gold' },
			status: 'INACTIVE',
			siteCode: 'main',
			validity: { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' },
			mixins: { 'a/b': { level: 3 } },
			metadata: { version: 2, mixins: { 'a/b': 'https://example.com/a.json' } },
		});
		expect(segment.description).toBeUndefined();
	});

	test('takes JSON Patch from those who know it', async () => {
		addSegment('GOLD');
		const operations = [{ op: 'replace', path: '/siteCode', value: 'other' }];
		await update({ changeBy: 'operations', operations: JSON.stringify(operations) });
		expect(lastBody()).toEqual(operations);
		expect(stored('GOLD').siteCode).toBe('other');
	});

	test('asks for a change', async () => {
		const { error } = await update({ changeBy: 'fields', newStatus: 'keep' });
		expect(error?.message).toBe('The item changes nothing');
		expect(requestsOf()).toEqual([]);
	});
});

describe('filters', () => {
	type Operator = NonNullable<Parameters<typeof queryOf>[0]['filters']>[number]['operator'];
	const condition = (field: string, operator: Operator, value = '', upTo = '') =>
		queryOf({ filters: [{ field, operator, value, upTo }] });

	test.each([
		[condition('siteCode', 'equals', 'main'), 'siteCode:main'],
		[condition('name.en', 'equals', 'Golden Segment'), 'name.en:"Golden Segment"'],
		[condition('mixins.a.b', 'greater', '20'), 'mixins.a.b:>20'],
		[condition('mixins.a.b', 'less', '20'), 'mixins.a.b:<20'],
		[condition('mixins.a.b', 'greaterOrEqual', '20'), 'mixins.a.b:>=20'],
		[condition('mixins.a.b', 'lessOrEqual', '20'), 'mixins.a.b:<=20'],
		[condition('mixins.a.b', 'between', '10', '20'), 'mixins.a.b:(>=10 AND <=20)'],
		[
			condition('metadata.createdAt', 'greater', '2021-05-18T07:27:27.455Z'),
			'metadata.createdAt:>"2021-05-18T07:27:27.455Z"',
		],
		[condition('restricted', 'equals', 'true'), 'restricted:true'],
		[condition('description.en', 'null'), 'description.en:null'],
		[condition('mixins.a', 'exists'), 'mixins.a:exists'],
		[condition('mixins.a', 'missing'), 'mixins.a:missing'],
		[condition('id', 'oneOf', 'a, b'), 'id:(a,b)'],
		[condition('code', 'contains', 'ABCD12'), 'code:~ABCD12'],
		[condition('code', 'contains', 'AB CD'), 'code:(~AB CD)'],
		[condition('name.en', 'contains', 'Yoghurt im'), 'name.en:~(Yoghurt im)'],
		[condition('id', 'oneOf', 'a b, c)'), 'id:("a b","c)")'],
		[condition('code', 'contains', 'a(b|c)\\)'), 'code:~a(b|c)\\)'],
		[condition('name.en', 'equals', 'C:\\'), 'name.en:"C:\\\\"'],
		[condition('name.en', 'equals', '\\" OR siteCode:b'), 'name.en:"\\\\\\" OR siteCode:b"'],
		[condition('name.en', 'greater', '"'), 'name.en:>"\\""'],
		[condition('name.en', 'equals', 'null'), 'name.en:"null"'],
		[condition('name.en', 'equals', 'OR'), 'name.en:"OR"'],
		[queryOf({ q: ' siteCode:main ' }), 'siteCode:main'],
		[queryOf({}), undefined],
	])('%s', (written, expected) => {
		expect(written).toBe(expected);
	});

	test('a quoted value ends where it ends, whatever it holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('"', '\\', ' ', 'a', ':', ')') }), (value) => {
				const written = condition('name.en', 'equals', value)?.slice('name.en:'.length) ?? '';
				expect(written === '' || /^(?:"(?:[^"\\]|\\.)*"|a+)$/.test(written)).toBe(true);
				const text = written.replace(/^"|"$/g, '').replaceAll(/\\(.)/g, '$1');
				expect(written.startsWith('"') ? text : written).toBe(value.trim());
			}),
		);
	});

	test.each([
		['name.en:a OR siteCode', 'equals', 'b', 'Field'],
		['name', 'contains', 'a) OR siteCode:(b', 'Value'],
		['name', 'contains', 'a b\\', 'Value'],
		['name', 'contains', '(a', 'Value'],
	])('%s %s %s is refused before anything is sent', async (field, operator, value, label) => {
		const { error } = await runEmporix({
			resource: 'segment',
			operation: 'getAll',
			parameters: { filters: { entry: [{ field, operator, value }] } },
		});
		expect(error?.message).toContain(`"Filters > ${label}" needs`);
		expect(requestsOf()).toEqual([]);
	});

	test.each(['getAll', 'search'])('%s joins rows and raw text', async (operation) => {
		addSegment('GOLD');
		addSegment('SILVER', { siteCode: 'other' });
		addSegment('BRONZE', { status: 'INACTIVE' });
		const { outputs } = await runEmporix({
			resource: 'segment',
			operation,
			parameters: {
				filters: { entry: [{ field: 'siteCode', operator: 'equals', value: 'main' }] },
				additionalFields: { q: 'status:ACTIVE' },
			},
		});
		expect(outputs[0]?.map(({ json }) => json.id)).toEqual(['GOLD']);
		expect(requestsOf()[0]?.violations).toEqual([]);
	});
});

describe('lists', () => {
	test('Return All reads on where the vendor serves smaller pages than asked for', async () => {
		for (let number = 0; number < 95; number++) addSegment(`S${number}`);
		sandbox().emporix.largestPage = 30;
		const { outputs } = await runEmporix({
			resource: 'segment',
			operation: 'getAll',
			parameters: { returnAll: true },
		});
		expect(new Set(outputs[0]?.map(({ json }) => json.id)).size).toBe(95);
		expect(requestsOf()).toHaveLength(4);
	});

	test('Simplify keeps what people look for', async () => {
		addSegment('GOLD');
		const run = async (simplify: boolean) => {
			const { outputs } = await runEmporix({
				resource: 'segment',
				operation: 'get',
				parameters: { segmentId: 'GOLD', simplify },
			});
			return Object.keys(outputs[0]?.[0]?.json ?? {});
		};
		expect(await run(true)).toEqual(['id', 'name', 'status', 'siteCode', 'modifiedAt', 'version']);
		expect(await run(false)).toContain('metadata');
	});

	test('the editor lists segments by name and each site once', async () => {
		addSegment('GOLD');
		addSegment('SILVER', { name: { de: 'Silber' } });
		const call = {
			node: new Emporix(),
			credentials: credentialStore(),
			parameters: { authentication: 'emporixOAuth2Api' },
		};
		expect(await listSearch({ ...call, method: 'searchSegments' })).toEqual({
			results: [
				{ name: 'Segment GOLD (main)', value: 'GOLD' },
				{ name: 'Silber (main)', value: 'SILVER' },
			],
		});
		expect(await listSearch({ ...call, method: 'searchSites' })).toEqual({
			results: [{ name: 'main', value: 'main' }],
		});
	});
});

describe('locking', () => {
	const write = (version: number, more: object = {}) => ({
		resource: 'segment',
		operation: 'upsert',
		parameters: {
			segmentId: 'GOLD',
			name: { entry: [{ name: 'en', value: '={{ $json.name }}' }] },
			siteCode: 'main',
			additionalFields: { version, ...more },
		},
		onError: 'continueErrorOutput' as const,
	});
	const writers = [{ name: 'First' }, { name: 'Second' }];

	test.each([true, false])(
		'the slower of two writers gets a clear 409 (batches: %s)',
		async (batching) => {
			addSegment('GOLD');
			const { parameters, ...run } = write(1);
			const { outputs } = await runEmporix({
				...run,
				parameters: { ...parameters, options: { batching, concurrency: 1 } },
				items: writers,
			});
			expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(outputs[1]?.[0]?.json).toMatchObject({
				name: 'Second',
				error: expect.stringContaining('has changed'),
				message: expect.stringContaining('changed the record since version 1'),
				details: { status: 409 },
			});
			expect(stored('GOLD').name).toEqual({ en: 'First' });
		},
	);

	test.each([true, false])(
		'with the option it reads again and converges (batches: %s)',
		async (batching) => {
			addSegment('GOLD', {
				description: { en: 'Stays' },
				mixins: { old: {} },
				metadata: { mixins: { old: 'https://example.com/old.json' } },
			});
			const { parameters, ...run } = write(1, { ifChanged: 'retry' });
			const { outputs } = await runEmporix({
				...run,
				parameters: { ...parameters, options: { batching, concurrency: 1 } },
				items: writers,
			});
			expect(outputs[0]?.map(({ json }) => json.result)).toEqual(['updated', 'updated']);
			expect(outputs[1]).toEqual([]);
			expect(stored('GOLD')).toMatchObject({ name: { en: 'Second' }, metadata: { version: 3 } });
			expect(
				requestsOf()
					.map(({ operationId }) => operationId)
					.slice(-2),
			).toEqual(['segment.get', 'segment.upsert']);
			expect(requestsOf().flatMap(({ violations }) => violations)).toEqual([]);
		},
	);

	test('it keeps what another writer changed and this item leaves out', async () => {
		addSegment('GOLD');
		addSegment('GOLD', { description: { en: 'By somebody else' } });
		const { parameters, ...run } = write(1, { ifChanged: 'retry' });
		await runEmporix({ ...run, parameters, items: [{ name: 'Mine' }] });
		expect(stored('GOLD')).toMatchObject({
			name: { en: 'Mine' },
			description: { en: 'By somebody else' },
			metadata: { version: 3 },
		});
	});

	test('a write with a version is not repeated when its answer is lost, one without is', async () => {
		addSegment('GOLD');
		const lose = () =>
			sandbox().misbehave({
				vendor: 'emporix',
				operationId: 'segment.bulkUpsert',
				kind: 'reset-after',
			});
		lose();
		const { outputs } = await runEmporix({ ...write(1), items: [{ name: 'Mine' }] });
		expect(outputs[1]?.[0]?.json.message).toContain('look before you run the item again');
		expect(requestsOf()).toHaveLength(1);
		lose();
		const { parameters, ...run } = write(1);
		const unversioned = { ...parameters, additionalFields: {} };
		const repeated = await inPassingTime(
			async () => await runEmporix({ ...run, parameters: unversioned, items: [{ name: 'Mine' }] }),
		);
		expect(repeated.outputs[0]).toHaveLength(1);
		expect(requestsOf()).toHaveLength(3);
	});
});

describe('deleting', () => {
	const remove = async (parameters: object = {}) =>
		await runEmporix({
			resource: 'segment',
			operation: 'delete',
			parameters: { segmentId: 'GOLD', ...parameters },
			onError: 'continueErrorOutput',
		});

	test.each([true, false])(
		'a segment that is not empty stays, and the message names the way (batches: %s)',
		async (batching) => {
			addSegment('GOLD');
			sandbox().emporix.tenant.assignCustomer('GOLD', 'c1', undefined, {});
			const { outputs } = await remove({ options: { batching } });
			expect(outputs[1]?.[0]?.json.message).toContain('Force Delete');
			expect(stored('GOLD').id).toBe('GOLD');
			const forced = await remove({
				options: { batching },
				additionalFields: { forceDelete: true },
			});
			expect(forced.outputs[0]?.[0]?.json).toEqual({ deleted: true });
			expect(requestsOf().at(-1)?.query).toEqual({ forceDelete: 'true' });
			expect(sandbox().emporix.tenant.segments.all).toEqual([]);
		},
	);

	test('deletion is never the operation that a fresh form shows', () => {
		const operations = new Emporix().description.properties.filter(
			({ name }) => name === 'operation',
		);
		expect(operations.map((dropdown) => dropdown.default)).not.toContain('delete');
	});
});

test('matching sends the site under both of its names', async () => {
	addSegment('GOLD');
	sandbox().emporix.tenant.assignItem('GOLD', 'PRODUCT', 'p1', {});
	const { outputs } = await runEmporix({
		resource: 'segment',
		operation: 'matchItems',
		parameters: { siteCode: 'main', items: 'p1, p2', segmentIds: 'GOLD' },
	});
	expect(lastBody()).toEqual({
		site: 'main',
		siteCode: 'main',
		items: [{ id: 'p1' }, { id: 'p2' }],
		segmentIds: ['GOLD'],
	});
	expect(outputs[0]?.map(({ json }) => json)).toEqual([{ id: 'p1' }]);
});

test('names are sent in the languages that they name, whatever the languages of the tenant', async () => {
	const emporix = vendors.find(({ name }) => name === 'Emporix');
	if (!emporix) throw new Error('There is no such vendor');
	const writes = emporix.rows.filter(({ name }) => /segment\.(create|upsert|update)$/.test(name));
	expect(writes).toHaveLength(3);
	for (const row of writes) {
		const [form = {}] = formsOf(emporix, row);
		for (const batching of modesOf(row)) {
			const { requests } = await runOffline(emporix, row, form, { batching });
			expect(requests.map(({ headers }) => headers['content-language'])).toEqual(['*']);
		}
	}
});
