/** A form with a file as a request body (RFC 7578), in the encoding of the web platform. */

export interface FormFile {
	name: string;
	mediaType: string;
	content: string | Uint8Array<ArrayBuffer>;
}

export interface EncodedForm {
	body: Buffer;
	contentType: string;
}

/** Encodes the fields that have a value, then the file under the field `file`. */
export async function encodeForm(
	fields: Readonly<Record<string, unknown>>,
	{ name, mediaType, content }: FormFile,
): Promise<EncodedForm> {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) {
		if (value !== undefined && value !== null) form.append(field, String(value));
	}
	form.append('file', new Blob([content], { type: mediaType }), name);
	const encoded = new Response(form);
	return {
		body: Buffer.from(await encoded.arrayBuffer()),
		contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
	};
}
