/** Compares what the rows of a vendor can send and put out with what its contract documents, in both directions. */
import type { Operation } from '../../core/rows/operation.ts';
import { valueAt } from '../../core/execution/output.ts';
import { factsOf, factsSent } from './contract.mts';
import { formsOf } from './forms.mts';
import type { Match } from './operations.mts';
import { match, operationsOf } from './operations.mts';
import { modesOf, runOffline } from './offline.mts';
import type { Sent } from './sent.mts';
import type { ContractedVendor, Row } from './vendors.mts';

/** One request that a row made, and the operation of the contract that it is. */
type Reached = Match & { sent: Sent };

/** Everything that a row can send: each optional field and each choice at least once, in each batch mode. */
export async function everythingOf(one: ContractedVendor, row: Row): Promise<Reached[]> {
	const reached: Reached[] = [];
	for (const form of formsOf(one, row)) {
		for (const batching of modesOf(row)) {
			const { requests, output } = await runOffline(one, row, form, { batching });
			if (requests.length === 0) {
				throw new Error(`${row.name} sent nothing: ${JSON.stringify(output)}`);
			}
			reached.push(...requests.map((sent) => ({ ...match(one.contract, sent), sent })));
		}
	}
	return reached;
}

/** Headers that every request has say nothing of its operation. */
const ownHeaders = (headers: Sent['headers']) =>
	Object.fromEntries(
		Object.entries(headers).filter(([name]) => !['accept', 'content-type'].includes(name)),
	);

/** Facts that only one of both knows, one line each. */
export interface Comparison {
	/** Documented, and never sent. */
	notOffered: string[];
	/** Sent, and not documented. */
	notDocumented: string[];
}

/** Compares all that the rows of a vendor send with all that its contract documents. */
export async function compare(one: ContractedVendor): Promise<Comparison> {
	const sent = new Map<string, Set<string>>(one.contract.map(({ id }) => [id, new Set()]));
	const notDocumented = new Set<string>();
	for (const row of one.rows) {
		for (const { operation, path, sent: request } of await everythingOf(one, row)) {
			if (!operation) {
				notDocumented.add(`${row.name}: ${request.method} ${request.url.pathname}`);
				continue;
			}
			const facts = factsSent(operation, {
				path,
				query: [...request.url.searchParams],
				headers: ownHeaders(request.headers),
				body: request.body,
			});
			for (const fact of facts) sent.get(operation.id)?.add(fact);
		}
	}
	const notOffered = one.contract.flatMap((operation) => {
		const known = sent.get(operation.id) ?? new Set();
		const documented = new Set(factsOf(operation));
		for (const fact of known) {
			if (!documented.has(fact)) notDocumented.add(`${operation.id}: ${fact}`);
		}
		if (known.size === 0 && documented.size > 0)
			return [`${operation.id}: ${operation.method} ${operation.path}`];
		return [...documented]
			.filter((fact) => !known.has(fact))
			.map((fact) => `${operation.id}: ${fact}`);
	});
	return { notOffered, notDocumented: [...notDocumented] };
}

/** Names that only one of both has, one line each. */
export interface AnswerComparison {
	/** In the documented answer, and not declared by the output of the row. */
	notDeclared: string[];
	/** Declared by the output of the row or kept by Simplify, and not in the documented answer. */
	notAnswered: string[];
}

/** Compares what the rows of a vendor put out with its documented answers. */
export function compareAnswers({ contract, rows }: ContractedVendor): AnswerComparison {
	const notDeclared = new Set<string>();
	const notAnswered = new Set<string>();
	for (const { name, row } of rows) {
		const { returns } = row;
		if ((returns.kind !== 'one' && returns.kind !== 'many') || isReadByElement(row)) continue;
		const declared = Object.keys(returns.shape);
		if (declared.length === 0) continue;
		const [{ operation } = { operation: undefined }] = operationsOf(contract, row);
		const [answer] = operation?.answers ?? [];
		const records = [valueAt(returns.at, answer?.example)];
		const documented = new Set(records.flat().flatMap((record) => Object.keys(Object(record))));
		for (const one of declared) if (!documented.has(one)) notAnswered.add(`${name}: ${one}`);
		for (const path of returns.simple ?? []) {
			const isThere = records.flat().some((record) => valueAt(path, record) !== undefined);
			if (!isThere) notAnswered.add(`${name}: ${path}`);
		}
		for (const one of documented) if (!declared.includes(one)) notDeclared.add(`${name}: ${one}`);
	}
	return { notDeclared: [...notDeclared], notAnswered: [...notAnswered] };
}

/** Whether the answer is read by elements in either batch mode, so that it is not the record that comes out. */
export const isReadByElement = ({ batch }: Operation): boolean =>
	batch !== undefined && batch.request === undefined;
