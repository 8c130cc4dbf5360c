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
import { searches } from './lists';
import { testWorkspace } from './credential-test';
import { node } from './operations/identifiers';
import { readSettings } from './trigger-settings';
import { UpdatesOfWorkspace } from './update-stream';
import { contacthub } from './vendor';

export class ContacthubTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Contacthub Trigger',
		name: 'contacthubTrigger',
		icon: {
			light: 'file:../../icons/contacthub.svg',
			dark: 'file:../../icons/contacthub.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { CUSTOMER: "customers", EVENT: "events", all: "customers and events" }[$parameter["entity"]] }}',
		description: 'Starts the workflow when customers or events change in Contacthub',
		defaults: { name: 'Contacthub Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'contacthubApi', required: true, testedBy: 'testWorkspace' }],
		properties: [
			{
				displayName: 'Watch',
				name: 'entity',
				type: 'options',
				options: [
					{ name: 'Customers', value: 'CUSTOMER' },
					{ name: 'Customers and Events', value: 'all' },
					{ name: 'Events', value: 'EVENT' },
				],
				default: 'CUSTOMER',
				description:
					'Whose changes start the workflow. The token needs the role ADMIN, USER or PLATFORM_UPDATES.',
			},
			{
				// By this name n8n's panel finds the trigger's entries; they begin with what Watch is preset to.
				displayName: 'Trigger On',
				name: 'operations',
				type: 'multiOptions',
				options: [
					{ name: 'Created', value: 'CREATE', action: 'On customer created' },
					{ name: 'Deleted', value: 'DELETE', action: 'On customer deleted' },
					{ name: 'Updated', value: 'UPDATE', action: 'On customer updated' },
				],
				default: ['CREATE', 'UPDATE'],
				required: true,
			},
			propertyOf(
				'nodeId',
				node({
					description: 'Only changes in this node. Leave empty for all nodes of the workspace.',
				}),
			),
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'options',
				options: [
					{ name: 'A Date', value: 'date', description: 'Changes since a moment, then new ones' },
					{ name: 'Now', value: 'now', description: 'Only what changes from now on' },
					{
						name: 'The Beginning',
						value: 'beginning',
						description: 'All changes that Contacthub still has',
					},
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

	methods = { credentialTest: { testWorkspace }, listSearch: searches };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const door = await openDoor(this, contacthub, BRIEF);
		return await poll(this, {
			...door,
			open: () => new UpdatesOfWorkspace(door, readSettings(this)),
		});
	}
}
