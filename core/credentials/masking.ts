/** Keeps credentials out of what others say: some services repeat the request, its Authorization header included. */

/** What stands where a secret stood. */
const MASK = '***';
/** Shorter values are parts of ordinary words. Counted in characters. */
const SHORTEST = 6;
/** Shorter values may be somebody's data, which no answer with a good status may lose. Counted in characters. */
const SHORTEST_IN_DATA = 12;
/** An Authorization header with its value (RFC 9110, 11.6.2). */
const HEADER = /(authorization["'\s]*[:=]["'\s]*(?:bearer|basic)(?:\s+|%20|\+))[^\s"',;]+/gi;
/** The value alone: one word, with what no word of a sentence has, or longer than those. */
const VALUE =
	/\b([Bb]earer|BEARER|[Bb]asic|BASIC)(\s+|%20|\+)(?=[A-Za-z]*[\d_~+/=%-]|[A-Za-z]+\.\w|[A-Za-z]*[a-z][A-Z]|[A-Za-z]{20})[\w.~+/=%-]+/g;
/** A JSON Web Token, wherever it stands (RFC 7519); its first part begins with `{"` in Base64. */
const JSON_WEB_TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * Words of somebody else's without credentials.
 *
 * @param secrets values of the credential in use; they are found in every way that {@link patternOf} knows
 */
export function masked(text: string, secrets: readonly string[] = []): string {
	return finderOf(secrets)
		.inWords(text)
		.replace(HEADER, `$1${MASK}`)
		.replace(VALUE, `$1$2${MASK}`)
		.replace(JSON_WEB_TOKEN, MASK);
}

/**
 * Data of somebody else's, as JSON or as another text, without the values of the credential in use. What only looks like a
 * credential stays, for it may be anybody's data.
 */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
	finderOf(secrets).inData(text);

/** Finders by the very list of secrets that they look for; forgotten with it, so that no account knows those of another. */
const finders = new WeakMap<readonly string[], Finder>();

function finderOf(secrets: readonly string[]): Finder {
	const finder = finders.get(secrets) ?? new Finder(secrets);
	finders.set(secrets, finder);
	return finder;
}

/** By account the secrets that it has in use. */
const inUse = new WeakMap<object, readonly string[]>();

/**
 * The secrets of an account whose tokens are renewed: the same list as long as it holds the same, for each list has a finder of
 * its own, which takes longer to make than an answer to be searched.
 *
 * @param account what stands for the account
 */
export function secretsInUse(account: object, secrets: readonly string[]): readonly string[] {
	const before = inUse.get(account) ?? [];
	const isSame =
		before.length === secrets.length && secrets.every((secret, at) => secret === before[at]);
	if (isSame) return before;
	inUse.set(account, secrets);
	return secrets;
}

/** Takes secrets out of texts. */
class Finder {
	private readonly inWordsOnly: readonly string[];
	private readonly everywhere: readonly string[];
	private pattern?: RegExp;
	private dataPattern?: RegExp;
	private signs?: readonly string[];

	constructor(secrets: readonly string[]) {
		this.inWordsOnly = secrets.filter(({ length }) => length >= SHORTEST);
		this.everywhere = secrets.filter(
			// Digits alone may be the number of a record, which has no quotation marks in JSON.
			(secret) => secret.length >= SHORTEST_IN_DATA && /\D/.test(secret),
		);
	}

	inWords(text: string): string {
		if (this.inWordsOnly.length === 0) return text;
		this.pattern ??= patternOf(this.inWordsOnly);
		return text.replace(this.pattern, MASK);
	}

	inData(text: string): string {
		this.signs ??= this.everywhere.flatMap((secret) =>
			// What is not in its own letters any more, no longer says in Base64 what it said.
			[secret, secret.toLowerCase(), secret.toUpperCase(), ...inBase64(secret)].map(longestRun),
		);
		// Hardly any answer holds one, and looking for a pattern in all of it takes longer.
		if (!this.signs.some((sign) => text.includes(sign))) return text;
		this.dataPattern ??= patternOf(this.everywhere);
		return text.replace(this.dataPattern, MASK);
	}
}

/** The longest part of a value that is written everywhere as it is. */
const longestRun = (value: string): string =>
	value
		.split(/[^A-Za-z0-9]+/)
		.reduce((longest, run) => (run.length > longest.length ? run : longest));

/**
 * Finds values as they are, in JSON (once or several times over), percent-encoded, in a form, in HTML, in Base64 with others
 * around them, and each of these without regard to case.
 */
function patternOf(secrets: readonly string[]): RegExp {
	const forms = secrets.flatMap((secret) => [secret, ...inBase64(secret)]);
	const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
	return new RegExp(longestFirst.map((form) => [...form].map(written).join('')).join('|'), 'gi');
}

/**
 * What of a value is the same in Base64 whatever stands around it: once for each place at which it can begin in three bytes.
 */
function inBase64(value: string): string[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
		const text = bytes.toString('base64').replace(/=+$/, '');
		// The characters at both ends also hold bits of the neighbours.
		const first = [0, 2, 3][before];
		return text.slice(first, bytes.length % 3 === 0 ? undefined : -1);
	});
}

const NAMES_IN_HTML: Readonly<Record<string, string>> = {
	'&': 'amp',
	'"': 'quot',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

/** Base64 in addresses has other signs for two of its characters (RFC 4648, 5). */
const IN_ADDRESSES: Readonly<Record<string, string>> = { '+': '|-', '/': '|_', ' ': '|\\+' };

/** A pattern for a character however it may be written. */
function written(character: string): string {
	if (/[A-Za-z0-9]/.test(character)) return character;
	const code = character.codePointAt(0) ?? 0;
	const percent = [...Buffer.from(character, 'utf8')]
		.map((byte) => `%(?:25){0,2}${byte.toString(16).padStart(2, '0')}`)
		.join('');
	const units = Array.from(
		character.split(''),
		(unit) => `\\\\{1,8}u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	).join('');
	const name = NAMES_IN_HTML[character];
	const html = `(?:&|\\\\{1,8}u0026)(?:#0{0,4}${code}|#x0{0,4}${code.toString(16)}${name ? `|${name}` : ''});`;
	const plain = `\\\\{0,8}${character.replace(/[$()*+.?[\\\]^{|}/-]/, '\\$&')}`;
	return `(?:${plain}|${percent}|${units}|${html}${IN_ADDRESSES[character] ?? ''})`;
}
