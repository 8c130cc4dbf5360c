/** Promises: help leads to the section of README that connects the vendor, and people find the nodes by the words they know. */
import { globSync, readFileSync } from 'node:fs';

const README = 'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#';

/** The places within README that a link can name, as GitHub makes them from its headings. */
const sections = readFileSync('README.md', 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('#'))
	.map((line) =>
		line
			.replace(/^#+ /, '')
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replaceAll(' ', '-'),
	);

interface Codex {
	node: string;
	categories: string[];
	alias: string[];
	resources: Record<'credentialDocumentation' | 'primaryDocumentation', Array<{ url: string }>>;
}

const codices = globSync('nodes/*/*.node.json').map(
	(path): Codex => JSON.parse(readFileSync(path, 'utf8')),
);

test.each(codices.map((codex) => [codex.node, codex] as const))(
	'the help of %s is a section of README',
	(_node, { resources }) => {
		const urls = [...resources.credentialDocumentation, ...resources.primaryDocumentation];
		expect(urls).toHaveLength(2);
		for (const { url } of urls) expect(sections).toContain(url.replace(README, ''));
	},
);

test.each(globSync('credentials/*.credentials.ts'))(
	'the help of %s is a section of README',
	(path) => {
		const [, url = ''] = /documentationUrl =\s*'([^']*)'/.exec(readFileSync(path, 'utf8')) ?? [];
		expect(sections).toContain(url.replace(README, ''));
	},
);

test.each([
	'newsletter',
	'CDP',
	'mailing list',
	'email marketing',
	'SMS',
	'WhatsApp',
	'GDPR',
	'unsubscribe',
	'opt-out',
	'consent',
	'audience',
	'loyalty',
	'segment',
	'CRM',
	'contactlab',
])('who searches for "%s" finds an action and a trigger', (word) => {
	const found = codices.filter(({ alias }) =>
		alias.some((one) => one.toLowerCase() === word.toLowerCase()),
	);
	expect(found.map(({ node }) => node.endsWith('Trigger')).sort()).toEqual(
		expect.arrayContaining([false, true]),
	);
});
