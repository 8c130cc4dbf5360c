/** The kinds of work that the rules speak of, each as one that is done in n8n's engine. */
import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { listSearch, resourceMapping, testCredential } from '../engine/editor.mts';
import type { NodeRunResult } from '../engine/execute.mts';
import { createPoller } from '../engine/poll.mts';
import type { Received, Reply } from '../engine/recording-server.mts';
import type { Guarded } from '../nodes/canaries.mts';
import { guarded } from '../nodes/canaries.mts';
import { everyRow, runRow } from '../nodes/every-row.mts';
import type { WatchedVendor } from '../nodes/watched-vendors.mts';
import { emporix, horisen } from '../nodes/watched-vendors.mts';
import type { Manner } from './rules.mts';

/** What came of the work. */
export interface Came {
	/** Whether all of it was done. */
	done: boolean;
	/** The sentences of the failure: all of them, and how many items took them. */
	sentence?: string;
	wayOut?: string;
	failedItems: number;
	/** Everything that anybody gets to see. */
	told: unknown;
}

export interface Doing {
	one: Guarded;
	/** What the vendor answers where nothing is wrong. */
	answer(received: Received): Reply;
	isTarget(received: Received): boolean;
	/** Does the work. */
	run(url: string, manner: Manner): Promise<Came>;
	/** What was done before, when nothing was wrong. */
	before?(url: string): Promise<void>;
	/** What comes afterwards, when nothing is wrong any more; the sentence says what is not as it should be. */
	after?(url: string): Promise<string | undefined>;
}

const accountOf = (type: string): Guarded => {
	const found = guarded.find((one) => one.type.name === type);
	if (!found) throw new Error(`There is no credential ${type}`);
	return found;
};
const asked = ({ url }: Received) =>
	new URL(url.replace(/^(\/moved)+/, ''), 'http://vendor.example');
const isToken = (one: Guarded, { url }: Received) => one.tokens?.path === url;
const tokenOf = ({ tokens }: Guarded): Reply => ({
	body: { access_token: tokens?.token, token_type: 'Bearer', expires_in: 3600 },
});

interface Running {
	type: string;
	row: string;
	values?: Record<string, unknown>;
	items?: IDataObject[];
	answer: (received: Received) => Reply;
	isTarget?: (received: Received) => boolean;
	/** How many items come out. */
	out?: number;
}

const ITEMS = [1, 2, 3].map((number) => ({
	email: `p${number}@example.com`,
	mobile: `+4176555436${number}`,
	externalId: `${number}`,
}));
const MAPPED = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };
const ON_ERROR = {
	'error output': { onError: 'continueErrorOutput' },
	'as a tool': { tool: true },
	stop: {},
} as const;

function running({
	type,
	row,
	values,
	items = [{}],
	answer,
	isTarget = () => true,
	out,
}: Running): () => Doing {
	return () => {
		const one = accountOf(type);
		const each = everyRow.find(({ title }) => title === row);
		if (!each) throw new Error(`There is no row ${row}`);
		const account = { ...each.account, type: one.type, data: one.data };
		return {
			one,
			answer: (received) => (isToken(one, received) ? tokenOf(one) : answer(received)),
			isTarget: (received) =>
				!isToken(one, received) && !received.url.endsWith('swagger.yml') && isTarget(received),
			run: async (url, manner) => {
				const run = await runRow({ ...each, account }, url, { values, items, ...ON_ERROR[manner] });
				return cameOf(run, out ?? items.length);
			},
		};
	};
}

function cameOf({ outputs, error, hints }: NodeRunResult, out: number): Came {
	const [good = [], bad = []] = outputs;
	const [first] = bad;
	const failure = Object(error) as { message?: string; description?: string };
	return {
		done: !error && good.length === out && bad.length === 0,
		sentence: failure.message ?? (first && String(first.json.error)),
		wayOut: failure.description ?? (first && String(first.json.message)),
		failedItems: bad.length,
		told: [outputs, error, hints],
	};
}

/** Something that gives a value, or throws. */
const asking = async (
	work: () => Promise<unknown>,
	isDone: (told: unknown) => boolean,
): Promise<Came> => {
	try {
		const told = await work();
		return { done: isDone(told), failedItems: 0, told };
	} catch (thrown) {
		const { message, description } = Object(thrown) as { message?: string; description?: string };
		return { done: false, sentence: message, wayOut: description, failedItems: 0, told: thrown };
	}
};

interface Looking {
	type: string;
	method: string;
	kind: 'listSearch' | 'resourceMapping';
	answer: (received: Received) => Reply;
	isTarget?: (received: Received) => boolean;
}

function looking({ type, method, kind, answer, isTarget = () => true }: Looking): () => Doing {
	return () => {
		const one = accountOf(type);
		const ask = { listSearch, resourceMapping };
		return {
			one,
			answer: (received) => (isToken(one, received) ? tokenOf(one) : answer(received)),
			isTarget: (received) => !isToken(one, received) && isTarget(received),
			run: async (url) =>
				await asking(
					async () =>
						await ask[kind]({
							node: one.node,
							method,
							parameters: { authentication: one.type.name },
							credentials: { [one.type.name]: one.data(url) },
							credentialTypes: [one.type],
						}),
					(told) => JSON.stringify(told).includes('One'),
				),
		};
	};
}

function testing(type: string, answer: (received: Received) => Reply): () => Doing {
	return () => {
		const one = accountOf(type);
		return {
			one,
			answer: (received) => (isToken(one, received) ? tokenOf(one) : answer(received)),
			isTarget: (received) => !isToken(one, received) && received.method === 'GET',
			run: async (url) => {
				const result = await testCredential({
					type: one.type,
					data: one.data(url),
					node: one.node,
				});
				return {
					done: result.status === 'OK',
					sentence: result.message,
					wayOut: result.message,
					failedItems: 0,
					told: result,
				};
			},
		};
	};
}

/** A trigger that has found its place, and then a change. */
function polling(open: () => WatchedVendor, type: string, account: string): () => Doing {
	return () => {
		const one = accountOf(type);
		const vendor = open();
		const workflowId = randomUUID();
		const pollerAt = (url: string, staticData?: IDataObject) =>
			createPoller({
				node: vendor.node,
				parameters: {
					...vendor.parameters,
					authentication: one.type.name,
					startFrom: 'now',
					startDate: '',
				},
				credentials: { [one.type.name]: one.data(url) },
				credentialTypes: [one.type],
				workflowId,
				staticData,
			});
		const toldIn = (output: unknown) =>
			[output].flat(2).filter((item) => item && vendor.idOf(Object(item).json) === 'p2').length;
		let state: IDataObject = {};
		let told = 0;
		return {
			one,
			answer: (received) =>
				isToken(one, received)
					? tokenOf(one)
					: vendor.answer({ ...received, url: received.url.replace(/^(\/moved)+/, '') }),
			isTarget: (received) => !isToken(one, received) && vendor.questionOf(received) === 'changes',
			before: async (url) => {
				vendor.put('p1', account);
				const poller = pollerAt(url);
				for (const _poll of [1, 2]) await poller.poll();
				state = poller.staticData;
				vendor.put('p2', account);
			},
			run: async (url) => {
				const remembered = JSON.stringify(state);
				const poller = pollerAt(url, state);
				const came = await asking(
					async () => await poller.poll(),
					(output) => toldIn(output) === 1,
				);
				told = came.done ? 1 : 0;
				state = poller.staticData;
				const isSame = came.done || JSON.stringify(state) === remembered;
				return isSame
					? came
					: { ...came, sentence: `It remembers another position: ${came.sentence}` };
			},
			after: async (url) => {
				const poller = pollerAt(url, state);
				for (const _poll of [1, 2]) told += toldIn(await poller.poll());
				return told === 1 ? undefined : `the change was told ${told} times`;
			},
		};
	};
}

const record = { id: 'one', uuid: 'one', name: 'One', field_name: 'one', display_name: 'One' };
/** Five pages of 50. */
const PAGES = 5;
const contacthubPage = (received: Received): Reply => {
	const { searchParams } = asked(received);
	const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('size'))];
	const elements = Array.from({ length: size }, (_, at) => ({ id: `c${page * size + at}` }));
	return { body: { elements, page: { totalElements: PAGES * size } } };
};
const horisenList = (): Reply => ({ body: { data: [record], meta: { pagination: { total: 1 } } } });
const emporixList = (): Reply => ({ body: [record], headers: { 'X-Total-Count': '1' } });
const statuses = ({ body }: Received): Reply => ({
	body: (JSON.parse(body || '[]') as unknown[]).map(() => ({
		code: 200,
		name: 'OK',
		description: 'done',
	})),
});
const job = ({ method }: Received): Reply => ({
	body: {
		id: 'j1',
		status: method === 'POST' ? 'LOADED' : 'PROCESSED',
		totalEntities: 2,
		processedEntities: 2,
		failedEntities: 0,
	},
});
const bulk = ({ body }: Received): Reply => ({
	status: 207,
	body: (JSON.parse(body || '[]') as unknown[]).map((_element, index) => ({
		index,
		id: `s${index}`,
		code: 201,
		status: 'Created',
	})),
});
const pageThree = (received: Received) => asked(received).searchParams.get('page') === '2';

/** How each kind of work is done, by the names that the rules know. */
export const DOINGS: Readonly<Record<string, () => Doing>> = {
	get: running({
		type: 'contacthubApi',
		row: 'Contacthub customer.get',
		answer: () => ({ body: { id: 'c1', base: {} } }),
	}),
	'get with access tokens': running({
		type: 'emporixOAuth2Api',
		row: 'Emporix segment.get',
		answer: () => ({ body: record }),
	}),
	'list, page 1': running({
		type: 'contacthubApi',
		row: 'Contacthub customer.getAll',
		values: { returnAll: false, limit: 10 },
		answer: contacthubPage,
		out: 10,
	}),
	'list, page 3 of 5': running({
		type: 'contacthubApi',
		row: 'Contacthub customer.getAll',
		values: { returnAll: true },
		answer: contacthubPage,
		isTarget: pageThree,
		out: PAGES * 50,
	}),
	'repeatable write': running({
		type: 'contacthubApi',
		row: 'Contacthub event.replace',
		answer: () => ({ body: {} }),
	}),
	'write that happens once': running({
		type: 'contacthubApi',
		row: 'Contacthub event.create',
		answer: () => ({ status: 201, body: { id: 'e1' } }),
	}),
	'write once with access tokens': running({
		type: 'emporixOAuth2Api',
		row: 'Emporix segment.create',
		items: ITEMS.slice(0, 2),
		answer: bulk,
	}),
	batch: running({
		type: 'taguchiTokenApi',
		row: 'Taguchi subscriber.upsert',
		items: ITEMS,
		values: { profile: MAPPED },
		answer: statuses,
	}),
	'batch of messages': running({
		type: 'taguchiTokenApi',
		row: 'Taguchi message.send',
		items: ITEMS,
		values: { identifyBy: 'email', email: '={{ $json.email }}' },
		answer: statuses,
	}),
	import: running({
		type: 'horisenTokenApi',
		row: 'HORISEN contact.import',
		items: ITEMS,
		values: { contact: MAPPED, resolve_duplicate: 'update' },
		answer: () => ({ body: { created: 3, updated: 0, invalid: 0, errors: [] } }),
	}),
	'wait for a bulk job': running({
		type: 'contacthubApi',
		row: 'Contacthub bulkJob.create',
		items: ITEMS.slice(0, 2),
		values: { data: 'items', output: 'done' },
		answer: job,
		isTarget: ({ method }) => method === 'GET',
		out: 1,
	}),
	dropdown: looking({
		type: 'horisenTokenApi',
		kind: 'listSearch',
		method: 'searchLists',
		answer: horisenList,
	}),
	'dropdown with access tokens': looking({
		type: 'emporixOAuth2Api',
		kind: 'listSearch',
		method: 'searchSegments',
		answer: emporixList,
	}),
	mapper: looking({
		type: 'horisenTokenApi',
		kind: 'resourceMapping',
		method: 'getCreatedFields',
		answer: ({ url }) => (url.includes('custom_fields') ? horisenList() : { body: [record] }),
		isTarget: ({ url }) => url.includes('include_all'),
	}),
	'credential test': testing('horisenTokenApi', () => ({ body: [record] })),
	'credential test with access tokens': testing('emporixOAuth2Api', ({ method }) =>
		method === 'GET' ? emporixList() : { body: [] },
	),
	poll: polling(horisen, 'horisenTokenApi', 's1'),
	'poll with access tokens': polling(() => emporix('segment'), 'emporixOAuth2Api', 't1'),
};
