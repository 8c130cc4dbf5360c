/** What is timed: the jobs, and for each what our node, n8n's HTTP Request node and the plain loops are asked to do. */
import type { IDataObject } from 'n8n-workflow';

/** One request, as somebody without our nodes sends it. */
export interface PlainRequest {
	method: 'GET' | 'POST';
	path: string;
	body?: unknown;
}

export interface Round {
	delayMs: number;
	size: number;
}

export interface Job {
	name: string;
	/** What is counted: profiles, contacts, customers, records. */
	unit: string;
	/** What the vendor waits before each answer, in ms, and how many are counted then: fewer where waiting is all that is seen. */
	rounds: readonly Round[];
	/** Requests at once. */
	concurrency: number;
	/** The items that come in. */
	items(size: number): IDataObject[];
	/** Our node: its file below dist/nodes, its parameters. */
	ours: { node: 'Contacthub' | 'Horisen' | 'Taguchi'; parameters: IDataObject };
	/** The same by the HTTP Request node, as a user would build it; absent where the figures of another job say it. */
	httpRequest?: { items?(size: number): IDataObject[]; parameters(url: string): IDataObject };
	/** The requests of the plain loops. */
	requests(size: number): PlainRequest[];
}

const person = (number: number) => ({
	email: `person${number}@example.com`,
	first: 'Zoë',
	last: `Person ${number}`,
	phone: `+4179${String(number).padStart(7, '0')}`,
	city: 'Basel',
	country: 'CH',
});

/** The names of Taguchi's fields and where the incoming item has their values. */
const TAGUCHI_FIELDS = {
	email: 'email',
	firstname: 'first',
	lastname: 'last',
	phone: 'phone',
	suburb: 'city',
	country: 'country',
};
const HORISEN_FIELDS = {
	email: 'email',
	first_name: 'first',
	last_name: 'last',
	mobile: 'phone',
	city: 'city',
	country: 'country',
};
const CONTACTHUB_FIELDS = {
	'base.contacts.email': 'email',
	'base.firstName': 'first',
	'base.lastName': 'last',
	'base.contacts.mobilePhone': 'phone',
	'base.address.city': 'city',
	'base.address.country': 'country',
};

const people = (size: number): IDataObject[] => Array.from({ length: size }, (_, at) => person(at));

const renamed = (fields: Readonly<Record<string, string>>, from: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).map(([name, source]) => [name, from[source]]));

const namedFor =
	(fields: Readonly<Record<string, string>>) =>
	(size: number): IDataObject[] =>
		people(size).map((one) => renamed(fields, one));

const automatic = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

const byHand = (fields: Readonly<Record<string, string>>) => ({
	mappingMode: 'defineBelow',
	value: Object.fromEntries(
		Object.entries(fields).map(([name, source]) => [name, `={{ $json.${source} }}`]),
	),
	matchingColumns: [],
	schema: Object.keys(fields).map((id) => ({
		id,
		displayName: id,
		type: 'string',
		required: false,
		defaultMatch: false,
		display: true,
	})),
});

const inGroups = (all: readonly unknown[], size: number): unknown[][] =>
	Array.from({ length: Math.ceil(all.length / size) }, (_, group) =>
		all.slice(group * size, (group + 1) * size),
	);

const post = (path: string, bodies: readonly unknown[]): PlainRequest[] =>
	bodies.map((body) => ({ method: 'POST', path, body }));

const SUBSCRIBER = '/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01/subscriber';
const CUSTOMERS = '/hub/workspaces/w/customers';
const CONTACTS = '/horisen/services/s/cds/contacts';
const IMPORTS =
	'/horisen/services/s/cds/imports?list_uuid=l&identifier=mobile&resolve_duplicate=update';

const taguchi = (profile: object, options: IDataObject = {}) => ({
	node: 'Taguchi' as const,
	parameters: { resource: 'subscriber', operation: 'upsert', profile, options } as IDataObject,
});

const contacthub = (properties: object, concurrency: number) => ({
	node: 'Contacthub' as const,
	parameters: {
		resource: 'customer',
		operation: 'create',
		nodeId: 'n',
		input: 'fields',
		properties,
		simplify: false,
		options: { concurrency },
	} as IDataObject,
});

/** What somebody without our nodes writes: one request for each item, its body an expression. */
const oneEach = (path: string, jsonBody: string) => ({
	parameters: (url: string): IDataObject => ({
		method: 'POST',
		url: `${url}${path}`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody,
		options: {},
	}),
});

const profilesOf = (size: number) =>
	inGroups(
		namedFor(TAGUCHI_FIELDS)(size).map((profile) => ({ profile })),
		100,
	);

const nested = ({ email, first, last, phone, city, country }: ReturnType<typeof person>) => ({
	nodeId: 'n',
	base: {
		firstName: first,
		lastName: last,
		contacts: { email, mobilePhone: phone },
		address: { city, country },
	},
});

const singles = (
	name: string,
	properties: object,
	items: Job['items'],
	concurrency: number,
): Job => ({
	name,
	unit: 'customers',
	rounds: [
		{ delayMs: 0, size: 2_000 },
		{ delayMs: 20, size: 1_000 },
		{ delayMs: 100, size: 250 },
	],
	concurrency,
	items,
	ours: contacthub(properties, concurrency),
	httpRequest: {
		items: people,
		...oneEach(
			CUSTOMERS,
			'={{ { nodeId: "n", base: { firstName: $json.first, lastName: $json.last, contacts: { email: $json.email, mobilePhone: $json.phone }, address: { city: $json.city, country: $json.country } } } }}',
		),
	},
	requests: (size) =>
		post(
			CUSTOMERS,
			Array.from({ length: size }, (_, at) => nested(person(at))),
		),
});

const list = (name: string, concurrency: number, rounds: readonly Round[]): Job => ({
	name,
	unit: 'records',
	rounds,
	concurrency,
	items: () => [{}],
	ours: {
		node: 'Horisen',
		parameters: {
			resource: 'contact',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			options: { concurrency },
		},
	},
	httpRequest: {
		parameters: (url) => ({
			method: 'GET',
			url: `${url}${CONTACTS}`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'page_size', value: '100' }] },
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'page_number', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $response.body.data.length < 100 }}',
						limitPagesFetched: false,
						requestInterval: 0,
					},
				},
			},
		}),
	},
	requests: (total) =>
		Array.from({ length: Math.ceil(total / 100) }, (_, page) => ({
			method: 'GET',
			path: `${CONTACTS}?page_size=100&page_number=${page + 1}`,
		})),
});

const at = (size: number, ...delays: readonly number[]): Round[] =>
	delays.map((delayMs) => ({ delayMs, size }));

export const JOBS: readonly Job[] = [
	{
		name: 'Profiles, mapped automatically, 100 a request',
		unit: 'profiles',
		rounds: at(10_000, 0, 20, 100),
		concurrency: 5,
		items: namedFor(TAGUCHI_FIELDS),
		ours: taguchi(automatic),
		httpRequest: {
			items: people,
			...oneEach(
				SUBSCRIBER,
				'={{ [{ profile: { email: $json.email, firstname: $json.first, lastname: $json.last, phone: $json.phone, suburb: $json.city, country: $json.country } }] }}',
			),
		},
		requests: (size) => post(SUBSCRIBER, profilesOf(size)),
	},
	{
		name: 'Profiles, six fields mapped by hand, 100 a request',
		unit: 'profiles',
		rounds: at(10_000, 0, 20, 100),
		concurrency: 5,
		items: people,
		ours: taguchi(byHand(TAGUCHI_FIELDS)),
		httpRequest: {
			items: (size) =>
				inGroups(
					namedFor(TAGUCHI_FIELDS)(size).map((profile) => ({ profile })),
					100,
				).map((group) => ({ group })),
			...oneEach(SUBSCRIBER, '={{ $json.group }}'),
		},
		requests: (size) => post(SUBSCRIBER, profilesOf(size)),
	},
	{
		name: 'HORISEN import, six fields mapped by hand, 500 a request',
		unit: 'contacts',
		rounds: at(10_000, 0, 20, 100),
		concurrency: 5,
		items: people,
		ours: {
			node: 'Horisen',
			parameters: {
				resource: 'contact',
				operation: 'import',
				list_uuid: { __rl: true, mode: 'id', value: 'l' },
				identifier: 'mobile',
				resolve_duplicate: 'update',
				contact: byHand(HORISEN_FIELDS),
				options: {},
			},
		},
		requests: (size) => post(IMPORTS, inGroups(namedFor(HORISEN_FIELDS)(size), 500)),
	},
	singles(
		'Single requests, mapped automatically, 5 at once',
		automatic,
		namedFor(CONTACTHUB_FIELDS),
		5,
	),
	singles(
		'Single requests, mapped automatically, 20 at once',
		automatic,
		namedFor(CONTACTHUB_FIELDS),
		20,
	),
	singles(
		'Single requests, six fields mapped by hand, 5 at once',
		byHand(CONTACTHUB_FIELDS),
		people,
		5,
	),
	singles(
		'Single requests, six fields mapped by hand, 20 at once',
		byHand(CONTACTHUB_FIELDS),
		people,
		20,
	),
	list('A long list, 5 at once', 5, [...at(100_000, 0), ...at(20_000, 20, 50, 100)]),
];
