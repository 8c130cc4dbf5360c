/** Which addresses a credential may be sent to. */
import { UnusableCredential, cleaned } from './pasted';

/**
 * Reads an address that a person pasted. Only HTTPS is accepted, except on the machine itself, where no network listens in.
 *
 * @param label what the input is called
 * @param wayOut how to get the right address
 * @throws UnusableCredential when it is no address to which a credential may go
 */
export function readWebAddress(
	label: string,
	pasted: unknown,
	wayOut = `Open the credential and correct ${label}.`,
): URL {
	const text = cleaned(pasted);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const what = whatIsWrong(text, url);
	if (url && what === undefined) return url;
	throw new UnusableCredential(`The ${label} ${what}`, wayOut);
}

function whatIsWrong(text: string, url: URL | undefined): string | undefined {
	if (text === '') return 'is empty';
	if (!url) return 'is not a web address; it starts with https://';
	const isSecure =
		url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!isSecure) return 'must start with https://';
	const isNamed = url.username !== '' || url.password !== '';
	return isNamed ? 'must not contain a user name or password' : undefined;
}

/**
 * Reads the address below which all paths of a vendor lie.
 *
 * @param label what the input is called
 * @returns the address without a slash at its end
 * @throws UnusableCredential when it is no address to which a credential may go, or goes on behind its path
 */
export function readBaseUrl(label: string, pasted: unknown): string {
	const { origin, pathname, search, hash } = readWebAddress(label, pasted);
	if (search === '' && hash === '') return `${origin}${pathname}`.replace(/\/+$/, '');
	throw new UnusableCredential(
		`The ${label} must end before a "?" or "#"`,
		`Open the credential and take out the "?" or "#" in ${label}, and what stands behind it.`,
	);
}

const isLoopback = (hostname: string) =>
	hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
