/** Which addresses a credential may be sent to. */

export type WebAddress = { url: URL } | { message: string };

/**
 * Reads an address that a person pasted. Only HTTPS is accepted, except on the machine itself, where no network listens in.
 *
 * @param name what the input is called
 */
export function readWebAddress(name: string, pasted: unknown): WebAddress {
	const text = String(pasted ?? '').trim();
	if (!URL.canParse(text)) return { message: `The ${name} is not a web address` };
	const url = new URL(text);
	const secure =
		url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	return secure ? { url } : { message: `The ${name} must start with https://` };
}

const isLoopback = (hostname: string) =>
	hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
