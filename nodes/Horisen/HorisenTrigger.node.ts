import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { locator } from '../../core/rows/field';
import { propertyOf } from '../../core/editor/form';
import { openDoor } from '../../core/requests/door';
import { poll } from '../../core/polling/polling';
import { BRIEF } from '../../core/requests/transport';
import { handedOver, promise } from '../../core/editor/trigger-form';
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
		subtitle:
			'={{ $parameter["events"].map((event) => ({ optedIn: "opted in", optedOut: "opted out" })[event] ?? event).join(", ") }}',
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
					{ name: 'Contact Created', value: 'created', action: 'On contact created' },
					{ name: 'Contact Deleted', value: 'deleted', action: 'On contact deleted' },
					{
						name: 'Contact Opted In',
						value: 'optedIn',
						action: 'On contact opted in',
						description: 'Created or updated, and opted in now',
					},
					{
						name: 'Contact Opted Out',
						value: 'optedOut',
						action: 'On contact opted out',
						description: 'Created or updated, and opted out now',
					},
					{ name: 'Contact Updated', value: 'updated', action: 'On contact updated' },
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
					'Where to begin when the workflow is first activated, or with the credential of another account. Afterwards the trigger goes on where it was.',
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
			promise(),
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
