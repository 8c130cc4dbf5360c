/** Keeps credentials out of what others say: some services repeat the request, its Authorization header included. */

/** What stands where a secret stood. */
const MASK = '***';
/** Shorter values are parts of ordinary words. Counted in characters. */
const SHORTEST = 6;
/** The value of an Authorization header (RFC 9110, 11.6.2). */
const AUTHORIZATION = /\b(Bearer|Basic)(\s+|%20|\+)[\w.~+/=%-]+/gi;
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
	return unnamed.replace(AUTHORIZATION, `$1 ${MASK}`).replace(JSON_WEB_TOKEN, MASK);
}
