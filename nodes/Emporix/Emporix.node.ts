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
import { authentication } from './connection';
import { testTenant } from './credential-test';
import { listedOptions, listSearches } from './list-search';
import type { EmporixSurroundings } from './operations/operation';
import { emporix } from './vendor';

export class Emporix implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Emporix',
		name: 'emporix',
		icon: { light: 'file:../../icons/emporix.svg', dark: 'file:../../icons/emporix.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(emporix.resources),
		description: 'Manage customer segments, their customers and their items in Emporix',
		defaults: { name: 'Emporix' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'emporixCustomerTokenApi',
				required: true,
				testedBy: 'testTenant',
				displayOptions: { show: { authentication: ['emporixCustomerTokenApi'] } },
			},
			{
				name: 'emporixOAuth2Api',
				required: true,
				testedBy: 'testTenant',
				displayOptions: { show: { authentication: ['emporixOAuth2Api'] } },
			},
		],
		properties: [authentication, ...formOf(emporix.resources)],
	};

	methods = {
		credentialTest: { testTenant },
		listSearch: listSearches,
		loadOptions: listedOptions,
	} satisfies NodeMethods<EmporixSurroundings>;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, emporix);
	}
}
