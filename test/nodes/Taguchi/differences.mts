import type { Difference } from '../../contracts/difference.mts';

export const differences: readonly Difference[] = [
	{
		notDocumented: [
			'subscriber.batch: body event.type = up',
			'subscriber.batch: body event.type = u',
		],
		reason: "Codes of the vendor's page on two-step unsubscribes",
	},
	{
		notDocumented: ['subscriber.batch: body event.type = s'],
		reason: 'The example of a code that an account defines itself',
	},
	{
		notOffered: ['*: path environment = test'],
		reason: 'The environment belongs to the credential',
	},
];
