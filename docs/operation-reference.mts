/** Writes docs/operations.md from the rows: what each operation is for and how its requests behave. */
import type { Operation } from '../core/rows/operation.ts';
import type { Vendor } from '../core/rows/vendor.ts';

/** The reference of some vendors as Markdown. */
export const operationReference = (vendors: readonly Vendor[]): string =>
	[
		'# Operations',
		'',
		'Made from the rows by `npm run reference`; do not edit by hand.',
		'',
		countsOf(vendors),
		'',
		"- **Path** in *italics* is unconfirmed: the vendor's page lost it. The node looks it up in the OpenAPI file that the vendor publishes, and uses this one if it is not there.",
		'- **Batch** is the most that one request carries; the node packs items up to that.',
		'- **Retried** tells what happens when an answer is lost: *yes*, the request is sent again; *no*, sending twice could do harm. Requests that the vendor turned away for being too many are always sent again.',
		...vendors.flatMap(vendorSection),
		'',
	].join('\n');

function countsOf(vendors: readonly Vendor[]): string {
	const rows = vendors.flatMap(({ resources }) =>
		resources.flatMap(({ operations }) => Object.values(operations)),
	);
	const unconfirmed = rows.filter(({ inferred }) => inferred);
	return `These are ${rows.length} operations; the paths of ${unconfirmed.length} are unconfirmed.`;
}

const vendorSection = ({ name, resources, administration = [] }: Vendor): string[] => [
	'',
	`## ${name}`,
	...resources.flatMap((resource) => [
		'',
		administration.includes(resource)
			? `### ${resource.name} (node ${name} Admin)`
			: `### ${resource.name}`,
		'',
		'| operation | what for | request | batch | retried |',
		'| --- | --- | --- | --- | --- |',
		...Object.values(resource.operations).map(line),
	]),
];

function line(row: Operation): string {
	const { name, description, request, inferred, batch, idempotent, composed } = row;
	const route = `\`${request.method} ${request.path}\``;
	const cells = [
		name,
		description,
		composed ? 'made of several documented ones' : inferred ? `*${route}*` : route,
		batch ? String(batch.max) : '',
		idempotent ? 'yes' : 'no',
	];
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
