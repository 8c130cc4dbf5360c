/** Where values come from, and how a value that cannot be used is refused. */
import type { IDataObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { ColumnReport } from './column-report';
import type { Field } from '../rows/field';

/** One item's parameters and data. */
export interface ValueSource {
	node: INode;
	itemIndex: number;
	/** The incoming item, for "Map Automatically". */
	item: IDataObject;
	/** The workflow's time zone, for dates that name no offset. */
	timezone: string;
	/** Keeps which columns "Map Automatically" has used, for all items of a run. */
	columns?: ColumnReport;
	/** What the inputs of a run were read as last. */
	lastRead?: LastRead;
	/** Reads a parameter; null or undefined when the form does not have it. */
	parameter(name: string): unknown;
}

/** By field what stood in its input last, and the value that it was read as; most inputs hold the same for all items of a run. */
export type LastRead = Map<Field, { raw: unknown; value: unknown }>;

/** An input of the form: whose item it belongs to, and what a person calls it. */
export interface Place {
	source: ValueSource;
	/** The labels on the way to it: "Messages > Activity ID". */
	label: string;
}

/** The place of a field inside another one. */
export const inside = ({ source, label }: Place, { label: inner }: Field): Place => ({
	source,
	label: `${label} > ${inner}`,
});

/** A required value is not there; `place` is the field's own. */
export const missing = (place: Place, { kind, label }: Field) =>
	refusal(
		place,
		'is empty',
		kind === 'locator'
			? `Choose one from the list, or map the ${label} ID from the incoming item.`
			: 'Fill it in, or map it from the incoming item.',
	);

/** A value is not of the kind that the field needs. */
export function mismatch(place: Place, { kind, needs }: Field, value: unknown) {
	if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return refusal(
			place,
			'got a number with too many digits to be exact',
			'It was rounded before it came here. Let the column, or the node before this one, give it as text.',
		);
	}
	return refusal(
		place,
		`needs ${needs}`,
		kind === 'date' || kind === 'dateTime'
			? 'Write the year first, then month and day. Another form needs an expression, such as {{ DateTime.fromFormat($json.date, "dd/MM/yyyy") }} or {{ DateTime.fromSeconds($json.date) }}.'
			: 'Correct the value, or the expression that gives it.',
	);
}

/** The value itself is not repeated: it may be personal data, and messages are stored. */
export const refusal = ({ source, label }: Place, what: string, wayOut: string) =>
	new NodeOperationError(source.node, `"${label}" ${what}`, {
		itemIndex: source.itemIndex,
		description: wayOut,
	});

/** What JavaScript throws while n8n reads a parameter that holds itself, or what is no data. */
const NATIVE = new Set(['RangeError', 'TypeError', 'URIError', 'SyntaxError']);

/**
 * Reads a parameter.
 *
 * @throws NodeOperationError that names the input, also where n8n itself cannot read it
 */
export function parameterAt(source: ValueSource, label: string, name: string): unknown {
	try {
		return source.parameter(name);
	} catch (thrown) {
		throw unreadable({ source, label }, thrown);
	}
}

function unreadable(place: Place, thrown: unknown): NodeOperationError | NodeApiError {
	if (thrown instanceof NodeOperationError || thrown instanceof NodeApiError) return thrown;
	const words = thrown instanceof Error && !NATIVE.has(thrown.name) ? thrown.message : undefined;
	return refusal(
		place,
		words === undefined
			? 'cannot be read: it is nested too deeply, holds itself, or is no data'
			: `cannot be read: ${words}`,
		'Correct the expression, or map only the part of the data that is needed.',
	);
}

/** What work gives, or what it throws. */
export function attempt<T>(work: () => T): { value: T } | { thrown: unknown } {
	try {
		return { value: work() };
	} catch (thrown) {
		return { thrown };
	}
}
