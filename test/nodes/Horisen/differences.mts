import type { Difference } from '../../contracts/difference.mts';

export const differences: readonly Difference[] = [
	{
		notOffered: ['token.issue: POST /oauth2/access-token'],
		reason: 'n8n fetches the token',
	},
	{
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
		notDeclared: [
			'contact.count: count',
			'contact.count: perPage',
			'contact.count: currentPage',
			'contact.count: totalPages',
			'contact.count: links',
		],
		reason: 'Of a page without contacts, only the total says something',
	},
];
