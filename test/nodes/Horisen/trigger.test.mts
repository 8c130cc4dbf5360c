/** The trigger loses no change, however many contacts change in the same second and however late they show up. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { IDataObject, INodeType } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import * as field from '../../../core/rows/field.ts';
import * as vendor from '../../../nodes/Horisen/vendor.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import { HorisenTrigger } from '../../../nodes/Horisen/HorisenTrigger.node.ts';
import {
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../../sandbox/horisen/accounts.mts';
import type { Crash, World } from '../../core/polling/polling-world.mts';
import { DurableWorld, PlainWorld } from '../../core/polling/polling-world.mts';
import { createPoller } from '../../engine/poll.mts';
import { useSandbox } from './run.mts';

// A process that starts again loads our modules anew; n8n's own stay, for their classes must be the same everywhere.
jest.doMock('n8n-workflow', () => n8nWorkflow);
// So do the vendor's rows, which remember nothing and are nearly all that a process loads.
jest.doMock('../../../core/rows/field.ts', () => field);
jest.doMock('../../../nodes/Horisen/vendor.ts', () => vendor);

const sandbox = useSandbox();
/** The tests live in their own time, which only they move on. */
const START = Date.parse('2026-03-20T09:30:00Z');
beforeEach(() => {
	jest.useFakeTimers({
		now: START,
		doNotFake: [
			'hrtime',
			'nextTick',
			'queueMicrotask',
			'setImmediate',
			'clearImmediate',
			'setInterval',
			'clearInterval',
			'setTimeout',
			'clearTimeout',
		],
	});
});
afterEach(() => void jest.useRealTimers());
const pass = (seconds: number) => jest.advanceTimersByTime(seconds * 1000);

/** How far n8n's clock is ahead of HORISEN's, in seconds. */
let skew = 0;
afterEach(() => void (skew = 0));
/** A moment as HORISEN writes it. */
const stamp = (secondsAgo = 0) =>
	`${new Date(Date.now() - (skew + secondsAgo) * 1000).toISOString().slice(0, 19)}+00:00`;
/** Contacts that are new, all in the same second. */
const addContacts = (
	count: number,
	{ secondsAgo = 0, ...more }: IDataObject & { secondsAgo?: number } = {},
) =>
	Array.from({ length: count }, () => {
		const moment = stamp(secondsAgo);
		const dates = { created_dt: moment, updated_dt: moment };
		return sandbox().horisen.putContact({ uuid: randomUUID(), first_name: '1', ...dates, ...more });
	});
const credentials = () => ({
	horisenTokenApi: {
		token: HORISEN_TOKEN,
		serviceUuid: HORISEN_SERVICE_UUID,
		baseUrl: sandbox().horisen.baseUrl,
	},
});
const everything = ['created', 'updated', 'deleted', 'optedIn', 'optedOut'];

/** What a contact is known by: who, how often it was changed, and whether it is deleted. */
const identityOf = (contact: unknown, deleted = false) => {
	const { uuid, first_name } = Object(contact);
	return `${uuid} ${first_name}${deleted ? ' deleted' : ''}`;
};

type Step =
	| { do: 'add'; count: number; secondsAgo: number }
	| { do: 'change'; which: number; count: number }
	| { do: 'delete'; which: number; count: number }
	| { do: 'pass'; seconds: number }
	| { do: 'poll' }
	| { do: 'overlap' }
	| { do: 'rename' }
	| { do: 'fail' }
	| { do: 'crash'; when: Crash };

const secondsAgo = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }));
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		{ weight: 6, arbitrary: fc.constant({ do: 'poll' as const }) },
		{
			weight: 4,
			arbitrary: fc.record({
				do: fc.constant('add' as const),
				count: fc.oneof(fc.constantFrom(1, 2, 100), fc.integer({ min: 1, max: 700 })),
				secondsAgo,
			}),
		},
		{
			weight: 3,
			arbitrary: fc.record({
				do: fc.constant('change' as const),
				which: fc.nat(),
				count: fc.integer({ min: 1, max: 120 }),
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				do: fc.constant('delete' as const),
				which: fc.nat(),
				count: fc.integer({ min: 1, max: 50 }),
			}),
		},
		{
			weight: 4,
			arbitrary: fc.record({
				do: fc.constant('pass' as const),
				seconds: fc.oneof(fc.constantFrom(1, 60, 121), fc.integer({ min: 1, max: 300 })),
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				do: fc.constant('crash' as const),
				when: fc.constantFrom<Crash>(
					'before save',
					'between save and start',
					'after start',
					'undone',
				),
			}),
		},
		fc.constant({ do: 'overlap' as const }),
		fc.constant({ do: 'rename' as const }),
		fc.constant({ do: 'fail' as const }),
	),
	{ minLength: 1, maxLength: 15 },
);

/**
 * The memory is full in the middle of a crowded second, with and without a restart in between; somebody is deleted in the
 * second in which they were added, with a poll in between.
 */
const foundBefore: Array<[Step[], undefined, boolean, 0]> = [
	[
		[{ do: 'add', count: 1, secondsAgo: 0 }, { do: 'poll' }, { do: 'delete', which: 0, count: 1 }],
		undefined,
		true,
		0,
	],
	[
		[
			{ do: 'add', count: 100, secondsAgo: 97 },
			{ do: 'add', count: 498, secondsAgo: 83 },
		],
		undefined,
		false,
		0,
	],
	[
		[
			{ do: 'pass', seconds: 52 },
			{ do: 'add', count: 193, secondsAgo: 0 },
			{ do: 'poll' },
			{ do: 'add', count: 578, secondsAgo: 27 },
			{ do: 'crash', when: 'before save' },
			{ do: 'poll' },
		],
		undefined,
		false,
		0,
	],
];

async function startProcess(): Promise<INodeType> {
	let node: INodeType | undefined;
	await jest.isolateModulesAsync(async () => {
		const trigger = await import('../../../nodes/Horisen/HorisenTrigger.node.ts');
		node = new trigger.HorisenTrigger();
	});
	if (!node) throw new Error('The trigger did not load');
	return node;
}

/** @param deleted gets those whom the step deletes */
function perform(
	step: Exclude<Step, { do: 'poll' | 'overlap' | 'rename' | 'crash' }>,
	deleted: string[],
) {
	const { horisen } = sandbox();
	switch (step.do) {
		case 'delete':
			for (const contact of horisen.contacts.slice(step.which % 7, step.count)) {
				horisen.deleteContact(String(contact.uuid), stamp());
				deleted.push(identityOf(contact, true));
			}
			return;
		case 'add':
			return void addContacts(step.count, { secondsAgo: step.secondsAgo });
		case 'pass':
			return void pass(step.seconds);
		case 'fail':
			return sandbox().misbehave({ kind: 'status', status: 400, operationId: 'contact.getMany' });
		case 'change': {
			const { contacts } = horisen;
			if (contacts.length === 0) return;
			for (let changed = 0; changed < step.count; changed++) {
				const contact = contacts[(step.which + changed) % contacts.length] ?? {};
				const first_name = String(Number(contact.first_name) + 1);
				horisen.putContact({ ...contact, first_name, updated_dt: stamp() });
			}
		}
	}
}

/** Polls until there is nothing left to say nor to note, while time goes on: a hurried poll reads one page of many. */
async function settle(world: World): Promise<void> {
	for (let silent = 0; silent < 4; ) {
		const { kept } = world;
		const items = await world.poll().catch(() => ['given way']);
		silent = items.length === 0 && isDeepStrictEqual(world.kept, kept) ? silent + 1 : 0;
		pass(61);
	}
}

async function check(world: World, script: Step[], withDeleted: boolean): Promise<void> {
	const deleted: string[] = [];
	await world.start();
	await world.poll();
	for (const step of script) {
		if (step.do === 'poll') await world.poll().catch(() => []);
		else if (step.do === 'rename') world.rename();
		else if (step.do === 'crash') await world.pollAndCrash(step.when).catch(() => undefined);
		else if (step.do === 'overlap') {
			await Promise.all([world.poll(), world.poll()].map((one) => one.catch(() => [])));
		} else perform(step, deleted);
		expect(JSON.stringify(world.kept).length).toBeLessThan(60_000);
	}
	await settle(world);

	const items = world.executions.flat();
	const seen = new Map<string, unknown>();
	for (const item of items) {
		const identity = identityOf(item.contact, Object(item.events).includes('deleted'));
		if (seen.has(identity))
			expect(item).toMatchObject({ mayBeRepeated: true, key: seen.get(identity) });
		seen.set(identity, item.key);
	}
	// Every contact arrived as it is now; what it was between two polls nobody could read.
	const alive = sandbox().horisen.contacts.map((contact) => identityOf(contact));
	const now = [...alive, ...(withDeleted ? deleted : [])];
	expect(now.filter((identity) => !seen.has(identity))).toEqual([]);
	expect(new Set(seen.values()).size).toBe(seen.size);
	const disturbances = script.filter(({ do: done }) => ['crash', 'rename'].includes(done)).length;
	if (disturbances === 0) expect(items).toHaveLength(seen.size);

	const { kept } = world;
	await world.poll();
	await world.poll();
	expect(world.kept).toEqual(kept);
}

describe.each([
	["n8n's own way of keeping the cursor", PlainWorld],
	['durable cursors', DurableWorld],
])('with %s', (_name, Kind) => {
	test('no contact is lost, and repeats are marked', async () => {
		await fc.assert(
			fc.asyncProperty(
				steps,
				fc.constantFrom(undefined, 0),
				fc.boolean(),
				fc.constantFrom(0, 600, -600),
				async (script, budgetMs, withDeleted, ahead) => {
					sandbox().reset();
					skew = ahead;
					jest.setSystemTime(START);
					const world = new Kind({
						startProcess,
						parameters: {
							authentication: 'horisenTokenApi',
							events: everything.filter((event) => withDeleted || event !== 'deleted'),
							startFrom: 'beginning',
						},
						credentials: credentials(),
						credentialTypes: [new HorisenTokenApi()],
					});
					world.budgetMs = budgetMs;
					await check(world, script, withDeleted);
				},
			),
			{ numRuns: 12, examples: foundBefore },
		);
	});
});

function open(parameters: IDataObject = {}, mode: 'trigger' | 'manual' = 'trigger') {
	const poller = createPoller({
		node: new HorisenTrigger(),
		parameters: {
			authentication: 'horisenTokenApi',
			events: everything,
			startFrom: 'beginning',
			...parameters,
		},
		credentials: credentials(),
		credentialTypes: [new HorisenTokenApi()],
		workflowId: randomUUID(),
		mode,
	});
	return {
		poller,
		poll: async () => ((await poller.poll())?.[0] ?? []).map(({ json }) => json),
	};
}
const eventsOf = (items: IDataObject[]) => items.map(({ events }) => events);
const uuidsOf = (items: IDataObject[]) => items.map(({ contact }) => Object(contact).uuid);
const putLater = (contact: IDataObject, more: IDataObject) =>
	sandbox().horisen.putContact({ ...contact, updated_dt: stamp(), ...more });

test('tells what happened to a contact', async () => {
	const { poll } = open();
	const [one = {}, two = {}] = addContacts(2);
	expect(eventsOf(await poll())).toEqual([['created'], ['created']]);
	pass(5);
	putLater(one as IDataObject, { opt_status: 'in' });
	expect(eventsOf(await poll())).toEqual([['updated', 'optedIn']]);
	pass(500);
	putLater(one as IDataObject, { opt_status: 'out' });
	addContacts(1, { opt_status: 'in' });
	expect(eventsOf(await poll())).toEqual([
		['updated', 'optedOut'],
		['created', 'optedIn'],
	]);
	pass(5);
	sandbox().horisen.deleteContact(String(two.uuid), stamp());
	const deleted = await poll();
	expect(eventsOf(deleted)).toEqual([['deleted']]);
	expect(uuidsOf(deleted)).toEqual([two.uuid]);
	expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('hands over the chosen events only', async () => {
	const { poll } = open({ events: ['optedIn'] });
	addContacts(1);
	const [opted] = addContacts(1, { opt_status: 'in' });
	addContacts(1, { opt_status: 'out' });
	expect(uuidsOf(await poll())).toEqual([opted?.uuid]);
	expect(sandbox().requests.every(({ query }) => query.fields === undefined)).toBe(true);
});

test('keys are the same after a restart, and differ when a contact changes', async () => {
	const { poller, poll } = open();
	const [contact = {}] = addContacts(1);
	const [first] = await poll();
	const again = createPoller({
		node: new HorisenTrigger(),
		parameters: { authentication: 'horisenTokenApi', events: everything, startFrom: 'beginning' },
		credentials: credentials(),
		credentialTypes: [new HorisenTokenApi()],
		workflowId: randomUUID(),
		staticData: JSON.parse(JSON.stringify(poller.saved)),
	});
	const [repeated] = (await again.poll())?.[0] ?? [];
	expect(repeated?.json).toMatchObject({ key: first?.key, mayBeRepeated: true });
	pass(1);
	putLater(contact as IDataObject, { first_name: '2' });
	const changed = await poll();
	expect(changed).toHaveLength(1);
	expect(changed[0]?.key).not.toBe(first?.key);
});

test.each([
	['as they should be', 0],
	['three minutes fast', 180],
	['ten minutes fast', 600],
	['ten minutes slow', -600],
])(
	"n8n's clock is %s: each change arrives once, in the same second, later or late",
	async (_how, ahead) => {
		skew = ahead;
		addContacts(3, { secondsAgo: 4_000 });
		const { poll } = open({ startFrom: 'now', events: ['created', 'updated'] });
		const told = async () =>
			(await poll()).map(({ events, contact }) => `${Object(events)[0]} ${Object(contact).uuid}`);
		expect(await told()).toEqual([]);
		const old = { created_dt: stamp(9_000), updated_dt: stamp() };
		const put = (contact: IDataObject) => void sandbox().horisen.putContact(contact);
		put({ uuid: 'a', ...old });
		expect(await told()).toEqual(['updated a']);
		put({ uuid: 'b', ...old });
		expect(await told()).toEqual(['updated b']);
		pass(1);
		put({ uuid: 'new', created_dt: stamp(), updated_dt: stamp() });
		put({ uuid: 'late', ...old, updated_dt: stamp(100) });
		expect(await told()).toEqual(['updated late', 'created new']);
		pass(1);
		put({ uuid: 'a', ...old, updated_dt: stamp() });
		expect(await told()).toEqual(['updated a']);
		expect(await told()).toEqual([]);
	},
);

test('a second change within the same second counts', async () => {
	const { poll } = open();
	const [contact = {}] = addContacts(1);
	await poll();
	putLater(contact as IDataObject, { first_name: '2' });
	expect(eventsOf(await poll())).toEqual([['updated']]);
});

describe('Start From', () => {
	test('now: only what changes from then on, also within the same second', async () => {
		const { poll } = open({ startFrom: 'now' });
		addContacts(150);
		expect(await poll()).toEqual([]);
		const added = addContacts(3);
		expect(uuidsOf(await poll()).sort()).toEqual(added.map(({ uuid }) => uuid).sort());
		expect(await poll()).toEqual([]);
	});

	test('now, in an empty account: what comes later is created', async () => {
		const { poll } = open({ startFrom: 'now', events: ['created'] });
		expect(await poll()).toEqual([]);
		addContacts(1);
		expect(await poll()).toHaveLength(1);
	});

	test('a date: what changed since then', async () => {
		addContacts(2, { secondsAgo: 86_400 });
		addContacts(3, { secondsAgo: 3_600 });
		const { poll } = open({ startFrom: 'date', startDate: '2026-03-20T08:30:00Z' });
		expect(await poll()).toHaveLength(3);
	});

	test('a date that is none stops the trigger with words', async () => {
		const { poll } = open({ startFrom: 'date', startDate: 'soon' });
		await expect(poll()).rejects.toThrow('"Since" needs a date and time');
	});
});

test('filters by list and subscription option', async () => {
	const option = sandbox().horisen.addNamed('subscriptionOption', { name: 'Monday' });
	const other = sandbox().horisen.addNamed('list', { name: 'Other' });
	addContacts(2);
	const [elsewhere] = addContacts(1, { list_uuid: String(other.uuid) });
	const chosen = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
	expect(uuidsOf(await open({ list: chosen(other.uuid) }).poll())).toEqual([elsewhere?.uuid]);
	const both = `${other.uuid}, ${HORISEN_LIST_UUID}`;
	expect(await open({ list: chosen(both) }).poll()).toHaveLength(3);
	expect(await open({ subscriptionOption: chosen(option.uuid) }).poll()).toEqual([]);
});

test('a large import in one second arrives whole; what needs no memory waits for it', async () => {
	const { poller, poll } = open({ events: ['created'] });
	const added = addContacts(2_000);
	const first = await poll();
	expect(first).toHaveLength(500);
	expect(await poll()).toEqual([]);
	expect(JSON.stringify(poller.staticData).length).toBeLessThan(60_000);
	pass(121);
	const rest = await poll();
	expect(uuidsOf([...first, ...rest]).sort()).toEqual(added.map(({ uuid }) => uuid).sort());
	expect(await poll()).toEqual([]);
	expect(JSON.stringify(poller.staticData).length).toBeLessThan(2_000);
});

test('contacts that leave a crowded second while it is read push nobody out', async () => {
	const { poll } = open({ events: ['created', 'updated'] });
	const crowd = addContacts(450, { secondsAgo: 3_600 });
	sandbox().misbehave({ kind: 'delay', ms: 40, operationId: 'contact.getMany', times: 6 });
	const polling = poll();
	while (sandbox().requests.length < 2) await new Promise((done) => setTimeout(done, 5));
	crowd.slice(0, 60).forEach((contact) => putLater(contact as IDataObject, { first_name: '2' }));
	const items = [...(await polling), ...(await poll()), ...(await poll())];
	const seen = new Set(items.map(({ contact }) => identityOf(contact)));
	expect(
		sandbox()
			.horisen.contacts.map((contact) => identityOf(contact))
			.filter((one) => !seen.has(one)),
	).toEqual([]);
});

test('shows the newest contacts to somebody who tries it out', async () => {
	addContacts(30, { secondsAgo: 60 });
	const [newest] = addContacts(1);
	const items = await open({}, 'manual').poll();
	expect(items).toHaveLength(10);
	expect(uuidsOf(items)[0]).toBe(newest?.uuid);
});

test('a vendor that gives way leaves the position where it was', async () => {
	const { poll } = open();
	addContacts(3);
	sandbox().misbehave({ kind: 'status', status: 503, times: 2 });
	await expect(poll()).rejects.toThrow('HORISEN could not answer (503)');
	expect(await poll()).toHaveLength(3);
});
