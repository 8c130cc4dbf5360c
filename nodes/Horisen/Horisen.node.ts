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
import { contactMappers } from './contact-mappers';
import { testAccount } from './credential-test';
import { listSearches, listedOptions } from './list-searches';
import type { HorisenSurroundings } from './operations/operation';
import { horisen } from './vendor';

export class Horisen implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HORISEN Business Messenger',
		name: 'horisen',
		icon: { light: 'file:../../icons/horisen.svg', dark: 'file:../../icons/horisen.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(horisen.resources),
		description:
			'Read, write and import contacts, lists and subscriptions in HORISEN Business Messenger',
		defaults: { name: 'HORISEN Business Messenger' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'horisenOAuth2Api',
				required: true,
				testedBy: 'testAccount',
				displayOptions: { show: { authentication: ['horisenOAuth2Api'] } },
			},
			{
				name: 'horisenTokenApi',
				required: true,
				testedBy: 'testAccount',
				displayOptions: { show: { authentication: ['horisenTokenApi'] } },
			},
		],
		properties: [authentication, ...formOf(horisen.resources)],
	};

	methods = {
		credentialTest: { testAccount },
		listSearch: listSearches,
		loadOptions: listedOptions,
		resourceMapping: contactMappers,
	} satisfies NodeMethods<HorisenSurroundings>;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, horisen);
	}
}
