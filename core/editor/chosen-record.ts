/** What another input of the open form holds, for lists of what belongs to that record. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { isResourceLocatorValue, NodeOperationError } from 'n8n-workflow';

/** The ID of the record that is chosen in an input; undefined where it is empty, or an expression that only a run evaluates. */
export function chosenRecord(context: ILoadOptionsFunctions, name: string): string | undefined {
	const chosen: unknown = context.getCurrentNodeParameter(name);
	const id = isResourceLocatorValue(chosen) ? chosen.value : chosen;
	return typeof id === 'string' && id !== '' && !id.startsWith('=') ? id : undefined;
}

/**
 * The same for a list that there is not without the record.
 *
 * @param label of the input
 * @throws NodeOperationError that says what to do when nothing is chosen there
 */
export function recordChosenIn(
	context: ILoadOptionsFunctions,
	name: string,
	label: string,
): string {
	const id = chosenRecord(context, name);
	if (id !== undefined) return id;
	throw new NodeOperationError(
		context.getNode(),
		`The list needs a choice in ${label}, whose records it holds`,
		{
			description: `Choose it there first, or give the ID here: with By ID, an expression works, too.`,
		},
	);
}
