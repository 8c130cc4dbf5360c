import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { locator } from '../../core/field';
import { propertyOf } from '../../core/form';
import { openDoor } from '../../core/door';
import { handedOver } from '../../core/hand-over';
import { poll } from '../../core/polling';
import { BRIEF } from '../../core/transport';
import { authentication } from './connection';
import { testAccount } from './credential-test';
import { ContactPages } from './contact-pages';
import { ContactStream } from './contact-stream';
import { listSearches } from './list-searches';
import { SEARCH } from './operations/choices';
import { readSettings } from './trigger-settings';
import { horisen } from './vendor';

export class HorisenTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HORISEN Business Messenger Trigger',
		name: 'horisenTrigger',
		icon: { light: 'file:../../icons/horisen.svg', dark: 'file:../../icons/horisen.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when contacts change in HORISEN Business Messenger',
		defaults: { name: 'HORISEN Business Messenger Trigger' },
		polling: true,
		inputs: [],
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
		properties: [
			authentication,
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: [
					{ name: 'Contact Created', value: 'created' },
					{ name: 'Contact Deleted', value: 'deleted' },
					{
						name: 'Contact Opted In',
						value: 'optedIn',
						description: 'Created or updated, and opted in now',
					},
					{
						name: 'Contact Opted Out',
						value: 'optedOut',
						description: 'Created or updated, and opted out now',
					},
					{ name: 'Contact Updated', value: 'updated' },
				],
				default: ['created', 'updated'],
				required: true,
				description:
					'HORISEN tells that a contact changed, not what changed: an opted-in contact counts as Opted In with every change',
			},
			propertyOf(
				'list',
				locator('List', SEARCH.lists, {
					description:
						'Only contacts of this list. Leave empty for all; an ID may be several with commas.',
				}),
			),
			propertyOf(
				'subscriptionOption',
				locator('Subscription Option', SEARCH.subscriptionOptions, {
					description: 'Only its members. Leave empty for all; an ID may be several with commas.',
				}),
			),
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'options',
				options: [
					{ name: 'A Date', value: 'date', description: 'Changes since a moment, then new ones' },
					{ name: 'Now', value: 'now', description: 'Only what changes from now on' },
					{ name: 'The Beginning', value: 'beginning', description: 'All contacts, then changes' },
				],
				default: 'now',
				description:
					'Where to begin when the workflow is first activated. Afterwards the trigger goes on where it was.',
			},
			{
				displayName: 'Since',
				name: 'startDate',
				type: 'dateTime',
				default: '',
				required: true,
				displayOptions: { show: { startFrom: ['date'] } },
			},
			handedOver,
			{
				displayName:
					'Every change arrives at least once. After a restart of n8n the last ones may come again, marked with "mayBeRepeated"; a Remove Duplicates node on "key" filters them out.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	methods = { credentialTest: { testAccount }, listSearch: listSearches };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const door = await openDoor(this, horisen, BRIEF);
		const settings = readSettings(this);
		const pages = new ContactPages(door, settings);
		return await poll(this, {
			...door,
			open: (clock) => new ContactStream(pages, clock, settings),
		});
	}
}
