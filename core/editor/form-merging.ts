/** Rows of a resource often ask the same thing. The editor loads every form of a node, so the same input is written once. */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The inputs of one row, in order. */
export interface RowForm {
	resource: string;
	operation: string;
	properties: readonly INodeProperties[];
}

interface Shared {
	/** What makes two inputs the same: everything but the rows that show them. */
	likeness: string;
	property: INodeProperties;
	rows: RowForm[];
}

/** The inputs of all rows. Each row keeps the order of its own inputs. */
export function mergeForms(forms: readonly RowForm[]): INodeProperties[] {
	const merged: Shared[] = [];
	for (const row of forms) {
		let next = 0;
		for (const property of row.properties) {
			const likeness = JSON.stringify(property);
			const at = merged.findIndex((known, index) => index >= next && known.likeness === likeness);
			// A new input stands right behind the one before it, so that those that follow can still be shared.
			const place = at !== -1 ? at : next === 0 ? merged.length : next;
			if (at === -1) merged.splice(place, 0, { likeness, property, rows: [row] });
			else merged[at]?.rows.push(row);
			next = place + 1;
		}
	}
	return merged.flatMap((shared) => shownFor(shared, forms));
}

/** n8n shows an input for every pairing of the listed resources and operations; only if all of them fit is one entry enough. */
function shownFor({ property, rows }: Shared, forms: readonly RowForm[]): INodeProperties[] {
	const resource = unique(rows.map((row) => row.resource));
	const operation = unique(rows.map((row) => row.operation));
	const paired = forms.filter(
		(row) => resource.includes(row.resource) && operation.includes(row.operation),
	);
	if (paired.length === rows.length) return [withShow(property, { resource, operation })];
	const operationsOf = (name: string) =>
		rows.filter((row) => row.resource === name).map((row) => row.operation);
	const alike = unique(resource.map((name) => operationsOf(name).join()));
	return alike.map((operations) => {
		const names = resource.filter((name) => operationsOf(name).join() === operations);
		return withShow(property, { resource: names, operation: operationsOf(names[0] ?? '') });
	});
}

const unique = (names: readonly string[]) => [...new Set(names)];

const withShow = (
	property: INodeProperties,
	show: NonNullable<IDisplayOptions['show']>,
): INodeProperties => ({
	...property,
	displayOptions: { show: { ...show, ...property.displayOptions?.show } },
});
