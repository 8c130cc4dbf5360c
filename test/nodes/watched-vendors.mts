/**
 * The vendors that triggers watch, written once more for tests, from the vendors' documents and with no opinion: what each
 * answers to a trigger's requests, and nothing else. A vendor may hold several accounts.
 */
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import { ContacthubApi } from '../../credentials/ContacthubApi.credentials.ts';
import { EmporixOAuth2Api } from '../../credentials/EmporixOAuth2Api.credentials.ts';
import { HorisenOAuth2Api } from '../../credentials/HorisenOAuth2Api.credentials.ts';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials.ts';
import { ContacthubTrigger } from '../../nodes/Contacthub/ContacthubTrigger.node.ts';
import { EmporixTrigger } from '../../nodes/Emporix/EmporixTrigger.node.ts';
import { HorisenTrigger } from '../../nodes/Horisen/HorisenTrigger.node.ts';
import type { Received, Reply } from '../engine/recording-server.mts';

/** What a trigger may ask of a vendor. */
export type Question = 'changes' | 'who is alive' | 'the end' | 'segments';

export interface WatchedVendor {
	name: string;
	node: INodeType;
	/** Parameters that watch everything. */
	parameters: IDataObject;
	credentialTypes: ICredentialType[];
	/** A credential for one of the accounts. */
	credentials(url: string, account: string, secret?: string): Record<string, IDataObject>;
	/** Adds a record, or changes it. */
	put(id: string, account?: string): void;
	/** Whom an item is about. */
	idOf(item: IDataObject): string;
	/** What a request asks; undefined where it is no request of a trigger. */
	questionOf(received: Received): Question | undefined;
	questions: Question[];
	answer(received: Received): Reply;
}

const asked = (received: Received) => new URL(received.url, 'http://vendor.example');
const DEFAULT = 'one';

/** Records of each account, in the order of their last change. */
class Accounts<T> {
	private readonly accounts = new Map<string, Map<string, T>>();
	private ticks = 0;

	of(account: string): Map<string, T> {
		const records = this.accounts.get(account) ?? new Map<string, T>();
		this.accounts.set(account, records);
		return records;
	}

	/** A moment later than all before. */
	moment(): string {
		return new Date(Date.parse('2026-03-20T09:30:00Z') + 1_000 * this.ticks++).toISOString();
	}
}

function pageOf<T>(records: readonly T[], size: number, number: number): T[] {
	return records.slice((number - 1) * size, number * size);
}

export function contacthub(): WatchedVendor {
	const updates = new Accounts<IDataObject>();
	const known = new Set<string>();
	return {
		name: 'Contacthub',
		node: new ContacthubTrigger(),
		parameters: { entity: 'all', operations: ['CREATE', 'UPDATE', 'DELETE'] },
		credentialTypes: [new ContacthubApi()],
		credentials: (url, workspaceId, token = 'token') => ({
			contacthubApi: { baseUrl: `${url}/hub/v1`, workspaceId, token },
		}),
		put(id, account = DEFAULT) {
			const ofAccount = updates.of(account);
			const operation = known.has(`${account} ${id}`) ? 'UPDATE' : 'CREATE';
			known.add(`${account} ${id}`);
			const entity = { type: 'CUSTOMER', data: { id, at: updates.moment() } };
			ofAccount.set(String(ofAccount.size + 1), { operation, entity });
		},
		idOf: ({ data }) => String(Object(data).id),
		questionOf: ({ url }) => {
			if (url.includes('/updates/last-offset')) return 'the end';
			return url.includes('/updates') ? 'changes' : undefined;
		},
		questions: ['changes', 'the end'],
		answer(received) {
			const { pathname, searchParams } = asked(received);
			const all = [...updates.of(pathname.split('/')[4] ?? '').values()];
			if (pathname.endsWith('/last-offset')) return { body: { lastOffset: all.length } };
			const offset = Number(searchParams.get('offset') ?? 0);
			const page = all.slice(offset, offset + Number(searchParams.get('size')));
			return { body: { nextOffset: offset + page.length, updates: page } };
		},
	};
}

export function horisen(): WatchedVendor {
	const contacts = new Accounts<IDataObject>();
	return {
		name: 'HORISEN',
		node: new HorisenTrigger(),
		parameters: {
			authentication: 'horisenTokenApi',
			events: ['created', 'updated', 'deleted'],
			list: { __rl: true, mode: 'list', value: '' },
			subscriptionOption: { __rl: true, mode: 'list', value: '' },
		},
		credentialTypes: [new HorisenTokenApi(), new HorisenOAuth2Api()],
		credentials: (url, serviceUuid, token = 'token') => ({
			horisenTokenApi: { baseUrl: `${url}/news/v1`, serviceUuid, token },
		}),
		put(id, account = DEFAULT) {
			const ofAccount = contacts.of(account);
			const moment = contacts.moment();
			const { created_dt = moment } = ofAccount.get(id) ?? {};
			ofAccount.delete(id);
			ofAccount.set(id, { uuid: id, created_dt, updated_dt: moment });
		},
		idOf: ({ contact }) => String(Object(contact).uuid),
		questionOf: ({ url }) => {
			if (!url.includes('/contacts')) return undefined;
			return url.includes('uuids=') ? 'who is alive' : 'changes';
		},
		questions: ['changes', 'who is alive'],
		answer(received) {
			const { pathname, searchParams } = asked(received);
			const ofAccount = [...contacts.of(pathname.split('/')[4] ?? '').values()];
			const after = Date.parse(searchParams.get('gt(updated_dt)') ?? '1970-01-01T00:00:00Z');
			const uuids = searchParams.get('uuids')?.split(',');
			const found = ofAccount.filter(
				({ uuid, updated_dt }) =>
					Date.parse(String(updated_dt)) > after && (uuids?.includes(String(uuid)) ?? true),
			);
			if (searchParams.get('sort') === '-updated_dt') found.reverse();
			const size = Number(searchParams.get('page_size'));
			const totalPages = Math.ceil(found.length / size);
			const data = pageOf(found, size, Number(searchParams.get('page_number')));
			return { body: { data, meta: { pagination: { total: found.length, totalPages } } } };
		},
	};
}

/** @param entity what of the tenant is watched; of customers and items, those of the segment "vip" */
export function emporix(
	entity: 'segment' | 'customerAssignment' | 'itemAssignment',
	segments: 'one' | 'all' = 'one',
): WatchedVendor {
	const records = new Accounts<IDataObject>();
	const path = { segment: '/segments', customerAssignment: '/customers', itemAssignment: '/items' };
	const identified = (id: string): IDataObject => {
		if (entity === 'segment') return { id };
		if (entity === 'customerAssignment') return { customer: { id } };
		return { segmentId: 'vip', type: 'PRODUCT', item: { id } };
	};
	return {
		name: `Emporix, ${entity} of ${segments}`,
		node: new EmporixTrigger(),
		parameters: {
			authentication: 'emporixOAuth2Api',
			entity,
			segments,
			segmentId: { __rl: true, mode: 'id', value: 'vip' },
			events: ['created', 'removed', 'updated'],
		},
		credentialTypes: [new EmporixOAuth2Api()],
		credentials: (url, tenant, token = 'token') => ({
			emporixOAuth2Api: {
				baseUrl: url,
				tenant,
				clientId: 'id',
				clientSecret: 'secret',
				oauthTokenData: { access_token: token, token_type: 'Bearer' },
			},
		}),
		put(id, account = DEFAULT) {
			const ofAccount = records.of(account);
			const moment = records.moment();
			const before = Object(ofAccount.get(id)?.metadata);
			ofAccount.set(id, {
				...identified(id),
				metadata: {
					createdAt: before.createdAt ?? moment,
					modifiedAt: moment,
					version: (before.version ?? 0) + 1,
				},
			});
		},
		idOf: ({ segmentId, customerId, itemId }) => String(customerId ?? itemId ?? segmentId),
		questionOf: (received) => {
			const { pathname } = asked(received);
			if (pathname.endsWith(path[entity])) return 'changes';
			return pathname.endsWith('/segments') ? 'segments' : undefined;
		},
		questions:
			entity === 'customerAssignment' && segments === 'all' ? ['changes', 'segments'] : ['changes'],
		answer(received) {
			const { pathname, searchParams } = asked(received);
			const isWatched = pathname.endsWith(path[entity]);
			const all = isWatched
				? [...records.of(pathname.split('/')[2] ?? '').values()]
				: [{ id: 'vip' }];
			const since = /modifiedAt:>="([^"]+)"/.exec(searchParams.get('q') ?? '')?.[1];
			const found = all.filter(
				(record) =>
					since === undefined ||
					Date.parse(String(Object(Object(record).metadata).modifiedAt)) >= Date.parse(since),
			);
			if (searchParams.get('sort')?.endsWith('DESC')) found.reverse();
			return {
				body: pageOf(
					found,
					Number(searchParams.get('pageSize')),
					Number(searchParams.get('pageNumber')),
				),
				...(received.headers['x-total-count'] && {
					headers: { 'X-Total-Count': String(found.length) },
				}),
			};
		},
	};
}

/** Each vendor anew, Emporix once for everything that can be watched. */
export const watchedVendors: Array<[string, () => WatchedVendor]> = (
	[
		contacthub,
		horisen,
		() => emporix('segment'),
		() => emporix('customerAssignment'),
		() => emporix('customerAssignment', 'all'),
		() => emporix('itemAssignment'),
		() => emporix('itemAssignment', 'all'),
	] as Array<() => WatchedVendor>
).map((open) => [open().name, open]);
