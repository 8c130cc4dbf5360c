/** Short-lived JSON Web Tokens, signed with jose and used again until shortly before they expire. */
import { SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import { readPrivateKey, readSecretKey } from './signing-key';

export interface TokenClaims {
	algorithm: 'HS256' | 'RS256';
	/** The shared secret (HS256), or the private key as PEM, PKCS#8 or PKCS#1 (RS256), as it was pasted. */
	key: string;
	/** What the input of the key is called. */
	keyLabel: string;
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
 * @throws UnusableCredential when the key is not one, in words that do not repeat it
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

const readKey = ({ algorithm, key, keyLabel }: TokenClaims) =>
	algorithm === 'HS256' ? readSecretKey(keyLabel, key) : readPrivateKey(keyLabel, key);
