import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { propertyOf } from '../../core/editor/form';
import { openDoor } from '../../core/requests/door';
import { poll } from '../../core/polling/polling';
import { BRIEF } from '../../core/requests/transport';
import { handedOver, promise } from '../../core/editor/trigger-form';
import { ChangeStream } from './change-stream';
import { testTenant } from './credential-test';
import { ListChanges } from './list-changes';
import { searchSegments } from './list-search';
import { SEGMENTS, segmentId } from './operations/identity';
import { readSettings } from './trigger-settings';
import { emporix } from './vendor';
import { WatchedLists } from './watched-list';

export class EmporixTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Emporix Trigger',
		name: 'emporixTrigger',
		icon: { light: 'file:../../icons/emporix.svg', dark: 'file:../../icons/emporix.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { customerAssignment: "customers of segments", itemAssignment: "items of segments", segment: "segments" }[$parameter["entity"]] }}',
		description:
			'Starts the workflow when segments, their customers or their items change in Emporix',
		defaults: { name: 'Emporix Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'emporixOAuth2Api', required: true, testedBy: 'testTenant' }],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'hidden',
				default: 'emporixOAuth2Api',
			},
			{
				displayName: 'Watch',
				name: 'entity',
				type: 'options',
				options: [
					{
						name: 'Customer Assignments',
						value: 'customerAssignment',
						description: 'Customers who enter or leave a segment',
					},
					{
						name: 'Item Assignments',
						value: 'itemAssignment',
						description: 'Products and categories of a segment',
					},
					{ name: 'Segments', value: 'segment' },
				],
				default: 'customerAssignment',
				description: 'What must change to start the workflow',
			},
			{
				displayName: 'Of',
				name: 'segments',
				type: 'options',
				options: [
					{ name: 'All Segments', value: 'all' },
					{ name: 'One Segment', value: 'one' },
				],
				default: 'all',
				displayOptions: { show: { entity: ['customerAssignment', 'itemAssignment'] } },
			},
			{
				...propertyOf('segmentId', segmentId),
				displayOptions: {
					show: { entity: ['customerAssignment', 'itemAssignment'], segments: ['one'] },
				},
			},
			{
				// The actions, which n8n's panel lists, begin with what Watch is preset to.
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: [
					{ name: 'Created', value: 'created', action: 'On customer added to a segment' },
					{ name: 'Removed', value: 'removed', action: 'On customer removed from a segment' },
					{ name: 'Updated', value: 'updated', action: 'On customer assignment updated' },
				],
				default: ['created', 'removed', 'updated'],
				required: true,
			},
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'options',
				options: [
					{
						name: 'A Date',
						value: 'date',
						description: 'What has changed since a moment, then new changes',
					},
					{ name: 'Now', value: 'now', description: 'Only what changes from now on' },
					{
						name: 'The Beginning',
						value: 'beginning',
						description: 'Everything that is there, then changes',
					},
				],
				default: 'now',
				description:
					'Where to begin when the workflow is first activated, after you choose something else to watch, or with the credential of another account. Afterwards the trigger goes on where it was.',
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
					'Emporix has no list of changes, so the trigger remembers what it has seen: up to 10,000 records. Looking for changes usually takes two requests a list. When something was removed, or your tenant cannot be asked for changes, the whole list is read: one request for 100 records. Customers of all segments are one list for each segment.',
				name: 'cost',
				type: 'notice',
				default: '',
			},
			promise('; several changes of one record between two polls arrive as one'),
		],
	};

	methods = { credentialTest: { testTenant }, listSearch: { [SEGMENTS]: searchSegments } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const settings = readSettings(this);
		const door = await openDoor(this, emporix, BRIEF);
		const lists = new WatchedLists(door, settings.entity, settings.segmentId);
		const removals = settings.events.includes('removed');
		return await poll(this, {
			...door,
			open: (clock) => new ChangeStream(lists, new ListChanges(lists, clock, removals), settings),
		});
	}
}
