/** Many items become few imports, and every item gets its own result. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readImport } from '../../../nodes/Horisen/operations/import-result.ts';
import { HORISEN_LIST_UUID } from '../../../sandbox/horisen/accounts.mts';
import { inPassingTime } from '../../engine/passing-time.mts';
import { links, mappedByName, people, runHorisen, useSandbox } from './run.mts';

const sandbox = useSandbox();
const list = { __rl: true, mode: 'id', value: HORISEN_LIST_UUID };
const parameters = {
	list_uuid: list,
	identifier: 'mobile',
	resolve_duplicate: 'update',
	contact: mappedByName(),
};
const importing = { resource: 'contact', operation: 'import', parameters };

test('of 5,000 contacts 37 are bad: 4,963 are stored, and the right 37 items leave by the error output', async () => {
	const isBad = (index: number) => index % 135 === 100;
	const items = people(5_000).map((person, index) =>
		isBad(index) ? { ...person, mobile: `0${person.mobile.slice(1)}` } : person,
	);
	const bad = items.flatMap((_, index) => (isBad(index) ? [index] : []));
	expect(bad).toHaveLength(37);

	const run = await runHorisen(sandbox(), { ...importing, items, onError: 'continueErrorOutput' });

	expect(run.error).toBeUndefined();
	expect(sandbox().requests).toHaveLength(10);
	expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
	expect(sandbox().horisen.contacts).toHaveLength(4_963);
	expect(links(run.failed)).toEqual(bad.map((item) => ({ item })));
	expect(run.failed[0]?.json).toMatchObject({
		error: 'HORISEN did not accept this item: mobile is no number in E.164 form',
		first_name: 'Person 100',
	});
	expect(links(run.done)).toEqual(items.flatMap((_, item) => (isBad(item) ? [] : [{ item }])));
	expect(run.done[7]?.json).toMatchObject({ accepted: true, contact: items[7] });
});

test('the settings of the import go out once, in the query', async () => {
	await runHorisen(sandbox(), {
		...importing,
		parameters: {
			...parameters,
			resolve_duplicate: 'optin',
			additionalFields: {
				option_uuids: '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001, 3f0c1b3e-7d53-4d39-8d52-31b8b6a9d002',
				insert_opt_channels: ['sms', 'whatsapp'],
			},
		},
		items: people(3),
	});
	const [request] = sandbox().requests;
	expect(sandbox().requests).toHaveLength(1);
	expect(request?.query).toEqual({
		list_uuid: HORISEN_LIST_UUID,
		identifier: 'mobile',
		resolve_duplicate: 'optin',
		option_uuids: '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001,3f0c1b3e-7d53-4d39-8d52-31b8b6a9d002',
		insert_opt_channels: 'sms,whatsapp',
	});
	expect(JSON.parse(request?.body ?? '')).toEqual(people(3));
});

test('items for different lists do not travel together', async () => {
	const other = sandbox().horisen.addNamed('list', { name: 'Other' }).uuid;
	const items = people(4).map((person, index) => ({
		...person,
		list: index % 2 === 0 ? HORISEN_LIST_UUID : other,
	}));
	const byItem = { __rl: true, mode: 'id', value: '={{ $json.list }}' };
	const run = await runHorisen(sandbox(), {
		...importing,
		parameters: { ...parameters, list_uuid: byItem },
		items: items as Array<{ first_name: string; mobile: string; list: string }>,
	});
	expect(links(run.done)).toEqual(items.map((_, item) => ({ item })));
	expect(sandbox().requests).toHaveLength(2);
	expect(sandbox().horisen.contacts.filter(({ list_uuid }) => list_uuid === other)).toHaveLength(2);
});

test('with batches off every item is an import of its own', async () => {
	await runHorisen(sandbox(), {
		...importing,
		parameters: { ...parameters, options: { batching: false } },
		items: people(3),
	});
	expect(sandbox().requests).toHaveLength(3);
});

test('an import whose answer was lost is sent again where that changes nothing, and only there', async () => {
	sandbox().misbehave({ kind: 'reset-after', operationId: 'contact.import' });
	const updating = await inPassingTime(
		async () => await runHorisen(sandbox(), { ...importing, items: people(3) }),
	);
	expect(updating.done).toHaveLength(3);
	expect(sandbox().requests).toHaveLength(2);

	sandbox().reset();
	sandbox().misbehave({ kind: 'reset-after', operationId: 'contact.import' });
	const deleting = await runHorisen(sandbox(), {
		...importing,
		parameters: { ...parameters, resolve_duplicate: 'delete' },
		items: people(3),
		onError: 'continueErrorOutput',
	});
	expect(deleting.failed).toHaveLength(3);
	expect(sandbox().requests).toHaveLength(1);
});

test('an import that is refused as a whole fails all its items', async () => {
	const unknown = { __rl: true, mode: 'id', value: '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d009' };
	const run = await runHorisen(sandbox(), {
		...importing,
		parameters: { ...parameters, list_uuid: unknown },
		items: people(3),
		onError: 'continueErrorOutput',
	});
	expect(links(run.failed)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	expect(run.failed[0]?.json.error).toContain('list_uuid is no list of the account');
});

describe('the answer to an import', () => {
	const answer = (errors: object[], invalid = errors.length) => ({
		created: 1,
		updated: 0,
		invalid,
		errors,
	});
	const wrong = [{ name: 'mobile', message: 'is wrong' }];
	const isRefused = (result: ReturnType<typeof readImport>) =>
		result?.map((verdict) => 'refused' in verdict);

	test('finds a contact that HORISEN writes in its own way', () => {
		const contacts = [
			{ mobile: '+41 76 555 43 66', first_name: 'Ann' },
			{ mobile: '+41 76 555 43 67', first_name: 'Ann' },
		];
		const errors = [{ contact: { mobile: '+41765554367', first_name: 'Ann' }, errors: wrong }];
		expect(isRefused(readImport(answer(errors), contacts))).toEqual([false, true]);
	});

	test('takes one of two equal contacts for each refusal', () => {
		const contacts = [{ mobile: '1' }, { mobile: '1' }, { mobile: '2' }];
		const one = { contact: { mobile: '1' }, errors: wrong };
		expect(isRefused(readImport(answer([one]), contacts))).toEqual([true, false, false]);
		expect(isRefused(readImport(answer([one, one]), contacts))).toEqual([true, true, false]);
	});

	test('calls none accepted of several that fit a refusal equally well', () => {
		const contacts = [
			{ mobile: '1', first_name: 'Ann' },
			{ mobile: '2', first_name: 'Ann' },
			{ mobile: '3', first_name: 'Bob' },
		];
		const errors = [{ contact: { mobile: null, first_name: 'Ann' }, errors: wrong }];
		expect(isRefused(readImport(answer(errors), contacts))).toEqual([true, true, false]);
	});

	test.each([
		['counts more refusals than it names', answer([], 1)],
		['refuses a contact that was not sent', answer([{ contact: { mobile: '9' }, errors: wrong }])],
		['is something else', { message: 'Hello' }],
	])('tells nothing when it %s', (_case, said) => {
		expect(readImport(said, [{ mobile: '1' }])).toBeUndefined();
	});
});

/** Which contacts are refused, by comparing every refused record with every contact. */
function refusedPlaces(contacts: readonly IDataObject[], refused: readonly IDataObject[]) {
	const open = new Set(contacts.keys());
	const same = (one: IDataObject, other: IDataObject) =>
		Object.keys(one).filter((name) => one[name] === other[name]).length;
	const all: number[] = [];
	for (const record of refused) {
		const most = Math.max(0, ...[...open].map((at) => same(record, contacts[at] ?? {})));
		if (most === 0) return undefined;
		const likest = [...open].filter((at) => same(record, contacts[at] ?? {}) === most);
		const [first = 0] = likest;
		const isOne = likest.every((at) => isDeepStrictEqual(contacts[at], contacts[first]));
		for (const at of isOne ? [first] : likest) {
			open.delete(at);
			all.push(at);
		}
	}
	return all.sort((one, other) => one - other);
}

test('a refused record belongs to the contacts that share most values with it, whatever they are', () => {
	const value = fc.constantFrom('a', 'b', 'c', 'd');
	const contact = fc.record(
		{ email: value, city: value, name: value },
		{ requiredKeys: [], noNullPrototype: true },
	);
	const some = { minLength: 1, maxLength: 8 };
	fc.assert(
		fc.property(fc.array(contact, some), fc.array(contact, some), (contacts, refused) => {
			const errors = refused.map((record) => ({ contact: record, errors: [] }));
			const verdicts = readImport({ created: 0, invalid: 0, errors }, contacts);
			const found = verdicts?.flatMap((verdict, at) => ('refused' in verdict ? [at] : []));
			expect(found).toEqual(refusedPlaces(contacts, refused));
		}),
	);
});
