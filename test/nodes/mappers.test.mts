/** What the editor lists for a mapping: known fields at once, the account's own with a credential, nothing filled in by itself. */
import type {
	FieldType,
	INodeProperties,
	INodeType,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { validateFieldType } from 'n8n-workflow';
import { loadOptions, resourceMapping } from '../engine/editor.mts';
import type { Received, Reply } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { Account } from './accounts.mts';
import { accounts } from './accounts.mts';

const server = useRecordingServer();

/** Own fields of an account, as Contacthub and HORISEN answer them. */
function ownFields({ url }: Received): Reply {
	if (url.includes('/custom_fields')) {
		const fields = [
			{ field_name: 'vip', display_name: ' ', field_type: 'bool' },
			{ field_name: 'constructor', display_name: 'Builder', field_type: 'text' },
		];
		const first = url.includes('page_number=1');
		return { body: { data: first ? fields : [], meta: { pagination: { total: 2 } } } };
	}
	if (url.includes('/fields')) return { body: [{ field_name: 'email', display_name: 'Mail' }] };
	return {
		body: {
			vip: { type: 'boolean', contactlabProperties: { label: ' ' } },
			homes: { type: 'array', items: { type: 'object' } },
			names: { type: 'array', items: { type: 'string' } },
		},
	};
}

const mapperProperties = ({ description }: INodeType) =>
	description.properties.filter(({ type }) => type === 'resourceMapper');
const methodOf = ({ typeOptions }: INodeProperties) =>
	typeOptions?.resourceMapper?.resourceMapperMethod ?? '';

const mappers = accounts.flatMap((account) => {
	const properties = mapperProperties(account.node);
	return [...new Set(properties.map(methodOf))].map((method) => ({
		title: `${account.vendor.name} ${method}`,
		account,
		method,
	}));
});

const call = ({ node, type, data }: Account, method: string, connected: boolean) => ({
	node,
	method,
	parameters: { authentication: type.name },
	credentialTypes: [type],
	...(connected && { credentials: { [type.name]: data(server().url) } }),
});

async function fieldsOf(account: Account, method: string, connected: boolean) {
	server().answer(ownFields);
	const { fields }: ResourceMapperFields = await resourceMapping(call(account, method, connected));
	return fields;
}

test('there is something to try', () => {
	expect(mappers.length).toBeGreaterThan(4);
});

describe.each(mappers)('$title', ({ account, method }) => {
	test('answers with the known fields before there is a credential, and asks nobody', async () => {
		const fields = await fieldsOf(account, method, false);
		expect(fields.length).toBeGreaterThan(15);
		expect(server().received).toEqual([]);
	});

	test('shows few fields at first, and fills in none', async () => {
		for (const connected of [false, true]) {
			const fields = await fieldsOf(account, method, connected);
			const shown = fields.filter(({ removed }) => removed !== true);
			// n8n shows the required ones; in the mode "map" it demands none.
			expect(shown).toEqual(fields.filter(({ required }) => required));
			expect(shown.length).toBeLessThan(6);
			expect(fields.filter(({ type }) => type === 'boolean')).toEqual([]);
			for (const field of fields) expect(field).not.toHaveProperty('defaultValue');
		}
		const properties = mapperProperties(account.node).filter((one) => methodOf(one) === method);
		for (const { typeOptions } of properties) {
			expect(typeOptions?.resourceMapper).toMatchObject({ mode: 'map', addAllFields: false });
		}
	});

	test('asks for truth values with Yes, No and Not Set, which n8n accepts like old switches', async () => {
		const fields = await fieldsOf(account, method, true);
		const truths = fields.filter(({ options }) => options?.some(({ value }) => value === true));
		for (const { id, options } of truths) {
			expect(options?.map(({ name }) => name)).toEqual(['Yes', 'No', 'Not Set']);
			for (const value of [true, false, '']) {
				expect(validateFieldType(id, value, 'options', { valueOptions: options }).valid).toBe(true);
			}
		}
		if (account.vendor.name === 'Contacthub') expect(truths.length).toBeGreaterThan(40);
	});

	test('lets a value of its kind be written by hand', async () => {
		const samples: Partial<Record<FieldType, unknown>> = {
			string: 'one, two',
			number: '12',
			object: '{"a": 1}',
			array: '[{"id": "1"}]',
		};
		for (const { id, type = 'string', options } of await fieldsOf(account, method, true)) {
			const sample = options?.[0]?.value ?? samples[type];
			expect(sample).toBeDefined();
			const { valid } = validateFieldType(id, sample, type, { valueOptions: options });
			expect({ id, valid }).toEqual({ id, valid: true });
		}
	});
});

const named = (fields: ResourceMapperField[], id: string) => fields.find((one) => one.id === id);
const accountOf = (name: string): Account => {
	const found = accounts.find(({ vendor }) => vendor.name === name);
	if (!found) throw new Error(`There is no vendor "${name}"`);
	return found;
};

test('Contacthub: lists of the customer are lists, and own properties have names', async () => {
	const fields = await fieldsOf(accountOf('Contacthub'), 'getCustomerProperties', true);
	for (const list of ['educations', 'jobs', 'likes', 'subscriptions']) {
		expect(named(fields, `base.${list}`)?.type).toBe('array');
	}
	for (const list of ['otherContacts', 'mobileDevices']) {
		expect(named(fields, `base.contacts.${list}`)?.type).toBe('array');
	}
	expect(named(fields, 'extended.homes')?.type).toBe('array');
	expect(named(fields, 'extended.names')?.type).toBe('array');
	expect(named(fields, 'extended.vip')).toMatchObject({ displayName: 'vip', type: 'options' });
});

test('HORISEN: own fields have names, whatever they are called', async () => {
	const fields = await fieldsOf(accountOf('HORISEN'), 'getImportedFields', true);
	expect(fields.map(({ id, displayName }) => [id, displayName])).toEqual([
		['email', 'Mail'],
		['vip', 'vip'],
		['constructor', 'Builder'],
	]);
});

test("HORISEN's Identifier lists the known fields before there is a credential", async () => {
	const account = accountOf('HORISEN');
	server().answer(ownFields);
	const options = await loadOptions(call(account, 'getIdentifiers', false));
	expect(options).toContainEqual({ name: 'Mobile', value: 'mobile' });
	expect(server().received).toEqual([]);
	expect(await loadOptions(call(account, 'getIdentifiers', true))).toContainEqual({
		name: 'Builder',
		value: 'constructor',
	});
});

test('the fields are asked for again with the list or node that is chosen', () => {
	for (const [name, dependency] of [
		['HORISEN', 'list_uuid.value'],
		['Contacthub', 'nodeId.value'],
	] as const) {
		const { node } = accountOf(name);
		const dependencies = mapperProperties(node).map(
			({ typeOptions }) => typeOptions?.loadOptionsDependsOn ?? [],
		);
		expect(dependencies.some((one) => one.includes(dependency))).toBe(true);
	}
	const identifier = accountOf('HORISEN').node.description.properties.find(
		({ name }) => name === 'identifier',
	);
	expect(identifier?.typeOptions?.loadOptionsDependsOn).toEqual(['list_uuid.value']);
});
