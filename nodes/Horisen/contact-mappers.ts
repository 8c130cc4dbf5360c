/** The fields that contacts of the account really have, for the editor. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	ResourceMapperFields,
} from 'n8n-workflow';
import { hasCredential } from '../../core/credentials/chosen-credential';
import type { Door } from '../../core/requests/door';
import { openDoor } from '../../core/requests/door';
import { toNodeApiError } from '../../core/execution/failure';
import type { Field, Fields } from '../../core/rows/field';
import { boolean, number, text } from '../../core/rows/field';
import { readList } from '../../core/requests/listing';
import type { AnyValues, Operation } from '../../core/rows/operation';
import { presentable, textAt } from '../../core/execution/output';
import { mapperFieldsOf } from '../../core/editor/resource-mapper';
import { BRIEF } from '../../core/requests/transport';
import {
	CreatedFields,
	ImportedFields,
	MAPPERS,
	SHOWN,
	UpdatedFields,
} from './operations/contact-fields';
import { OPTIONS, SEARCH } from './operations/choices';
import { customField, field } from './operations/field';
import { horisen } from './vendor';

interface AccountField {
	name: string;
	label: string;
	type: string;
	order: number;
	mandatory: boolean;
}

/** Lists the known fields that the account has, the ones it defined itself, and those that every contact has. */
const mapperOf = (known: Fields) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const listed = await accountFields(this);
		if (!listed) return mapperFieldsOf(known, SHOWN);
		const fields = new Map<string, Field>(
			listed.map((one) => [
				one.name,
				{ ...(valueOf(known, one.name) ?? ownField(one)), label: one.label },
			]),
		);
		// Statuses and channels are no fields of the account, yet belong to a contact.
		for (const [name, field] of Object.entries(known)) {
			if (!fields.has(name) && !Object.hasOwn(ImportedFields, name)) fields.set(name, field);
		}
		return mapperFieldsOf(Object.fromEntries(fields), [
			...SHOWN,
			...listed.filter(({ mandatory }) => mandatory).map(({ name }) => name),
		]);
	};

const valueOf = (known: Fields, name: string): Field | undefined =>
	Object.hasOwn(known, name) ? known[name] : undefined;

/** The vendor does not list its field types; what sounds like a number or a truth value is shown as one. */
function ownField({ label, type }: AccountField): Field {
	if (/int|num|decimal|float/i.test(type)) return number(label);
	return /bool/i.test(type) ? boolean(label) : text(label);
}

/**
 * Reads the standard fields and the custom ones; undefined before there is a credential.
 *
 * @throws NodeApiError when they cannot be read
 */
async function accountFields(context: ILoadOptionsFunctions): Promise<AccountField[] | undefined> {
	const credential = String(context.getNodeParameter('authentication', ''));
	if (!hasCredential(context, credential)) return undefined;
	const door = await openDoor(context, horisen, BRIEF);
	const standard = await listed(door, field.operations.getAll, { include_all: '1' });
	const custom = await listed(door, customField.operations.getAll, {});
	const records = [...standard, ...custom];
	const fields = new Map(records.flatMap(readField).map((field) => [field.name, field]));
	return [...fields.values()].sort((one, other) => one.order - other.order);
}

async function listed<V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	values: NoInfer<V>,
): Promise<unknown[]> {
	const list = await readList(door, row, values);
	if ('failure' in list) throw toNodeApiError(door.context.getNode(), list.failure);
	return list.value;
}

function readField(record: unknown): AccountField[] {
	const { field_name, field_type, order_num, mandatory } = presentable({}, record);
	if (typeof field_name !== 'string' || field_name === '') return [];
	const name = field_name;
	const label = textAt('display_name', record) ?? name;
	const type = String(field_type ?? '');
	return [{ name, label, type, order: Number(order_num ?? 0), mandatory: mandatory === 'yes' }];
}

async function identifiers(
	this: ILoadOptionsFunctions,
): Promise<Array<{ name: string; value: string }>> {
	const fields = await accountFields(this);
	return fields
		? fields.map(({ name, label }) => ({ name: label, value: name }))
		: Object.entries(ImportedFields).map(([name, { label }]) => ({ name: label, value: name }));
}

export const contactMappers = {
	[MAPPERS.create]: mapperOf(CreatedFields),
	[MAPPERS.update]: mapperOf(UpdatedFields),
	[MAPPERS.import]: mapperOf(ImportedFields),
};

/** The fields by their names, for a locator. */
async function searchFields(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const options = await identifiers.call(this);
	const wanted = filter.toLowerCase();
	return { results: options.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}

export const contactOptions = { [OPTIONS.identifiers]: identifiers };
export const contactSearches = { [SEARCH.fields]: searchFields };
