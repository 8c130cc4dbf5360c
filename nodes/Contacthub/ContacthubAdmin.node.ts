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

const { administration = [] } = contacthub;

export class ContacthubAdmin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Contacthub Admin',
		name: 'contacthubAdmin',
		icon: {
			light: 'file:../../icons/contacthub.svg',
			dark: 'file:../../icons/contacthub.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(administration),
		description:
			'Set up nodes, sources, properties, policies and users of a Contactlab Contacthub workspace',
		defaults: { name: 'Contacthub Admin' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'contacthubApi', required: true, testedBy: 'testWorkspace' }],
		properties: formOf(administration),
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
