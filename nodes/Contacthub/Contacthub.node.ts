import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../../core/execute';
import { formOf } from '../../core/form';
import { mapperFieldsOf } from '../../core/resource-mapper';
import { CUSTOMER_PROPERTIES, CustomerProperties, SHOWN } from './operations/customer';
import { contacthub } from './vendor';

export class Contacthub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Contacthub',
		name: 'contacthub',
		icon: { light: 'file:../../icons/contacthub.svg', dark: 'file:../../icons/contacthub.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and write customers and events in Contactlab Contacthub',
		defaults: { name: 'Contacthub' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'contacthubApi', required: true }],
		properties: formOf(contacthub.resources),
	};

	methods = {
		resourceMapping: {
			[CUSTOMER_PROPERTIES]: async () => mapperFieldsOf(CustomerProperties, SHOWN),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, contacthub);
	}
}
