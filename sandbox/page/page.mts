import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../server.mts';
import type { VendorAnswer } from '../vendor.mts';
import { peopleEverywhere } from './people.mts';

/** The most people that the page shows; it says how many there are. */
const MOST_SHOWN = 200;

/** Answers the browser: the page, and what it asks for every second; undefined for any other call. */
export function page(
	sandbox: Sandbox,
	{ method, path }: { method: string; path: string },
): VendorAnswer | undefined {
	if (method !== 'GET') return undefined;
	if (path === '/sandbox/page') {
		return {
			status: 200,
			body: readFileSync(join(import.meta.dirname, 'page.html'), 'utf8'),
			contentType: 'text/html',
			headers: {
				'content-security-policy':
					"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
			},
		};
	}
	if (path === '/sandbox/people') {
		const people = peopleEverywhere(sandbox);
		return {
			status: 200,
			body: {
				total: people.length,
				differing: people.filter(differs).length,
				people: people.slice(0, MOST_SHOWN),
			},
		};
	}
	return undefined;
}

/** Whether somebody says yes in one system and no in another. */
function differs({ contacthub, taguchi, horisen }: ReturnType<typeof peopleEverywhere>[number]) {
	const answers = [
		contacthub && contacthub === 'refuses',
		taguchi && taguchi === 'unsubscribed',
		horisen && horisen === 'out',
	].filter((one) => one !== undefined);
	return new Set(answers).size > 1;
}
