/** A node's parameters for each item: those without an expression and those that only point into the item cost next to nothing. */
import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import { isResourceMapperValue } from 'n8n-workflow';
import type { ItemReference } from './item-reference';
import { UNCERTAIN, itemReferenceIn, readItemReference } from './item-reference';

/** Reads a parameter of an item; null when the form does not have it. */
export type ReadParameter = (name: string, itemIndex: number) => unknown;

/** Gives the value for an item, or UNCERTAIN. */
type Reader = (item: IDataObject, itemIndex: number) => unknown;

/**
 * Reads the parameters of a node as n8n's getNodeParameter does, with the same values.
 *
 * @throws what n8n throws for an expression that it cannot evaluate
 */
export function parametersOf(context: IExecuteFunctions): ReadParameter {
	const items = context.getInputData();
	const { parameters } = context.getNode();
	const readers = new Map<string, Reader>();
	// Null, because n8n takes an undefined fallback for none and throws on hidden parameters.
	const byN8n: ReadParameter = (name, itemIndex) => context.getNodeParameter(name, itemIndex, null);
	// n8n keeps no parameter whose input is not shown.
	const readerOf = (name: string): Reader => {
		const known = readers.get(name);
		if (known) return known;
		const reader = Object.hasOwn(parameters, name)
			? readerFor(name, parameters[name], byN8n)
			: () => null;
		readers.set(name, reader);
		return reader;
	};
	return (name, itemIndex) => {
		const item = items[itemIndex]?.json;
		const value = item ? readerOf(name)(item, itemIndex) : UNCERTAIN;
		return value === UNCERTAIN ? byN8n(name, itemIndex) : value;
	};
}

function readerFor(name: string, written: NodeParameterValueType, byN8n: ReadParameter): Reader {
	if (!holdsExpression(written)) return constant(name, byN8n);
	if (typeof written === 'string') return referenceReader(itemReferenceIn(written));
	if (isResourceMapperValue(written) && written.value && !holdsExpression(written.schema)) {
		const { value, ...rest } = written;
		const fields = Object.entries(value).map(
			([id, one]) => [id, mappedReader(name, id, one, byN8n)] as const,
		);
		return (item, itemIndex) => ({
			...rest,
			value: Object.fromEntries(fields.map(([id, read]) => [id, read(item, itemIndex)])),
		});
	}
	return () => UNCERTAIN;
}

/** The same for all items; n8n reads it once. */
function constant(name: string, byN8n: ReadParameter): Reader {
	let known: { value: unknown } | undefined;
	return (_item, itemIndex) => (known ??= { value: byN8n(name, itemIndex) }).value;
}

const referenceReader =
	(reference: ItemReference | undefined): Reader =>
	(item) =>
		reference ? readItemReference(reference, item) : UNCERTAIN;

/** One field of a mapping; n8n evaluates it alone where it must. */
function mappedReader(name: string, id: string, written: unknown, byN8n: ReadParameter): Reader {
	if (!holdsExpression(written)) return () => written;
	const read = referenceReader(typeof written === 'string' ? itemReferenceIn(written) : undefined);
	const path = `${name}.value[${JSON.stringify(id)}]`;
	return (item, itemIndex) => {
		const value = read(item, itemIndex);
		return value === UNCERTAIN ? byN8n(path, itemIndex) : value;
	};
}

function holdsExpression(written: unknown): boolean {
	if (typeof written === 'string') return written.startsWith('=');
	return (
		typeof written === 'object' && written !== null && Object.values(written).some(holdsExpression)
	);
}
