/** Short-lived JSON Web Tokens, signed with jose and used again until shortly before they expire. */
import { SignJWT } from 'jose';
import { createHash, createPrivateKey, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface TokenClaims {
	algorithm: 'HS256' | 'RS256';
	/** The shared secret (HS256), or the private key as PEM, PKCS#8 or PKCS#1 (RS256). */
	key: string;
	/** The `sub` claim. */
	subject: string;
	/** From signing to `exp`, in seconds. */
	lifetimeSeconds: number;
}

interface SignedToken {
	token: string;
	/** When the token expires, in ms since 1970. */
	expiresAt: number;
}

/** Tokens by a digest of what they were signed with; secrets themselves are no keys of a map. */
const signedTokens = new Map<string, SignedToken>();
/** Enough for every credential of an instance; the oldest goes first. */
const MOST_TOKENS = 100;
/** A token is renewed this long before it expires, in ms, so that it lives when it arrives. */
const RENEW_BEFORE_MS = 20_000;

/**
 * A signed token with the claims `sub`, `iat` and `exp`.
 *
 * @throws TypeError when the key is not one, in words that do not repeat it
 */
export async function signedToken(claims: TokenClaims): Promise<string> {
	const digest = createHash('sha256').update(JSON.stringify(claims)).digest('hex');
	const known = signedTokens.get(digest);
	if (known && known.expiresAt - RENEW_BEFORE_MS > Date.now()) return known.token;
	const expiresAt = Date.now() + claims.lifetimeSeconds * 1000;
	const token = await new SignJWT()
		.setProtectedHeader({ alg: claims.algorithm, typ: 'JWT' })
		.setSubject(claims.subject)
		.setIssuedAt()
		.setExpirationTime(new Date(expiresAt))
		.sign(readKey(claims));
	signedTokens.delete(digest);
	signedTokens.set(digest, { token, expiresAt });
	const [oldest] = signedTokens.keys();
	if (oldest !== undefined && signedTokens.size > MOST_TOKENS) signedTokens.delete(oldest);
	return token;
}

function readKey({ algorithm, key }: TokenClaims): KeyObject {
	if (algorithm === 'HS256') return createSecretKey(Buffer.from(key, 'utf8'));
	const read = readPrivateKey(withLines(key));
	if (read) return read;
	throw new TypeError('The private key cannot be read: its text is damaged or incomplete');
}

/** OpenSSL's own words tell a person nothing, and its codes look like those of a lost connection. */
function readPrivateKey(pem: string): KeyObject | undefined {
	try {
		return createPrivateKey(pem);
	} catch {
		return undefined;
	}
}

/**
 * Password inputs turn the line breaks of a pasted PEM into spaces, and some people paste `\n` from a JSON file.
 *
 * @throws TypeError when the text is no unencrypted private key
 */
export function withLines(pem: string): string {
	const parts = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(
		pem.replaceAll('\\n', '\n'),
	);
	if (!parts) {
		throw new TypeError(
			'The private key must be an unencrypted PEM text that starts with -----BEGIN PRIVATE KEY-----',
		);
	}
	const [, label = '', content = ''] = parts;
	const lines = content.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
