import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** The secret that Taguchi's outgoing webhook and the Taguchi Trigger share. */
export class TaguchiWebhookApi implements ICredentialType {
	name = 'taguchiWebhookApi';

	displayName = 'Taguchi Webhook Secret API';

	icon = { light: 'file:../icons/taguchi.svg', dark: 'file:../icons/taguchi.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#events-from-taguchi';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				"A long random text that you make up: let a password manager make one of 32 letters and digits or more. In Taguchi, add it to the URL parameters of the outgoing webhook as secret=…, or use it as the API token of the webhook's credential.",
		},
	];
}
