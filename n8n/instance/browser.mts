/** A Chromium that is signed in to an n8n. CHROMIUM names another browser than Debian's. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { chromium, selectors } from 'playwright-core';
import type { Login } from './rest.mts';
import { BROWSER_ID } from './rest.mts';

const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Nothing that calls out, and nothing that needs a screen. */
const BROWSER_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The size of the window in CSS pixels, and how many pixels of a picture each of them gets. */
export interface Window {
	width: number;
	height: number;
	scale: number;
}

/** A browser with one page. */
export interface SignedInBrowser {
	page: Page;
	close(): Promise<void>;
}

/**
 * Opens a browser that is signed in to the editor; its page shows nothing yet.
 *
 * @param url the editor's address
 * @throws Error when there is no browser, or n8n refuses the login
 */
export async function openBrowser(
	url: string,
	{ email, password }: Login,
	{ width, height, scale }: Window,
): Promise<SignedInBrowser> {
	if (!existsSync(BROWSER)) {
		throw new Error(
			`There is no browser at ${BROWSER}. Install one (apt-get install chromium), or set CHROMIUM to its path.`,
		);
	}
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGUMENTS });
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor: scale,
	});
	// n8n ties a session to the id that its pages keep.
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), BROWSER_ID);
	await context.request.post(`${url}/rest/login`, {
		headers: { 'browser-id': BROWSER_ID },
		data: { emailOrLdapLoginId: email, password },
		failOnStatusCode: true,
	});
	return { page: await context.newPage(), close: async () => await browser.close() };
}
