import type { Difference } from '../../contracts/difference.mts';

export const differences: readonly Difference[] = [
	{
		notOffered: [
			'aggregateNode.update: body entryNodes',
			'aggregateNode.update: body matchingProperties*',
		],
		reason: 'These cannot be changed after the node was created',
	},
	{
		notOffered: [
			'customer.update: body id',
			'customer.update: body intId',
			'customer.update: body registeredAt',
			'customer.update: body updatedAt',
			'customer.update: body version',
			'customer.update: body deleted*',
			'customer.update: body sourceInfo*',
			'event.update: body origin*',
			'event.update: body registeredAt',
			'event.update: body updatedAt',
			'event.update: body version',
			'event.patch: body origin*',
			'event.patch: body registeredAt',
			'event.patch: body updatedAt',
			'event.patch: body version',
		],
		reason: 'Written by the server, or immutable',
	},
	{
		notOffered: [
			'event.patch: body id',
			'event.patch: body customerId',
			'event.patch: body bringBackProperties*',
			'event.patch: body type*',
			'event.patch: body context*',
		],
		reason: 'Immutable in a partial update',
	},
	{
		notOffered: ['customer.*: body base.timezone = *'],
		reason: 'Typed as text: hundreds of values would hide all other choices',
	},
	{
		notAnswered: ['entryNode.*: imageUrl'],
		reason: 'Documented where an entry node is written; the samples of answers lack it',
	},
];
