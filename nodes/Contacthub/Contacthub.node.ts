import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../../core/execution/execute';
import { formOf } from '../../core/editor/form';
import { subtitleOf } from '../../core/editor/subtitle';
import type { NodeMethods } from '../../core/rows/vendor';
import { testWorkspace } from './credential-test';
import { loadOptions, mappers, searches } from './lists';
import type { ContacthubSurroundings } from './operations/operation';
import { contacthub } from './vendor';

export class Contacthub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Contacthub',
		name: 'contacthub',
		icon: {
			light: 'file:../../icons/contacthub.svg',
			dark: 'file:../../icons/contacthub.dark.svg',
		},
		group: ['output'],
		// The second version leaves administration to a node of its own; what an earlier workflow holds runs as before.
		version: [1, 2],
		defaultVersion: 2,
		subtitle: subtitleOf(contacthub.resources),
		description:
			'Read and write customers, their events, consents and subscriptions in Contactlab Contacthub',
		defaults: { name: 'Contacthub' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'contacthubApi', required: true, testedBy: 'testWorkspace' }],
		properties: formOf(contacthub.resources, contacthub.administration),
	};

	methods = {
		credentialTest: { testWorkspace },
		listSearch: searches,
		loadOptions,
		resourceMapping: mappers,
	} satisfies NodeMethods<ContacthubSurroundings>;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, contacthub);
	}
}
