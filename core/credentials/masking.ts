/** Keeps credentials out of what others say: some services repeat the request, its Authorization header included. */

/** What stands where a secret stood. */
const MASK = '***';
/** Shorter values are parts of ordinary words. Counted in characters. */
const SHORTEST = 6;
/** An Authorization header with its value (RFC 9110, 11.6.2). */
const HEADER = /(authorization["'\s]*[:=]["'\s]*(?:bearer|basic)(?:\s+|%20|\+))[^\s"',;]+/gi;
/** The value alone: one word, with what no word of a sentence has, or longer than those. */
const VALUE =
	/\b([Bb]earer|BEARER|[Bb]asic|BASIC)(\s+|%20|\+)(?=[A-Za-z]*[\d_~+/=%-]|[A-Za-z]+\.\w|[A-Za-z]*[a-z][A-Z]|[A-Za-z]{20})[\w.~+/=%-]+/g;
/** A JSON Web Token, wherever it stands (RFC 7519); its first part begins with `{"` in Base64. */
const JSON_WEB_TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * A text without credentials.
 *
 * @param secrets values of the credential in use; they are also found percent-encoded and in Base64
 */
export function masked(text: string, secrets: readonly string[] = []): string {
	const forms = secrets
		.filter((secret) => secret.length >= SHORTEST)
		.flatMap((secret) => [
			secret,
			encodeURIComponent(secret),
			Buffer.from(secret, 'utf8').toString('base64'),
			JSON.stringify(secret).slice(1, -1),
		]);
	const known = [...new Set(forms)].sort((one, other) => other.length - one.length);
	const unnamed = known.reduce((rest, form) => rest.replaceAll(form, MASK), text);
	return unnamed
		.replace(HEADER, `$1${MASK}`)
		.replace(VALUE, `$1$2${MASK}`)
		.replace(JSON_WEB_TOKEN, MASK);
}
