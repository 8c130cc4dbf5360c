import { randomUUID } from 'node:crypto';
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from './accounts.mts';
import type { OperationHandler, Vendor, VendorRequest } from '../vendor.mts';
import { AccessTokens } from './access-tokens.mts';
import { searchContacts } from './contact-search.mts';
import { Contacts, STANDARD_FIELDS } from './contacts.mts';
import { failure, HorisenFailure } from './failure.mts';
import { Members } from './members.mts';
import { pageOf } from './paging.mts';
import { now, Records, type HorisenRecord } from './records.mts';

/** HORISEN Business Messenger in the sandbox: what tests and the launcher see of it. */
export interface HorisenSandbox {
	/** The base URL for credentials; paths such as /services/... follow it. */
	readonly baseUrl: string;
	readonly accessTokenUrl: string;
	/** The stored contacts, latest change last. */
	readonly contacts: readonly HorisenRecord[];
	/** Members of subscription options. */
	readonly subscriptionMembers: readonly HorisenRecord[];
	/** How many access tokens were given out. */
	readonly issuedTokens: number;
	/** A code as the sign-in page gives it. */
	authorize(): string;
	/** Expires the tokens given out so far after this many more requests. */
	expireTokensAfter(requests: number): void;
	/** Stores a contact as it is, with the dates it names; without dates it is new now. */
	putContact(contact: HorisenRecord): HorisenRecord;
	/** Deletes a contact at a moment, as HORISEN writes it. */
	deleteContact(uuid: string, at?: string): void;
	/** Creates a field that only this account has. */
	addCustomField(name: string, more?: HorisenRecord): void;
	/** Creates a list, or another record that has a name. */
	addNamed(kind: NamedKind, record: HorisenRecord): HorisenRecord;
}

/** The records that have a name, and the path parameter with their ID. */
const NAMED = {
	list: 'listId',
	segmentationSet: 'segmentationSetId',
	segmentationGroup: 'segmentationGroupId',
	subscription: 'subscriptionId',
	subscriptionOption: 'optionId',
	group: 'groupId',
	touchpoint: 'touchpointId',
	interest: 'interestId',
} as const;
export type NamedKind = keyof typeof NAMED;

const SERVER_PATH = '/news/v1';
const ACCESS_TOKEN_PATH = `${SERVER_PATH}/oauth2/access-token`;

/** Starts an account with one list and no contacts; `mountUrl` is where the server mounts it. */
export function createHorisen(mountUrl: () => string): { vendor: Vendor; sandbox: HorisenSandbox } {
	let account = newAccount();

	const vendor: Vendor = {
		name: 'horisen',
		contract: 'horisen.openapi.json',
		additions: 'horisen-additions.openapi.json',
		secretBodies: ['token.issue'],
		serverPath: SERVER_PATH,
		authenticate: async ({ operationId, authorization, params }) => {
			if (operationId === 'token.issue') return undefined;
			if (!account.tokens.accepts(authorization)) return failure(401, 'The token is not valid');
			if (params.serviceUuid !== HORISEN_SERVICE_UUID) return failure(403, 'No such service');
			return undefined;
		},
		failure,
		get handlers() {
			return account.handlers;
		},
		counts: () => ({ contacts: sandbox.contacts.length }),
		accounts: () => `HORISEN Business Messenger: ${sandbox.baseUrl}
  service    ${HORISEN_SERVICE_UUID}
  list       ${HORISEN_LIST_UUID}
  token      ${HORISEN_TOKEN}
  OAuth2     ${sandbox.accessTokenUrl}
             client ID ${HORISEN_CLIENT_ID}, client secret ${HORISEN_CLIENT_SECRET}`,
		reset: () => {
			account = newAccount();
		},
	};

	const sandbox: HorisenSandbox = {
		get baseUrl() {
			return `${mountUrl()}${SERVER_PATH}`;
		},
		get accessTokenUrl() {
			return `${mountUrl()}${ACCESS_TOKEN_PATH}`;
		},
		get contacts() {
			return [...account.contacts.all.values()];
		},
		get subscriptionMembers() {
			return [...account.subscriptionMembers.all.values()];
		},
		get issuedTokens() {
			return account.tokens.issued;
		},
		authorize: () => account.tokens.authorize(),
		expireTokensAfter: (requests) => account.tokens.expireAfter(requests),
		putContact: (contact) => {
			const moment = now();
			const made = { uuid: randomUUID(), list_uuid: HORISEN_LIST_UUID, created_dt: moment };
			return account.contacts.put({ ...made, updated_dt: moment, ...contact });
		},
		deleteContact: (uuid, at) => account.contacts.delete(uuid, { erase: false, at }),
		addCustomField: (name, more) => {
			account.customFields.create({ ...customField(name), ...more });
		},
		addNamed: (kind, record) => account.named[kind].create(record),
	};
	return { vendor, sandbox };
}

/** Parameters of an import with what contacts shall belong to, and the member's field for it. */
const IMPORT_MEMBERSHIPS = [
	['option_uuids', 'option_uuid'],
	['update_option_uuids', 'option_uuid'],
	['touchpoint_uuids', 'touchpoint_uuid'],
	['interest_uuids', 'interest_uuid'],
] as const;

const customField = (name: string) => ({
	field_name: name,
	display_name: name,
	field_type: 'text',
	mandatory: 'no',
	order_num: 100,
	config: {},
	identifier: 'no',
});

function newAccount() {
	const named = Object.fromEntries(
		Object.keys(NAMED).map((kind) => [kind, new Records()]),
	) as Record<NamedKind, Records>;
	named.list.create({ uuid: HORISEN_LIST_UUID, name: 'Newsletter' });
	const customFields = new Records('field_name', () => ({}));
	const contacts = new Contacts((name) => customFields.all.has(name));
	const recordsBy: Record<string, ReadonlyMap<string, unknown>> = {
		contact_uuid: contacts.all,
		option_uuid: named.subscriptionOption.all,
		touchpoint_uuid: named.touchpoint.all,
		interest_uuid: named.interest.all,
	};
	const exists = (name: string, uuid: string) => recordsBy[name]?.has(uuid) === true;
	const subscriptionMembers = new Members('option_uuid', exists);
	const touchpointMembers = new Members('touchpoint_uuid', exists);
	const interestMembers = new Members('interest_uuid', exists);

	const checkList = (uuid: unknown) => {
		if (named.list.all.has(String(uuid))) return;
		throw new HorisenFailure(400, 'There is no such list', [
			{ name: 'list_uuid', message: 'is no list of the account' },
		]);
	};

	/** Whether a contact is a member of what the query asks for. */
	const belongs = ({ uuid }: HorisenRecord, query: Record<string, string>) => {
		const { subscription_uuids, interest_uuids, touchpoint_uuids } = query;
		const { subscription_status, member_status } = query;
		const isMember = (members: Members, uuids: string | undefined, status?: string) =>
			uuids === undefined || members.contactsOf(uuids.split(','), status).has(uuid);
		return (
			isMember(subscriptionMembers, subscription_uuids, subscription_status) &&
			isMember(interestMembers, interest_uuids, member_status) &&
			isMember(touchpointMembers, touchpoint_uuids, member_status)
		);
	};

	const contactHandlers: Record<string, OperationHandler> = {
		'contact.getMany': (request) => {
			const wanted = request.query.fields?.split(',') ?? [];
			const deleted = wanted.includes('show_deleted') ? contacts.deleted.values() : [];
			const found = searchContacts([...contacts.all.values(), ...deleted], request.query, belongs);
			const body = pageOf(found, request);
			return { status: 200, body: wanted.includes('count_only') ? { ...body, data: [] } : body };
		},
		'contact.get': ({ params }) => ({ status: 200, body: contacts.get(params.contactId) }),
		'contact.create': ({ body }) => {
			checkList(Object(body).list_uuid);
			return { status: 201, body: contacts.create(body) };
		},
		'contact.update': ({ params, body }) => {
			checkList(Object(body).list_uuid);
			return { status: 200, body: contacts.update(params.contactId, body) };
		},
		'contact.patch': ({ params, body }) => ({
			status: 200,
			body: contacts.update(params.contactId, body),
		}),
		'contact.delete': ({ params, query }) => {
			contacts.delete(params.contactId, { erase: query.gdpr === 'yes' });
			return { status: 204 };
		},
		'contact.import': ({ query, body }) => {
			const { list_uuid = '', identifier = '', resolve_duplicate = '' } = query;
			checkList(list_uuid);
			const listed = (name: string, otherwise = '') =>
				(query[name] ?? otherwise).split(',').filter(Boolean);
			const unset = listed('unset_invalid_fields');
			for (const name of [identifier, ...unset]) {
				if (contacts.isImported(name)) continue;
				throw new HorisenFailure(400, `${name} is no field of the account`);
			}
			const join = (
				members: Members,
				ofName: string,
				{ uuid }: HorisenRecord,
				status = 'subscribed',
				parameter = `${ofName}s`,
			) => {
				for (const one of listed(parameter)) {
					members.upsert({ [ofName]: one, contact_uuid: uuid, status });
				}
			};
			for (const [parameter, name] of IMPORT_MEMBERSHIPS) {
				const missing = listed(parameter).find((uuid) => !exists(name, uuid));
				if (missing) throw new HorisenFailure(400, `${parameter} names nothing of the account`);
			}
			const records: unknown[] = Array.isArray(body) ? body : [];
			const result = contacts.import(records, {
				list_uuid,
				identifier,
				resolve_duplicate,
				unset_invalid_fields: unset,
				insert_opt_channels: listed('insert_opt_channels', 'sms'),
				update_opt_channels: listed('update_opt_channels', 'sms'),
				inserted: (contact) => {
					join(subscriptionMembers, 'option_uuid', contact);
					join(touchpointMembers, 'touchpoint_uuid', contact);
					join(interestMembers, 'interest_uuid', contact);
				},
				duplicate: (contact, status) =>
					join(subscriptionMembers, 'option_uuid', contact, status, 'update_option_uuids'),
			});
			return { status: 200, body: result };
		},
		'field.getMany': ({ query }) => {
			if (query.include_all !== '1') return { status: 200, body: STANDARD_FIELDS };
			const standard = STANDARD_FIELDS.map((name, index) => ({
				...customField(name),
				display_name: name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '),
				order_num: index,
			}));
			return { status: 200, body: [...standard, ...customFields.all.values()] };
		},
	};

	const tokens = new AccessTokens();
	const handlers: Record<string, OperationHandler> = {
		'token.issue': (request) => tokens.grant(request),
		...contactHandlers,
		...customFields.handlers('customField', 'customFieldsId'),
		...Object.assign(
			{},
			...Object.entries(NAMED).map(([kind, idParameter]) =>
				named[kind as NamedKind].handlers(kind, idParameter),
			),
		),
		...subscriptionMembers.handlers('subscriptionMember'),
		...touchpointMembers.handlers('touchpointMember'),
		...interestMembers.handlers('interestMember'),
	};
	return {
		tokens,
		contacts,
		customFields,
		named,
		subscriptionMembers,
		handlers: Object.fromEntries(
			Object.entries(handlers).map(([operationId, handler]) => [operationId, failing(handler)]),
		),
	};
}

function failing(handler: OperationHandler): OperationHandler {
	return (request: VendorRequest) => {
		try {
			return handler(request);
		} catch (error) {
			if (error instanceof HorisenFailure) return error.answer;
			throw error;
		}
	};
}
