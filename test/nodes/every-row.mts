/** Every row of every vendor, with an account at a server of the test's own and the least values that its form needs. */
import type { IDataObject, OnError } from 'n8n-workflow';
import type { Field } from '../../core/rows/field.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import type { Operation } from '../../core/rows/operation.ts';
import { isUpfront } from '../../core/values/values.ts';
import type { CredentialData, CredentialStore } from '../engine/credential-store.mts';
import { runNode } from '../engine/execute.mts';
import type { Account } from './accounts.mts';
import { accounts } from './accounts.mts';

/** A value that the field takes, as a form holds it. */
export function sample(field: Field): unknown {
	switch (field.kind) {
		case 'locator':
			return { __rl: true, mode: 'id', value: 'id-1' };
		case 'int64':
		case 'integer':
		case 'number':
			return 1;
		case 'choice':
			return field.choices?.[0]?.value ?? 'one';
		case 'boolean':
			return false;
		case 'choices':
			return field.choices?.slice(0, 1).map(({ value }) => value);
		case 'mapping':
			return '{"email": "ann@example.com", "mobile": "+41765554366"}';
		case 'json':
			return field.example ?? '{}';
		case 'date':
		case 'dateTime':
			return '2026-03-20T09:30:00Z';
		case 'rows':
			return { entry: [formOf(field.fields ?? {})] };
		case 'pairs':
			return { entry: [{ name: 'en', value: 'one' }] };
		default:
			return field.example ?? 'one';
	}
}

/** The least values that fields need. */
export const formOf = (fields: Readonly<Record<string, Field>>) =>
	Object.fromEntries(
		Object.entries(fields)
			.filter(([, field]) => field.required)
			.map(([name, field]) => [name, sample(field)]),
	);

export interface EveryRow {
	title: string;
	account: Account;
	resource: string;
	operation: string;
	row: Operation;
}

export const everyRow: EveryRow[] = accounts.flatMap((account) =>
	account.vendor.resources.flatMap(({ value: resource, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			title: `${account.vendor.name} ${resource}.${operation}`,
			account,
			resource,
			operation,
			row,
		})),
	),
);

/** @throws Error when there is no such row */
export function rowCalled(title: string): EveryRow {
	const found = everyRow.find((given) => given.title === title);
	if (!found) throw new Error(`There is no row "${title}"`);
	return found;
}

/** A field's value as the form holds it: in the form itself, or under Additional Fields. */
export const valueIn = (name: string, field: Field, value: unknown) =>
	isUpfront(field) ? { [name]: value } : { additionalFields: { [name]: value } };

/** Runs a row with the least values that it needs, against a server. */
export async function runRow(
	{ account, resource, operation, row }: EveryRow,
	url: string,
	more: {
		values?: Record<string, unknown>;
		items?: IDataObject[];
		onError?: OnError;
		asTheyAre?: boolean;
		tool?: boolean;
		signal?: AbortSignal;
		credentials?: CredentialStore | Record<string, CredentialData>;
	} = {},
) {
	const { values, ...rest } = more;
	return await runNode({
		node: account.node,
		parameters: {
			authentication: account.type.name,
			resource,
			operation,
			...formOf(fieldsOf(row)),
			...account.needed?.[`${resource}.${operation}`],
			...values,
		},
		credentials: { [account.type.name]: account.data(url) },
		credentialTypes: [account.type],
		...rest,
	});
}
