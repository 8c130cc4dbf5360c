/**
 * Where rows and contract knowingly say different things, and why. A difference that is not listed here fails the test, and so
 * does an entry that no difference needs any more. `*` stands for any part of a name.
 */
export interface Difference {
	/** The vendor's folder. */
	vendor: string;
	/** Documented, and not offered. */
	notOffered?: readonly string[];
	/** Offered, and not documented. */
	notDocumented?: readonly string[];
	/** In the documented answer, and not declared by the output. */
	notDeclared?: readonly string[];
	/** Declared by the output, and not in the documented answer. */
	notAnswered?: readonly string[];
	reason: string;
}

export const differences: readonly Difference[] = [
	{
		vendor: 'Contacthub',
		notOffered: [
			'aggregateNode.update: body entryNodes',
			'aggregateNode.update: body matchingProperties*',
		],
		reason: 'These cannot be changed after the node was created',
	},
	{
		vendor: 'Contacthub',
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
		vendor: 'Contacthub',
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
		vendor: 'Contacthub',
		notOffered: ['customer.*: body base.timezone = *'],
		reason: 'Typed as text: hundreds of values would hide all other choices',
	},
	{
		vendor: 'Emporix',
		notOffered: ['oauth.token: POST /oauth/token'],
		reason: 'n8n fetches the token',
	},
	{
		vendor: 'Emporix',
		notDocumented: ['*: header emporix-tenant'],
		reason: 'Some kinds of token are refused without it, though the reference does not name it',
	},
	{
		vendor: 'Horisen',
		notOffered: ['token.issue: POST /oauth2/access-token'],
		reason: 'n8n fetches the token',
	},
	{
		vendor: 'Horisen',
		notOffered: [
			'*: body uuid',
			'*: body created_dt',
			'*: body updated_dt',
			'list.*: body subscribed',
			'list.*: body unsubscribed',
			'list.*: body contacts_count',
			'interest.*: body service_id',
		],
		reason:
			'The document has one schema for what is sent and what comes back; the server writes these',
	},
	{
		vendor: 'Horisen',
		notDeclared: [
			'contact.count: count',
			'contact.count: perPage',
			'contact.count: currentPage',
			'contact.count: totalPages',
			'contact.count: links',
		],
		reason: 'Of a page without contacts, only the total says something',
	},
	{
		vendor: 'Contacthub',
		notAnswered: ['entryNode.*: imageUrl'],
		reason: 'Documented where an entry node is written; the samples of answers lack it',
	},
	{
		vendor: 'Emporix',
		notAnswered: ['*: mixins', 'customerAssignment.get: legalEntity'],
		reason: 'Documented where it is written; the samples of answers lack it',
	},
	{
		vendor: 'Taguchi',
		notDocumented: [
			'subscriber.batch: body event.type = up',
			'subscriber.batch: body event.type = u',
		],
		reason: "Codes of the vendor's page on two-step unsubscribes",
	},
	{
		vendor: 'Taguchi',
		notDocumented: ['subscriber.batch: body event.type = s'],
		reason: 'The example of a code that an account defines itself',
	},
	{
		vendor: 'Taguchi',
		notOffered: ['*: path environment = test'],
		reason: 'The environment belongs to the credential',
	},
];
