/** What differs when an agent calls the node as a tool: a model fills in values, and reads no more than n8n passes on. */
import type { FromAIArgument, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { traverseNodeParameters } from 'n8n-workflow';
import type { VendorWords } from './failure';
import type { Refusal } from './operation';

/** Whether the node is the tool that n8n made of it: its type then ends so, which n8n before 2.15 has no function for. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/**
 * Says why a call of the tool is not carried out: of all the values that the model was asked for, it gave none. A search
 * that lost its only condition would find anybody.
 *
 * @param itemIndex the item that stands for the call
 */
export function refuseEmptyCall(
	context: IExecuteFunctions,
	itemIndex: number,
): Refusal | undefined {
	const asked: FromAIArgument[] = [];
	traverseNodeParameters(context.getNode().parameters, asked);
	const isGiven = ({ key, defaultValue }: FromAIArgument) => {
		const value = context.evaluateExpression(`{{ $fromAI(${JSON.stringify(key)}) }}`, itemIndex);
		return String(value ?? defaultValue ?? '').trim() !== '';
	};
	if (asked.length === 0 || asked.some(isGiven)) return undefined;
	const names = [...new Set(asked.map(({ key }) => `"${key}"`))];
	return {
		message: `The tool was called without a value for ${names.join(' or ')}`,
		description: 'Call it with a value that is known, or ask the user for one.',
	};
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
