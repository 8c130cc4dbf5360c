/** What differs when an agent calls the node as a tool: a model fills in values, and reads no more than n8n passes on. */
import type {
	FromAIArgument,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { traverseNodeParameters } from 'n8n-workflow';
import type { VendorWords } from './failure';
import { asObject } from '../values/field-reading';
import { isBlank } from '../values/invisible-characters';
import type { Operation, Refusal } from '../rows/operation';
import { fieldsOf } from '../rows/operation';
import { ADDITIONAL_FIELDS } from '../values/values';

/** Whether the node is the tool that n8n made of it: its type then ends so, which n8n before 2.15 has no function for. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/** Parameters that say how much of an answer is wanted, and how it is asked for; none of them is a condition. */
const NO_CONDITIONS = new Set([
	'authentication',
	'resource',
	'operation',
	'returnAll',
	'limit',
	'simplify',
	'options',
]);

/**
 * Says why a call of the tool is not carried out: of all the conditions that the model was asked for, it gave none. A limit or
 * a switch is none, and a search that lost its only condition would find anybody.
 *
 * @param itemIndex the item that stands for the call
 */
export function refuseEmptyCall(
	context: IExecuteFunctions,
	row: Operation,
	itemIndex: number,
): Refusal | undefined {
	const asked = conditionsAsked(context.getNode().parameters, row);
	const isGiven = ({ key, defaultValue }: FromAIArgument) =>
		holdsAny(
			context.evaluateExpression(`{{ $fromAI(${JSON.stringify(key)}) }}`, itemIndex) ??
				defaultValue,
		);
	if (asked.length === 0 || asked.some(isGiven)) return undefined;
	const names = [...new Set(asked.map(({ key }) => `"${key}"`))];
	return {
		message: `The tool was called without a value for ${names.join(' or ')}`,
		description: 'Call it with a value that is known, or ask the user for one.',
	};
}

/** What the model is asked for, as far as it decides what the row does. */
function conditionsAsked(parameters: INodeParameters, row: Operation): FromAIArgument[] {
	const fields = fieldsOf(row);
	const isSearch = row.returns.kind === 'many';
	const { [ADDITIONAL_FIELDS]: collection, ...upfront } = parameters;
	const additional = asObject(collection) ?? { [ADDITIONAL_FIELDS]: collection };
	const conditions = Object.entries({ ...upfront, ...additional }).filter(([name]) => {
		const { kind, narrows } = fields[name] ?? {};
		return !NO_CONDITIONS.has(name) && narrows !== false && !(isSearch && kind === 'boolean');
	});
	const asked: FromAIArgument[] = [];
	for (const [, written] of conditions) traverseNodeParameters(written, asked);
	return asked;
}

/** Whether anything was given: no text that cannot be seen, and no list or record of such texts. */
function holdsAny(value: unknown): boolean {
	if (value === undefined || value === null) return false;
	return typeof value === 'object' ? Object.values(value).some(holdsAny) : !isBlank(String(value));
}

/** Both sentences of a failure in one: of a tool's failure n8n shows the model the message alone. */
export const inOneMessage = (message: string, description: string | null | undefined): string =>
	description && !message.includes(description)
		? `${message.replace(/\.$/, '')}. ${description}`
		: message;

/** Says that there is nothing: n8n would show the model an empty text, which may as well be a failure. */
export const nothingFound = ({ name }: VendorWords): INodeExecutionData => ({
	json: { message: `${name} found nothing that matches` },
	pairedItem: { item: 0 },
});
