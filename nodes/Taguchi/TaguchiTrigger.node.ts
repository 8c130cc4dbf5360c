import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { withoutSecrets } from '../../core/credentials/masking';
import { cleaned } from '../../core/credentials/pasted';
import { checkWebhookSecret } from './credential-test';
import type { ReceivedEvent } from './outgoing-webhook';
import { OTHER_TYPES, SUBTITLE, eventsIn, typeChoices } from './outgoing-webhook';
import { sampleEvent } from './sample-event';
import { readBody } from './webhook-body';
import { isAuthorized } from './webhook-secret';

export class TaguchiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Taguchi Trigger',
		name: 'taguchiTrigger',
		icon: { light: 'file:../../icons/taguchi.svg', dark: 'file:../../icons/taguchi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: SUBTITLE,
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
			// Opened in a browser while n8n listens for a test event, it brings a sample.
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'taguchi',
				ndvHideUrl: true,
			},
		],
		properties: [
			{
				displayName:
					'In Taguchi, add an integration of the type "Event: Outgoing Webhook" under Settings > Integrations, with POST as its method. Its Endpoint URL is the Production URL above once the workflow is active, or the Test URL while this node listens for a test event.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName:
					'Taguchi must reach the URL from the internet. If it begins with localhost or a private address, have WEBHOOK_URL of n8n set to its public address. No event at hand? Let this node listen for a test event and open the Test URL in a browser: a sample comes.',
				name: 'reach',
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
				displayName: 'Events',
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
		const answer = (status: number, message: string): IWebhookResponseData => {
			this.getResponseObject().status(status).json({ message });
			return { noWebhookResponse: true };
		};
		const types = this.getNodeParameter('eventTypes') as string[];
		const ignoreTests = this.getNodeParameter('ignoreTests') === true;
		const isWanted = ({ category, event }: ReceivedEvent) =>
			(types.length === 0 || types.includes(category)) && !(ignoreTests && event.isTest === true);
		if (this.getWebhookName() === 'setup') {
			if (this.getMode() !== 'manual') return answer(405, 'Send events with POST');
			const sample = eventsIn(sampleEvent(types, ignoreTests, Date.now())) ?? [];
			const response = answer(200, 'n8n has got a sample event. You can close this page.');
			return { ...response, workflowData: [itemsOf(sample.filter(isWanted))] };
		}
		const secrets: string[] = [];
		if (this.getNodeParameter('authentication') === 'secret') {
			const { secret } = await this.getCredentials('taguchiWebhookApi');
			if (!isAuthorized(request, secret)) {
				return answer(403, 'The shared secret is missing or wrong');
			}
			secrets.push(cleaned(secret));
		}
		const body = await readBody(request);
		if ('status' in body) return answer(body.status, body.message);
		// An event may tell the address that it was sent to, with the secret in it.
		const events = eventsIn(withoutSecrets(body.text, secrets));
		if (!events) return answer(400, 'The body is not an event or a list of events in JSON');
		const wanted = events.filter(isWanted);
		return wanted.length === 0 ? {} : { workflowData: [itemsOf(wanted)] };
	}
}

const itemsOf = (events: readonly ReceivedEvent[]) => events.map(({ event }) => ({ json: event }));
