/**
 * Rows that are right, and rows that the compiler refuses: each says, where it is wrong, what the compiler says.
 * rows.test.mts counts them. They are of a vendor that does not exist.
 */
import type { Door } from '../../core/requests/door.ts';
import { ask } from '../../core/requests/door.ts';
import type { Mapped, Values } from '../../core/rows/field.ts';
import {
	boolean,
	choice,
	choiceOf,
	choices,
	date,
	dateTime,
	extensible,
	int64,
	integer,
	joined,
	json,
	list,
	liveChoice,
	locator,
	locatorOf,
	mapping,
	needed,
	number,
	object,
	pairs,
	rows,
	text,
	textPairs,
} from '../../core/rows/field.ts';
import { listSearch } from '../../core/editor/list-search.ts';
import type { Paging, Procedure, Refusal, Renewal } from '../../core/rows/operation.ts';
import {
	deleted,
	done,
	many,
	manyOrTexts,
	one,
	operationsOf,
	orNoContent,
	plainText,
	resource,
	results,
	written,
} from '../../core/rows/operation.ts';
import { DELETE, GET, PATCH, POST, PUT } from '../../core/rows/route.ts';
import type { NameIn } from '../../core/rows/row-checks.ts';
import type { NodeMethods, Vendor } from '../../core/rows/vendor.ts';

interface Around {
	placeholder: 'tenant';
	search: 'searchPeople' | 'searchLists';
	options: 'getStatuses';
	mapper: 'getPersonFields';
}
const operation = operationsOf<Around>();

const words = { name: 'Get', action: 'Get a person', description: 'Read or write a person' };
const PEOPLE = '/{tenant}/people' as const;
const PERSON = `${PEOPLE}/{personId}` as const;

const required = { required: true } as const;
const personId = text('Person ID', required);
const path = { personId };
const email = text('Email');
const status = choice('Status', [
	{ name: 'Active', value: 'active' },
	{ name: 'Blocked', value: 'blocked' },
]);
const Person = {
	id: int64('Person ID'),
	email,
	contact: object('Contact', { phone: text('Phone'), fax: text('Fax') }),
	details: json('Details'),
};
const pages = {
	page: 'page',
	first: 1,
	size: 'limit',
	pageSize: 100,
	id: 'id',
} as const satisfies Paging;
const refused = () => undefined;
const accepted = () => ({ json: {} });
const everyVerdict = () => [accepted()];

/* The path */

operation({ ...words, request: GET(PERSON), path, returns: one(Person) });
operation({ ...words, request: GET('/{tenant}/me'), returns: one(Person) });
operation({
	...words,
	request: GET('/tenants/{tenant}'),
	path: { tenant: personId },
	returns: one(Person),
});
operation({
	...words,
	request: GET(`${PEOPLE}/{personId}{/companyId}`),
	path: { personId, companyId: text('Company ID') },
	returns: one(Person),
});

operation({
	...words,
	// @ts-expect-error No path field fills {personId}
	request: GET(PERSON),
	returns: one(Person),
});
operation({
	...words,
	// @ts-expect-error No path field fills {persnId}
	request: GET(`${PEOPLE}/{persnId}`),
	// @ts-expect-error The path has no {personId}
	path,
	returns: one(Person),
});
operation({
	...words,
	request: GET(PERSON),
	path: {
		personId,
		// @ts-expect-error The path has no {listId}
		listId: text('List ID', required),
	},
	returns: one(Person),
});
operation({
	...words,
	request: GET(PERSON),
	path: {
		// @ts-expect-error {personId} is always needed: the field must be required and never hidden
		personId: text('Person ID'),
	},
	returns: one(Person),
});
operation({
	...words,
	request: GET(PERSON),
	path: {
		// @ts-expect-error {personId} is always needed: the field must be required and never hidden
		personId: text('Person ID', { required: true, show: { by: ['id'] } }),
	},
	form: { by: choice('By', [{ name: 'ID', value: 'id' }]) },
	returns: one(Person),
});
operation({
	...words,
	// @ts-expect-error No path field fills {workspaceId}
	request: GET('/workspaces/{workspaceId}/people'),
	returns: many(Person),
});
operation({
	...words,
	// @ts-expect-error Write the path as a literal, with 'as const' where it is put together
	request: GET(String(PERSON)),
	returns: one(Person),
});

operation({ ...words, request: DELETE(PERSON), path, returns: deleted() });
operation({
	...words,
	request: GET('/tenants'),
	inferred: true,
	title: 'List tenants',
	returns: many(Person),
});

/* Names */

operation({
	...words,
	request: POST(PERSON),
	path,
	query: { dryRun: boolean('Dry Run') },
	body: { email },
	header: { 'Accept-Language': text('Language') },
	form: { status },
	compose: (values) => values,
	returns: one(Person),
});

operation({
	...words,
	request: GET(PERSON),
	path,
	query: {
		// @ts-expect-error The row has another field 'personId'
		personId,
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	query: { email },
	body: {
		// @ts-expect-error The row has another field 'email'
		email,
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: { email },
	header: {
		// @ts-expect-error The row has another field 'email'
		email,
	},
	returns: one(Person),
});
operation({
	...words,
	request: PUT(PERSON),
	path,
	form: {
		// @ts-expect-error The row has another field 'personId'
		personId,
	},
	compose: (values) => values,
	returns: one(Person),
});
operation({
	...words,
	request: GET(PEOPLE),
	query: {
		// @ts-expect-error Paging sets 'limit' itself
		limit: integer('Limit'),
	},
	paging: pages,
	returns: many(Person),
});
operation({
	...words,
	request: DELETE(PERSON),
	path,
	// @ts-expect-error 'querry' does not exist
	querry: { force: boolean('Force') },
	returns: deleted(),
});
// @ts-expect-error Property 'returns' is missing
operation({ ...words, request: GET(PEOPLE) });

operation({
	...words,
	request: PATCH(PERSON),
	path,
	query: {
		fields: joined(choices('Include', [{ name: 'Lists', value: 'lists' }])),
		ids: joined(list('IDs')),
	},
	body: { email },
	headers: { 'Content-Language': '*' },
	idempotent: true,
	returns: one(Person),
});

/* Notes of fields */

text('Email', { required: true, upfront: true, default: 'name@email.com', columns: ['mail'] });
integer('Limit', { default: 50 });
boolean('Active', { default: true });
choice('Status', status.choices, { default: 'blocked' });
choiceOf(status.choices)('Status', { default: 'active', required: true });
locatorOf('Person', 'searchPeople')({ required: true });
choices('Interests', [{ name: 'Sports', value: 'sports' }], { upfront: true });
dateTime('At', { example: '2026-03-20T09:30:00Z' });
number('Score', { default: 0.5 });
json('Details', { description: 'Anything', lines: 4 });
textPairs('Custom Fields', { required: true });

text('Email', {
	example: 'name@email.com',
	// @ts-expect-error Type 'true' is not assignable to type 'never'
	requird: true,
});
text('Email', {
	// @ts-expect-error Type 'boolean' is not assignable to type 'string'
	default: true,
});
integer('Limit', {
	// @ts-expect-error Type 'string' is not assignable to type 'number'
	default: '50',
});
boolean('Active', {
	// @ts-expect-error Type 'string' is not assignable to type 'boolean
	default: 'true',
});
choice('Status', status.choices, {
	// @ts-expect-error Type '"deleted"' is not assignable to type '"active" | "blocked"
	default: 'deleted',
});
choiceOf(status.choices)('Status', {
	// @ts-expect-error Type '"deleted"' is not assignable to type '"active" | "blocked"
	default: 'deleted',
});
choice('Status', [
	// @ts-expect-error 'label' does not exist
	{ label: 'Active', value: 'active' },
]);

/* What is shown when */

operation({
	...words,
	request: POST(PEOPLE),
	form: { by: choice('By', [{ name: 'Email', value: 'email' }]) },
	body: { email: text('Email', { show: { by: ['email'] } }) },
	returns: one(Person),
});
rows('Filters', {
	operator: choice('Operator', [{ name: 'Equals', value: 'eq' }]),
	value: text('Value', { show: { operator: ['eq'] } }),
});

operation({
	...words,
	request: POST(PEOPLE),
	body: {
		status,
		// @ts-expect-error show: there is no field 'state'
		email: text('Email', { show: { state: ['active'] } }),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		status,
		// @ts-expect-error show: 'status' is never 'deleted'
		email: text('Email', { show: { status: ['active', 'deleted'] } }),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		active: boolean('Active'),
		// @ts-expect-error show: 'active' is never 'true'
		email: text('Email', { show: { active: ['true'] } }),
	},
	returns: one(Person),
});
rows('Filters', {
	operator: choice('Operator', [{ name: 'Equals', value: 'eq' }]),
	// @ts-expect-error show: 'operator' is never 'equals'
	value: text('Value', { show: { operator: ['equals'] } }),
});
mapping('Person', 'getPersonFields', {
	email,
	// @ts-expect-error show: there is no field 'mail'
	phone: text('Phone', { show: { mail: ['x'] } }),
});

/* Methods of the node */

operation({
	...words,
	request: POST(PEOPLE),
	body: {
		list: locator('List', 'searchLists'),
		status: liveChoice('Status', 'getStatuses'),
		person: mapping('Person', 'getPersonFields', Person, { dependsOn: ['operation', 'list'] }),
		members: rows('Members', { person: locator('Person', 'searchPeople') }),
	},
	returns: one(Person),
});

operation({
	...words,
	request: POST(PEOPLE),
	body: {
		// @ts-expect-error The node has no method 'searchPersons' for this kind of field
		person: locator('Person', 'searchPersons'),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		// @ts-expect-error The node has no method 'searchPeople' for this kind of field
		status: liveChoice('Status', 'searchPeople'),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		// @ts-expect-error The node has no method 'getFields' for this kind of field
		person: extensible(mapping('Person', 'getFields', Person)),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		// @ts-expect-error The node has no method 'searchMembers' for this kind of field
		members: rows('Members', { person: locator('Person', 'searchMembers') }),
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: {
		// @ts-expect-error dependsOn: there is no field 'lists'
		person: mapping('Person', 'getPersonFields', Person, { dependsOn: ['lists'] }),
	},
	returns: one(Person),
});

/* Values */

const form = {
	email: text('Email', required),
	phone: text('Phone'),
	born: date('Born'),
	status: needed(status),
	interests: choices('Interests', [{ name: 'Sports', value: 'sports' }]),
	ids: joined(list('IDs')),
	orders: rows('Orders', { total: integer('Total', required), note: text('Note') }),
	person: mapping('Person', 'getPersonFields', Person),
	custom: pairs('Custom Fields'),
};
const row = { ...words, request: POST(PEOPLE), form, returns: one(Person) };

operation({
	...row,
	compose: ({ email: address, phone = '', status: now, orders = [], person, ids }) => ({
		address: address.toLowerCase(),
		phone: phone.trim(),
		isActive: now === 'active',
		totals: orders.map(({ total, note }) => total.toFixed(note?.length)),
		mail: person.email?.toLowerCase(),
		ids: ids?.split(','),
	}),
	refuse: ({ born }): Refusal | undefined =>
		born ? { message: born, description: born } : undefined,
	composeQuery: ({ interests }) => ({ sports: interests?.includes('sports') }),
	advise: (code, { email: address }) => (code === 409 ? address : undefined),
	onceOnly: ({ status: now }) => now === 'blocked',
});

operation({
	...row,
	// @ts-expect-error Property 'emial' does not exist
	compose: ({ emial }) => ({ emial }),
});
operation({
	...row,
	// @ts-expect-error 'phone' is possibly 'undefined'
	compose: ({ phone }) => phone.trim(),
});
operation({
	...row,
	// @ts-expect-error This comparison appears to be unintentional
	compose: ({ status: now }) => now === 'activ',
});
operation({
	...row,
	// @ts-expect-error Property 'totl' does not exist
	compose: ({ orders = [] }) => orders.map(({ totl }) => totl),
});
operation({
	...row,
	// @ts-expect-error 'note' is possibly 'undefined'
	compose: ({ orders = [] }) => orders.map(({ note }) => note.length),
});
operation({
	...row,
	// @ts-expect-error Property 'mail' does not exist
	compose: ({ person }) => person.mail,
});
operation({
	...row,
	// @ts-expect-error Argument of type '"sport"' is not assignable to parameter of type '"sports"'
	composeQuery: ({ interests }) => ({ sports: interests?.includes('sport') }),
});
operation({
	...row,
	// @ts-expect-error Property 'state' does not exist
	refuse: ({ state }) => (state ? { message: '', description: '' } : undefined),
});
operation({
	...row,
	// @ts-expect-error Property 'description' is missing
	refuse: () => ({ message: 'Nothing to write' }),
});
operation({
	...row,
	// @ts-expect-error Property 'mail' does not exist
	advise: (_code, { mail }) => mail,
});
operation({
	...row,
	// @ts-expect-error Property 'version' does not exist
	onceOnly: ({ version }) => version !== undefined,
});

/* Requests that only read */

operation({
	...words,
	request: GET(PEOPLE),
	query: { email },
	composeQuery: (values) => values,
	returns: many(Person),
});

operation({
	...words,
	request: GET(PEOPLE),
	// @ts-expect-error A GET has no body
	body: { email },
	returns: many(Person),
});
operation({
	...words,
	request: GET(PEOPLE),
	query: { email },
	// @ts-expect-error A GET has no body
	compose: (values) => values,
	returns: many(Person),
});
operation({
	...words,
	request: GET(PERSON),
	path,
	// @ts-expect-error A GET changes nothing
	returns: deleted(),
});

operation({
	...words,
	request: POST(`${PEOPLE}/search`),
	form: { email },
	compose: ({ email: address }) => ({ address }),
	idempotent: true,
	paging: pages,
	returns: many(Person, 'data'),
});

/* What comes back */

const SIMPLE: ReadonlyArray<NameIn<typeof Person>> = ['id', 'contact.phone'];
one(Person, SIMPLE);
many(Person, 'data', ['id', 'email', 'contact', 'contact.fax']);

one(Person, [
	'id',
	// @ts-expect-error Type '"mail"' is not assignable
	'mail',
]);
many(Person, 'data', [
	// @ts-expect-error Type '"contact.phon"' is not assignable
	'contact.phon',
]);
many(Person, 'data', [
	// @ts-expect-error Type '"details.age"' is not assignable
	'details.age',
]);

operation({ ...words, request: PUT(PERSON), path, returns: done() });
operation({ ...words, request: GET(PEOPLE), returns: orNoContent(many(Person)) });
operation({ ...words, request: GET(PEOPLE), returns: manyOrTexts(Person) });
operation({ ...words, request: GET(PEOPLE), returns: plainText() });
operation({
	...words,
	request: PUT(PERSON),
	path,
	returns: written(
		{ id: personId, result: text('Result') },
		(_code, { personId: id }: Values<typeof path>) => ({
			id,
			result: 'updated',
		}),
	),
});
operation({
	...words,
	request: PUT(PERSON),
	path,
	// @ts-expect-error Property 'listId' is missing
	returns: written({ id: personId }, (_code, { listId: id }: { listId: string }) => ({ id })),
});
operation({
	...words,
	request: PUT(PERSON),
	path,
	returns: written(
		{ id: personId },
		// @ts-expect-error Type 'string' is not assignable to type 'never'
		() => ({ id: '', result: 'updated' }),
	),
});

operation({
	...words,
	request: POST(PEOPLE),
	body: { email },
	returns: results(Person, accepted, { email }),
});
operation({
	...words,
	request: POST(PEOPLE),
	form,
	compose: (values) => values,
	returns: results(
		Person,
		accepted,
		{ email },
		({ person }: Pick<Values<typeof form>, 'person'>) => person,
	),
});
operation({
	...words,
	request: POST(PEOPLE),
	body: { mail: email },
	// @ts-expect-error about: the row has no field 'email'
	returns: results(Person, accepted, { email }),
});
// @ts-expect-error There is no 'mail'
results(Person, accepted, { mail: email }, (person: Mapped<typeof Person>) => person);

/* Lists */

operation({ ...words, request: GET(PEOPLE), paging: pages, returns: many(Person, 'data') });
operation({
	...words,
	request: GET(PEOPLE),
	query: { born: date('Born') },
	paging: { ...pages, within: ({ born }: { born?: string }) => ({ born }) },
	returns: many(Person),
});

operation({
	...words,
	request: GET(PEOPLE),
	// @ts-expect-error Only a list has pages: returns must be many(…)
	paging: pages,
	returns: one(Person),
});
operation({
	...words,
	request: GET(PEOPLE),
	// @ts-expect-error Records have no 'uuid'
	paging: { ...pages, id: 'uuid' } as const,
	returns: many(Person),
});
operation({
	...words,
	request: GET(PEOPLE),
	query: { born: date('Born') },
	// @ts-expect-error Property 'birthday' is missing
	paging: { ...pages, within: ({ birthday }: { birthday: string }) => ({ birthday }) },
	returns: many(Person),
});

/* Batches, renewals, procedures */

operation({
	...words,
	request: PUT(PERSON),
	path,
	body: { email },
	batch: {
		max: 100,
		request: PUT(`${PEOPLE}/bulk`),
		group: ({ personId: id }) => id,
		elements: (values) => [values],
		keys: ({ personId: id }) => [id],
		read: everyVerdict,
	},
	renew: { wanted: () => true, request: GET(PERSON), body: ({ email: address }) => address },
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	batch: { max: 100, elements: ({ email: address }) => [address], several: true },
	returns: results(Person, accepted, { email }),
});
const upload: Procedure<{ email?: string }> = { run: async () => ({ items: [] }) };
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	procedure: upload,
	returns: one(Person),
});

operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	// @ts-expect-error Property 'read' is missing
	batch: { max: 100, elements: ({ email: address }) => [address] },
	returns: one(Person),
});
operation({
	...words,
	request: GET(PEOPLE),
	query: { email },
	// @ts-expect-error A list is read for one item at a time
	batch: { max: 100, elements: ({ email: address }) => [address], read: everyVerdict },
	returns: many(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	batch: {
		max: 100,
		elements: () => [],
		read: everyVerdict,
		// @ts-expect-error Type 'true' is not assignable to type 'undefined'
		several: true,
	},
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	batch: {
		max: 100,
		// @ts-expect-error Property 'mail' does not exist
		elements: ({ mail }) => [mail],
	},
	returns: results(Person, accepted, { email }),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	batch: {
		max: 100,
		// @ts-expect-error No path field fills {listId}
		request: POST(`${PEOPLE}/{listId}/bulk`),
		elements: () => [],
	},
	returns: results(Person, accepted, { email }),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { email },
	batch: {
		max: 100,
		elements: () => [],
		// @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
		keys: ({ email: address }) => [address],
	},
	returns: results(Person, accepted, { email }),
});
operation({
	...words,
	request: PUT(PERSON),
	path,
	body: { email },
	renew: {
		wanted: () => true,
		// @ts-expect-error No path field fills {listId}
		request: GET(`${PEOPLE}/{listId}`),
		body: refused,
	},
	returns: one(Person),
});
const byVersion: Renewal<{ version: number }, typeof PERSON> = {
	wanted: ({ version }) => version > 1,
	request: GET(PERSON),
	body: refused,
};
operation({
	...words,
	request: PATCH(PERSON),
	path,
	// @ts-expect-error Property 'version' is missing
	renew: byVersion,
	returns: one(Person),
});
operation({
	...words,
	request: POST(PEOPLE),
	form: { mail: email },
	// @ts-expect-error has no properties in common
	procedure: upload,
	returns: one(Person),
});

/* Resources */

const person = resource('person', 'Person', {
	get: operation({ ...words, request: GET(PERSON), path, returns: one(Person) }),
});
String(person.operations.get.request.path);

// @ts-expect-error Property 'getAll' does not exist
String(person.operations.getAll);

/* What is around rows: who asks them, the node, the connection */

declare const vendor: Vendor<Around>;
declare const door: Door;
const { get } = person.operations;
const labels = { label: String, id: String };

ask(door, get, { personId: '17' });
listSearch({ vendor, row: get, ...labels, values: (filter = '') => ({ personId: filter }) });
const searches = { searchPeople: listSearch({ vendor, row: get, ...labels }) };
const others = {
	loadOptions: { getStatuses: async () => [] },
	resourceMapping: { getPersonFields: async () => ({ fields: [] }) },
};
const node = (methods: NodeMethods<Around>) => methods;
node({ ...others, listSearch: { ...searches, searchLists: searches.searchPeople } });
const connect = (connection: ReturnType<typeof vendor.connect>) => connection;
connect(Promise.resolve({ baseUrl: 'https://example.com', path: { tenant: 'shop' } }));

// @ts-expect-error 'persnId' does not exist
ask(door, get, { persnId: '17' });
// @ts-expect-error Property 'personId' is missing
ask(door, get, {});
// @ts-expect-error Type 'number' is not assignable to type 'string'
ask(door, get, { personId: 17 });
listSearch({
	vendor,
	row: get,
	...labels,
	// @ts-expect-error Property 'personId' is missing
	values: (filter = '') => ({ persnId: filter }),
});
node({
	...others,
	// @ts-expect-error Property 'searchLists' is missing
	listSearch: searches,
});
// @ts-expect-error Property 'tenant' is missing
connect(Promise.resolve({ baseUrl: 'https://example.com', path: {} }));
