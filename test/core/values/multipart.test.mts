/** A form with a file, as any server reads it. */
import { encodeForm } from '../../../core/values/multipart.ts';

const decode = async (body: Buffer, contentType: string) =>
	await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();

test('fields come before the file, and what has no value is left out', async () => {
	const { body, contentType } = await encodeForm(
		{ mode: 'add', count: 0, flag: false, empty: '', absent: undefined, nothing: null },
		{ name: 'people.csv', mediaType: 'text/csv', content: 'email\r\nann@example.com\r\n' },
	);
	expect(contentType).toMatch(/^multipart\/form-data; boundary=/);
	const form = await decode(body, contentType);
	expect([...form.keys()]).toEqual(['mode', 'count', 'flag', 'empty', 'file']);
	expect(form.getAll('count')).toEqual(['0']);
	expect(form.get('flag')).toBe('false');
	expect(form.get('empty')).toBe('');
});

test('the file keeps its name, its type and every byte', async () => {
	const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
	const { body, contentType } = await encodeForm(
		{},
		{ name: 'all bytes.bin', mediaType: 'application/x-all', content: bytes },
	);
	const file = (await decode(body, contentType)).get('file');
	if (!(file instanceof File)) throw new Error('There is no file');
	expect([file.name, file.type]).toEqual(['all bytes.bin', 'application/x-all']);
	expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
});
