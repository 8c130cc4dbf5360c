/**
 * Compares the rows of a vendor with an OpenAPI description that the vendor publishes, and lists every difference.
 *
 *     npm run contracts:check -- <vendor> [file or URL]
 *
 * Exits with 1 when there are differences, with 2 when it cannot compare.
 */
import { readFile } from 'node:fs/promises';
import { differences, readPublished } from './published-description.mts';
import { rowsOf } from './rows.mts';

/** Where vendors publish their description. */
const PUBLISHED: Record<string, string> = {
	contacthub: 'https://api.contactlab.it/hub/v1/docs/swagger.yml',
};

async function textOf(place: string): Promise<string> {
	if (!/^https?:/.test(place)) return await readFile(place, 'utf8');
	const response = await fetch(place, { signal: AbortSignal.timeout(60_000) });
	if (!response.ok) throw new Error(`${place} answered ${response.status}`);
	return await response.text();
}

const [vendor = '', place = PUBLISHED[vendor]] = process.argv.slice(2);
try {
	if (!place) throw new Error('Usage: npm run contracts:check -- <vendor> [file or URL]');
	const rows = await rowsOf(vendor);
	const published = readPublished(await textOf(place));
	const found = differences(rows, published);
	for (const line of found) console.log(line);
	const inferred = rows.filter((row) => row.inferred).length;
	console.log(
		`${rows.length} rows (${inferred} inferred), ${published.length} published operations, ${found.length} differences`,
	);
	process.exitCode = found.length > 0 ? 1 : 0;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
