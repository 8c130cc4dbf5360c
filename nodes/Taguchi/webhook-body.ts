/** The body of a request to the webhook as text, in whatever encoding it came. */
import type { IWebhookFunctions } from 'n8n-workflow';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** The text of a body, or with which status and words the request is refused. */
export type BodyText = { text: string } | { status: number; message: string };

/** Byte order marks (Unicode Standard, 23.8), by the encoding that they announce. */
const MARKS: ReadonlyArray<[string, readonly number[]]> = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** Reads the raw body, because n8n's own JSON reading rounds Taguchi's 64-bit event ids. */
export async function readBody(request: Request): Promise<BodyText> {
	const contentType = request.headers['content-type'] ?? '';
	// n8n has read a form with files already, and keeps nothing of its bytes.
	if (/^\s*multipart\//i.test(contentType)) {
		return { status: 415, message: 'Send the event as JSON, not as a form' };
	}
	const bytes = await rawBodyOf(request);
	if (!bytes) return { status: 400, message: 'The body cannot be read' };
	const text = decode(bytes, contentType);
	return text === undefined
		? { status: 415, message: 'The body is in an encoding that is not known here' }
		: { text };
}

async function rawBodyOf(request: Request): Promise<Buffer | undefined> {
	try {
		if (!request.rawBody) await request.readRawBody();
		return request.rawBody;
	} catch {
		return undefined;
	}
}

/** @returns undefined when there is no such encoding */
function decode(bytes: Buffer, contentType: string): string | undefined {
	const [marked] = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [];
	const named = /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1];
	try {
		return new TextDecoder(marked ?? named ?? 'utf-8').decode(bytes);
	} catch {
		return undefined;
	}
}
