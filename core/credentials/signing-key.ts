/** The keys that sign JSON Web Tokens, as people paste them; what is none is named as what it is. */
import { createPrivateKey, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { UnusableCredential, readText } from './pasted';

/** Shorter secrets can be guessed from a single token (RFC 7518, 3.2, asks for twice as many). Counted in characters. */
const SHORTEST_SECRET = 16;
/** The least that RS256 allows (RFC 7518, 3.3), in bits. */
const SMALLEST_KEY = 2048;

const PRIVATE_KEY = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/;

/** What else is found in files of keys, with what to do; the first that fits. */
const NO_PRIVATE_KEYS: ReadonlyArray<{ sign: RegExp; what: string; wayOut: string }> = [
	{
		sign: /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4, *ENCRYPTED/,
		what: 'is encrypted with a password',
		wayOut: 'Paste it without its password: "openssl pkey -in key.pem" shows it so.',
	},
	{
		sign: /BEGIN (RSA )?PUBLIC KEY|BEGIN CERTIFICATE|^ssh-rsa /,
		what: 'is not the private key but its public half, which is for the vendor',
		wayOut: 'Paste the private key of the same pair.',
	},
	{
		sign: /BEGIN OPENSSH PRIVATE KEY/,
		what: 'is written for OpenSSH, not as PEM',
		wayOut: 'Turn it into PEM: "ssh-keygen -p -m PEM -f key" rewrites the file.',
	},
	{
		sign: /BEGIN (EC|DSA) PRIVATE KEY/,
		what: 'is not an RSA key, which RS256 needs',
		wayOut: 'Make an RSA key pair, give its public half to the vendor, and paste the private key.',
	},
];

/**
 * A secret that both sides share (HS256).
 *
 * @param label what the input is called
 * @throws UnusableCredential when it is none, or can be guessed
 */
export function readSecretKey(label: string, pasted: unknown): KeyObject {
	const secret = readText(label, pasted);
	if (/-----BEGIN /.test(secret)) {
		throw new UnusableCredential(
			`The ${label} is a key pair or a certificate in PEM, not a secret`,
			'Open the credential and choose the Key Type for a public key, or paste the shared secret.',
		);
	}
	if (secret.length < SHORTEST_SECRET) {
		throw new UnusableCredential(
			`The ${label} is too short: it needs at least ${SHORTEST_SECRET} characters`,
			'Make a longer one, save it with the vendor, and paste it into the credential.',
		);
	}
	return createSecretKey(Buffer.from(secret, 'utf8'));
}

/**
 * A private key as PEM, in PKCS#8 or PKCS#1 (RS256).
 *
 * @param label what the input is called
 * @throws UnusableCredential when it is none, in words that do not repeat it
 */
export function readPrivateKey(label: string, pasted: unknown): KeyObject {
	const key = parse(label, withLines(label, pasted));
	const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
	if (key.asymmetricKeyType !== 'rsa') {
		throw new UnusableCredential(
			`The ${label} is not an RSA key, which RS256 needs`,
			'Make an RSA key pair, give its public half to the vendor, and paste the private key.',
		);
	}
	if (modulusLength >= SMALLEST_KEY) return key;
	throw new UnusableCredential(
		`The ${label} has ${modulusLength} bits; RS256 needs at least ${SMALLEST_KEY}`,
		'Make a longer RSA key pair, give its public half to the vendor, and paste the private key.',
	);
}

/** OpenSSL's own words tell a person nothing, and its codes look like those of a lost connection. */
function parse(label: string, pem: string): KeyObject {
	const key = parsed(pem);
	if (key) return key;
	throw new UnusableCredential(
		`The ${label} cannot be read: its text is damaged or incomplete`,
		'Copy the whole PEM text again, its first and last lines included.',
	);
}

function parsed(pem: string): KeyObject | undefined {
	try {
		return createPrivateKey(pem);
	} catch {
		return undefined;
	}
}

/**
 * Password inputs turn the line breaks of a pasted PEM into spaces, and some people paste `\n` from a JSON file.
 *
 * @throws UnusableCredential when the text is no unencrypted private key
 */
export function withLines(label: string, pasted: unknown): string {
	const text = String(pasted ?? '').replace(/\\r|\\n/g, '\n');
	readText(label, text);
	const [, name = '', content = ''] = PRIVATE_KEY.exec(text) ?? [];
	const other = NO_PRIVATE_KEYS.find(({ sign }) => sign.test(text.trim()));
	if (other) throw new UnusableCredential(`The ${label} ${other.what}`, other.wayOut);
	if (name === '') {
		throw new UnusableCredential(
			`The ${label} must be a PEM text that starts with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----`,
			'Copy the whole text of the key file, its first and last lines included.',
		);
	}
	const lines = content.replace(/[^A-Za-z0-9+/=]/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ''].join('\n');
}
