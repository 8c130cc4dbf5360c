import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../../core/execution/execute';
import { formOf } from '../../core/editor/form';
import { mapperFieldsOf } from '../../core/editor/resource-mapper';
import { subtitleOf } from '../../core/editor/subtitle';
import type { NodeMethods } from '../../core/rows/vendor';
import { testEndpoint } from './credential-test';
import { authentication } from './endpoint';
import { PROFILE_FIELDS, SHOWN, Subscriber } from './operations/profile';
import type { TaguchiSurroundings } from './operations/operation';
import { taguchi } from './vendor';

export class Taguchi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Taguchi',
		name: 'taguchi',
		icon: { light: 'file:../../icons/taguchi.svg', dark: 'file:../../icons/taguchi.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(taguchi.resources),
		description: 'Read and write subscribers, log events and send messages with Taguchi V5',
		defaults: { name: 'Taguchi' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'taguchiTokenApi',
				required: true,
				testedBy: 'testEndpoint',
				displayOptions: { show: { authentication: ['taguchiTokenApi'] } },
			},
			{
				name: 'taguchiJwtApi',
				required: true,
				testedBy: 'testEndpoint',
				displayOptions: { show: { authentication: ['taguchiJwtApi'] } },
			},
			{
				name: 'taguchiPublicApi',
				required: true,
				testedBy: 'testEndpoint',
				displayOptions: { show: { authentication: ['taguchiPublicApi'] } },
			},
		],
		properties: [authentication, ...formOf(taguchi.resources)],
	};

	methods = {
		credentialTest: { testEndpoint },
		resourceMapping: {
			[PROFILE_FIELDS]: async () => mapperFieldsOf(Subscriber, SHOWN),
		},
	} satisfies NodeMethods<TaguchiSurroundings>;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, taguchi);
	}
}
