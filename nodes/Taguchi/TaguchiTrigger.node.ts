import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { checkWebhookSecret } from './credential-test';
import { OTHER_TYPES, eventsIn, typeChoices } from './outgoing-webhook';
import { readBody } from './webhook-body';
import { isAuthorized } from './webhook-secret';

export class TaguchiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Taguchi Trigger',
		name: 'taguchiTrigger',
		icon: { light: 'file:../../icons/taguchi.svg', dark: 'file:../../icons/taguchi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["eventTypes"].length ? $parameter["eventTypes"].join(", ") : "all events" }}',
		description:
			'Starts the workflow when Taguchi sends an event, such as a purchase or an unsubscribe',
		defaults: { name: 'Taguchi Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'taguchiWebhookApi',
				required: true,
				testedBy: 'checkWebhookSecret',
				displayOptions: { show: { authentication: ['secret'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'taguchi',
			},
		],
		properties: [
			{
				displayName:
					'In Taguchi, add an integration of the type "Event: Outgoing Webhook" under Settings > Integrations. Use the Production URL above as its Endpoint URL and POST as its method.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{
						name: 'None',
						value: 'none',
						description: 'Anybody who knows the URL can send events',
					},
					{
						name: 'Shared Secret',
						value: 'secret',
						description: 'Only requests that carry the secret are accepted',
					},
				],
				default: 'none',
			},
			{
				displayName: 'Event Types',
				name: 'eventTypes',
				type: 'multiOptions',
				options: typeChoices,
				default: [],
				description: 'Which events start the workflow. Leave empty for all of them.',
				hint: `Codes that are not listed count as "${OTHER_TYPES.name}"`,
			},
			{
				displayName: 'Ignore Test Events',
				name: 'ignoreTests',
				type: 'boolean',
				default: false,
				description: 'Whether to drop events that Taguchi marks as a test',
			},
		],
	};

	methods = { credentialTest: { checkWebhookSecret } };

	/** Outgoing webhooks are set up in Taguchi by hand: its API neither lists, adds nor removes them. */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		const refuse = (status: number, message: string): IWebhookResponseData => {
			this.getResponseObject().status(status).json({ message });
			return { noWebhookResponse: true };
		};
		if (this.getNodeParameter('authentication') === 'secret') {
			const { secret } = await this.getCredentials('taguchiWebhookApi');
			if (!isAuthorized(request, secret)) {
				return refuse(403, 'The shared secret is missing or wrong');
			}
		}
		const body = await readBody(request);
		if ('status' in body) return refuse(body.status, body.message);
		const events = eventsIn(body.text);
		if (!events) return refuse(400, 'The body is not an event or a list of events in JSON');
		const types = this.getNodeParameter('eventTypes') as string[];
		const ignoreTests = this.getNodeParameter('ignoreTests') === true;
		const wanted = events.filter(
			({ category, event }) =>
				(types.length === 0 || types.includes(category)) && !(ignoreTests && event.isTest === true),
		);
		if (wanted.length === 0) return {};
		return { workflowData: [wanted.map(({ event }) => ({ json: event }))] };
	}
}
