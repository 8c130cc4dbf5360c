/** What a trigger shows in the editor is what a poll has told, for every event and filter; and if there is nothing, it says so. */
import { randomUUID } from 'node:crypto';
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import { ContacthubTrigger } from '../../nodes/Contacthub/ContacthubTrigger.node.ts';
import { EmporixTrigger } from '../../nodes/Emporix/EmporixTrigger.node.ts';
import { HorisenTrigger } from '../../nodes/Horisen/HorisenTrigger.node.ts';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials.ts';
import {
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../sandbox/contacthub/accounts.mts';
import {
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../sandbox/horisen/accounts.mts';
import type { CredentialData, CredentialStore } from '../engine/credential-store.mts';
import { createPoller } from '../engine/poll.mts';
import { credentialTypes as contacthubTypes, credentialsFor } from './Contacthub/run.mts';
import { addSegment, credentialStore, useSandbox } from './Emporix/run.mts';

const sandbox = useSandbox();

interface Watching {
	node: INodeType;
	credentials: Record<string, CredentialData> | CredentialStore;
	credentialTypes?: ICredentialType[];
}

type Work = () => void | Promise<void>;

/** Names an item as both must tell it; the rest of the item has to be equal, too. */
const nameOf = ({ key, events, mayBeRepeated: _mark, ...item }: IDataObject) =>
	JSON.stringify([key, events, item]);

/** Dropdowns that decide nothing about which changes match. */
const NO_FILTERS = ['authentication', 'startFrom', 'handedOver'];

/** Choices of the trigger's filters that no settings hold; one that is added later must be tried, too. */
const untried = ({ description }: INodeType, settings: readonly IDataObject[]): string[] =>
	description.properties
		.filter(({ type, name }) => /^(options|multiOptions)$/.test(type) && !NO_FILTERS.includes(name))
		.flatMap(({ name, options = [] }) =>
			options
				.map((option) => ('value' in option ? option.value : option.name))
				.filter((value) => !settings.some((some) => [some[name]].flat().includes(value)))
				.map((value) => `${name}: ${value}`),
		);

/**
 * Lets triggers with these settings watch while the work is done, polls after each step, and compares what each told with
 * what the same settings show in the editor then.
 *
 * @returns the settings that have nothing to show
 */
async function compare(
	{ node, credentials, credentialTypes }: Watching,
	settings: readonly IDataObject[],
	works: readonly Work[],
): Promise<IDataObject[]> {
	expect(untried(node, settings)).toEqual([]);
	const open = (parameters: IDataObject, mode: 'trigger' | 'manual') =>
		createPoller({
			node,
			parameters: { startFrom: 'now', startDate: '', ...parameters },
			credentials,
			credentialTypes,
			workflowId: randomUUID(),
			mode,
		});
	const pollers = settings.map((parameters) => ({
		parameters,
		poller: open(parameters, 'trigger'),
		told: new Set<string>(),
	}));
	for (const work of [() => undefined, ...works]) {
		await work();
		for (const { poller, told } of pollers) {
			const output = await poller.poll();
			for (const { json } of output?.[0] ?? []) told.add(nameOf(json));
		}
	}
	const silent: IDataObject[] = [];
	for (const { parameters, told } of pollers) {
		const shown = await open(parameters, 'manual')
			.poll()
			.catch(({ message }) => {
				expect(message).toMatch(
					/^Of the latest changes in \w+, none matches the settings of this trigger$/,
				);
				return [];
			});
		const names = (shown?.[0] ?? []).map(({ json }) => nameOf(json));
		expect({ parameters, strange: names.filter((name) => !told.has(name)) }).toEqual({
			parameters,
			strange: [],
		});
		if (names.length === 0) silent.push(parameters);
	}
	return silent;
}

/** Every choice of each, with every other. */
function combined(choices: Record<string, unknown[]>): IDataObject[] {
	return Object.entries(choices).reduce<IDataObject[]>(
		(all, [name, values]) =>
			all.flatMap((one) => values.map((value) => ({ ...one, [name]: value as string }))),
		[{}],
	);
}

test('Contacthub: all changes, entities and nodes', async () => {
	const { contacthub } = sandbox();
	const call = async (method: string, path: string, body?: object) => {
		const response = await fetch(
			`${contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}${path}`,
			{
				method,
				headers: {
					authorization: `Bearer ${CONTACTHUB_TOKEN}`,
					'content-type': 'application/json',
				},
				...(body && { body: JSON.stringify(body) }),
			},
		);
		expect(response.ok).toBe(true);
	};
	const [one, two] = contacthub.addPeople(2);
	const settings = combined({
		entity: ['CUSTOMER', 'EVENT', 'all'],
		operations: [['CREATE'], ['UPDATE'], ['DELETE'], ['CREATE', 'UPDATE', 'DELETE']],
		nodeId: ['', CONTACTHUB_SECOND_NODE_ID],
	});
	const event = { type: 'viewedPage', context: 'WEB', properties: {} };
	const silent = await compare(
		{
			node: new ContacthubTrigger(),
			credentials: credentialsFor(sandbox()),
			credentialTypes: contacthubTypes,
		},
		settings,
		[
			() => void contacthub.addPeople(12),
			async () => await call('PATCH', `/customers/${one?.id}`, { base: { firstName: 'Änne' } }),
			async () => await call('POST', '/events', { customerId: two?.id, ...event }),
			async () =>
				await call('POST', '/customers', { nodeId: CONTACTHUB_SECOND_NODE_ID, externalId: 'e' }),
			async () => await call('POST', `/customers/${one?.id}/forget`),
		],
	);
	expect(silent).toEqual([
		...combined({ entity: ['CUSTOMER'], operations: [['UPDATE'], ['DELETE']] }).map((some) => ({
			...some,
			nodeId: CONTACTHUB_SECOND_NODE_ID,
		})),
		...combined({
			entity: ['EVENT'],
			operations: [['CREATE'], ['UPDATE'], ['DELETE'], ['CREATE', 'UPDATE', 'DELETE']],
			nodeId: ['', CONTACTHUB_SECOND_NODE_ID],
		}).filter(({ operations, nodeId }) => nodeId !== '' || !Object(operations).includes('CREATE')),
		...combined({ entity: ['all'], operations: [['UPDATE'], ['DELETE']] }).map((some) => ({
			...some,
			nodeId: CONTACTHUB_SECOND_NODE_ID,
		})),
	]);
});

test('HORISEN: all events, lists and subscription options', async () => {
	const { horisen } = sandbox();
	const other = horisen.addNamed('list', { name: 'Other' });
	const option = horisen.addNamed('subscriptionOption', { name: 'Monday' });
	const chosen = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
	const all = ['created', 'updated', 'deleted', 'optedIn', 'optedOut'];
	const settings = combined({
		authentication: ['horisenTokenApi'],
		startFrom: ['beginning'],
		events: [...all.map((event) => [event]), ['created', 'optedOut'], all],
		list: [chosen(''), chosen(other.uuid), chosen(HORISEN_LIST_UUID)],
		subscriptionOption: [chosen(''), chosen(option.uuid)],
	});
	/** Moments, each later than the one before. */
	let seconds = 0;
	const now = () =>
		new Date(Date.parse('2026-03-20T09:30:00Z') + 1_000 * ++seconds)
			.toISOString()
			.replace('.000Z', '+00:00');
	const uuids = new Map<string, string>();
	const uuidOf = (name: string) => {
		const uuid = uuids.get(name) ?? randomUUID();
		uuids.set(name, uuid);
		return uuid;
	};
	const put = (name: string, more: IDataObject = {}) => {
		const uuid = uuidOf(name);
		const before = horisen.contacts.find((contact) => contact.uuid === uuid);
		const moment = now();
		horisen.putContact({ created_dt: moment, ...before, uuid, ...more, updated_dt: moment });
	};
	const join = async (name: string) => {
		const contact_uuid = uuidOf(name);
		const path = `/services/${HORISEN_SERVICE_UUID}/cds/subscriptions/members`;
		const response = await fetch(`${horisen.baseUrl}${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${HORISEN_TOKEN}`, 'content-type': 'application/json' },
			body: JSON.stringify({ contact_uuid, option_uuid: option.uuid, status: 'subscribed' }),
		});
		expect(response.ok).toBe(true);
	};
	for (let number = 0; number < 20; number++) put(`old-${number}`);
	await join('old-3');
	const silent = await compare(
		{
			node: new HorisenTrigger(),
			credentials: {
				horisenTokenApi: {
					token: HORISEN_TOKEN,
					serviceUuid: HORISEN_SERVICE_UUID,
					baseUrl: horisen.baseUrl,
				},
			},
			credentialTypes: [new HorisenTokenApi()],
		},
		settings,
		[
			() => put('new'),
			() => put('in', { opt_status: 'in', list_uuid: String(other.uuid) }),
			() => put('old-1', { opt_status: 'out' }),
			() => put('old-2', { first_name: 'Änne' }),
			() => put('old-3', { opt_status: 'in' }),
			() => horisen.deleteContact(uuidOf('old-4'), now()),
		],
	);
	const shown = settings.filter((some) => !silent.includes(some));
	for (const event of all) {
		expect(shown.some(({ events }) => JSON.stringify(events) === JSON.stringify([event]))).toBe(
			true,
		);
	}
	expect(silent.length).toBeGreaterThan(0);
});

/** Attributes of the tenant's own, with the schema that they need. */
const MIXED = { mixins: { a: {} }, metadata: { mixins: { a: 'https://example.com/a.json' } } };

test('Emporix: all events of all that can be watched', async () => {
	const { emporix } = sandbox();
	let seconds = 0;
	emporix.now = () =>
		new Date(Date.parse('2026-03-20T09:30:00Z') + 1_000 * ++seconds).toISOString();
	const { tenant } = emporix;
	for (const id of ['A', 'B']) addSegment(id);
	const events = [['created'], ['updated'], ['removed'], ['created', 'removed', 'updated']];
	const settings = [
		...combined({ authentication: ['emporixOAuth2Api'], entity: ['segment'], events }),
		...combined({
			authentication: ['emporixOAuth2Api'],
			entity: ['customerAssignment', 'itemAssignment'],
			segments: ['all', 'one'],
			segmentId: [{ __rl: true, mode: 'id', value: 'A' }],
			events,
		}),
	];
	const silent = await compare(
		{ node: new EmporixTrigger(), credentials: credentialStore() },
		settings,
		[
			() => addSegment('C'),
			() => addSegment('A', { status: 'INACTIVE' }),
			() => addSegment('B'),
			() => void tenant.assignCustomer('A', 'c1', undefined, {}),
			() => void tenant.assignCustomer('A', 'c2', 'company', {}),
			() => void tenant.assignCustomer('A', 'c1', undefined, MIXED),
			() => void tenant.assignItem('A', 'PRODUCT', 'p1', {}),
			() => void tenant.assignItem('B', 'CATEGORY', 'k1', {}),
			() => void tenant.assignItem('A', 'PRODUCT', 'p2', {}),
			() => void tenant.assignItem('A', 'PRODUCT', 'p2', MIXED),
			() => void tenant.of('A').items.delete('PRODUCT/p1'),
			() => void tenant.assignItem('A', 'PRODUCT', 'p3', {}),
		],
	);
	expect(silent).toEqual(settings.filter((some) => Object(some.events)[0] === 'removed'));
});

test('Emporix: searches list after list for an event, but not for ever', async () => {
	const { emporix } = sandbox();
	for (let number = 0; number < 30; number++) addSegment(`S${number}`);
	emporix.tenant.assignCustomer('S5', 'c1', undefined, {});
	const shown = await createPoller({
		node: new EmporixTrigger(),
		parameters: {
			authentication: 'emporixOAuth2Api',
			entity: 'customerAssignment',
			segments: 'all',
			events: ['created'],
		},
		credentials: credentialStore(),
		mode: 'manual',
	}).poll();
	expect(shown?.[0]?.map(({ json }) => json.customerId)).toEqual(['c1']);
	expect(sandbox().requests.length).toBeLessThan(30);
});
