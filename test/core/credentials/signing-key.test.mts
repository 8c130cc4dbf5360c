/** A key that cannot sign is named as what it is, with the way to one that can; its text is never repeated. */
import { generateKeyPairSync } from 'node:crypto';
import { UnusableCredential } from '../../../core/credentials/pasted.ts';
import { readPrivateKey, readSecretKey, withLines } from '../../../core/credentials/signing-key.ts';

const rsa = (modulusLength: number) =>
	generateKeyPairSync('rsa', {
		modulusLength,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
const { privateKey, publicKey } = rsa(2048);
const { privateKey: curve } = generateKeyPairSync('ed25519', {
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	publicKeyEncoding: { type: 'spki', format: 'pem' },
});
/** Not a key of anybody's; only the words around it are looked at. */
const framed = (name: string) => `-----BEGIN ${name}-----\nc2VjcmV0\n-----END ${name}-----\n`;

function saidOf(read: () => unknown): [message: string, wayOut: string] {
	try {
		read();
	} catch (thrown) {
		if (thrown instanceof UnusableCredential) return [thrown.message, thrown.description];
		throw thrown;
	}
	throw new Error('The key was taken');
}

const ENCRYPTED = [
	'The Private Key is encrypted with a password',
	'Paste it without its password: "openssl pkey -in key.pem" shows it so.',
];
const PUBLIC_HALF = [
	'The Private Key is not the private key but its public half, which is for the vendor',
	'Paste the private key of the same pair.',
];
const OPENSSH = [
	'The Private Key is written for OpenSSH, not as PEM',
	'Turn it into PEM: "ssh-keygen -p -m PEM -f key" rewrites the file.',
];
const NO_RSA = [
	'The Private Key is not an RSA key, which RS256 needs',
	'Make an RSA key pair, give its public half to the vendor, and paste the private key.',
];
const TOO_SMALL = [
	'The Private Key has 1024 bits; RS256 needs at least 2048',
	'Make a longer RSA key pair, give its public half to the vendor, and paste the private key.',
];
const DAMAGED = [
	'The Private Key cannot be read: its text is damaged or incomplete',
	'Copy the whole PEM text again, its first and last lines included.',
];
const NO_PEM = [
	'The Private Key must be a PEM text that starts with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----',
	'Copy the whole text of the key file, its first and last lines included.',
];

test.each<[string, unknown, string[]]>([
	['an encrypted key', framed('ENCRYPTED PRIVATE KEY'), ENCRYPTED],
	[
		'a key encrypted the old way',
		'-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nc2VjcmV0\n-----END RSA PRIVATE KEY-----',
		ENCRYPTED,
	],
	[
		'the same without a space',
		'-----BEGIN RSA PRIVATE KEY-----\nProc-Type:4,ENCRYPTED\n\nc2VjcmV0\n-----END RSA PRIVATE KEY-----',
		ENCRYPTED,
	],
	['a public key', publicKey, PUBLIC_HALF],
	['an RSA public key', framed('RSA PUBLIC KEY'), PUBLIC_HALF],
	['a certificate', framed('CERTIFICATE'), PUBLIC_HALF],
	['a public key of OpenSSH', ' ssh-rsa c2VjcmV0 name@host', PUBLIC_HALF],
	['a private key of OpenSSH', framed('OPENSSH PRIVATE KEY'), OPENSSH],
	['a key of another kind, in its own frame', framed('EC PRIVATE KEY'), NO_RSA],
	['an old key of another kind', framed('DSA PRIVATE KEY'), NO_RSA],
	['a key of another kind', curve, NO_RSA],
	['a key that is too small', rsa(1024).privateKey, TOO_SMALL],
	['a damaged key', framed('PRIVATE KEY'), DAMAGED],
	['a key without its last line', privateKey.split('-----END')[0], NO_PEM],
	['a key that ends as another', framed('RSA PRIVATE KEY').replace('END RSA', 'END'), NO_PEM],
	['any text', 'my ssh-rsa key', NO_PEM],
	[
		'nothing',
		' \\n ',
		['The Private Key is empty', 'Open the credential and fill in Private Key.'],
	],
	[
		'no text at all',
		undefined,
		['The Private Key is empty', 'Open the credential and fill in Private Key.'],
	],
])('%s is no private key that signs, in words that do not repeat it', (_what, pasted, said) => {
	expect(saidOf(() => readPrivateKey('Private Key', pasted))).toEqual(said);
});

test.each<[string, unknown, string[]]>([
	[
		'a key pair',
		privateKey,
		[
			'The Shared Secret is a key pair or a certificate in PEM, not a secret',
			'Open the credential and choose the Key Type for a public key, or paste the shared secret.',
		],
	],
	[
		'fifteen characters',
		'123456789012345',
		[
			'The Shared Secret is too short: it needs at least 16 characters',
			'Make a longer one, save it with the vendor, and paste it into the credential.',
		],
	],
	[
		'nothing',
		' ',
		['The Shared Secret is empty', 'Open the credential and fill in Shared Secret.'],
	],
])('%s is no secret that signs', (_what, pasted, said) => {
	expect(saidOf(() => readSecretKey('Shared Secret', pasted))).toEqual(said);
});

test('sixteen characters are a secret', () => {
	const key = readSecretKey('Shared Secret', ' 1234567890123456 ');
	expect(key.export().toString('utf8')).toBe('1234567890123456');
});

test.each<[string, (pem: string) => string]>([
	['as it is in its file', (pem) => pem],
	['with spaces for its line breaks', (pem) => pem.replaceAll('\n', ' ')],
	['with the line breaks of a JSON file', (pem) => pem.replaceAll('\n', '\\r\\n')],
	['with text around it', (pem) => `Bag Attributes\n${pem}\nthe end`],
	['in one line', (pem) => pem.replaceAll('\n', '')],
])('a key is taken %s', (_what, change) => {
	expect(withLines('Private Key', change(privateKey))).toBe(privateKey);
	expect(readPrivateKey('Private Key', change(privateKey)).asymmetricKeyType).toBe('rsa');
});
