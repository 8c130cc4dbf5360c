/** Runs a row without n8n and without a server: the vendor answers as its contract says. */
import type { IDataObject } from 'n8n-workflow';
import { FILE } from './forms.mts';
import { ADDRESS, match } from './operations.mts';
import type { Offline, Sent } from './sent.mts';
import { send } from './sent.mts';
import type { ContractedVendor, Row } from './vendors.mts';
import { exampleOf } from './vendors.mts';

/** With and without Send in Batches, where that makes a difference to what is asked. */
export const modesOf = ({ row }: Row): boolean[] => (row.batch?.request ? [true, false] : [true]);

interface Manner {
	batching?: boolean;
	/** The items behind the node; those of the row's example when absent. */
	items?: IDataObject[];
	/** Options of the node beside Send in Batches. */
	options?: IDataObject;
	answer?: Offline['answer'];
}

/** Runs a row with the parameters of a form. */
export async function runOffline(
	one: ContractedVendor,
	{ name, resource, operation }: Row,
	form: IDataObject,
	{ batching = true, items, options, answer = (sent) => documentedAnswer(one, sent) }: Manner = {},
) {
	const { examples, node } = one;
	const example = exampleOf(one, name);
	return await send({
		node,
		credentials: examples.credentials(ADDRESS),
		parameters: {
			...examples.as,
			...example.as,
			...examples.asOffline,
			resource,
			operation,
			...form,
			options: { batching, ...options },
		},
		items: (items ?? example.items ?? [{}]).map((json) => ({ json, binary: { data: FILE } })),
		answer,
	});
}

/** The documented success of the operation that a request goes to. */
export function documentedAnswer({ contract, examples }: ContractedVendor, sent: Sent) {
	const { operation } = match(contract, sent);
	const [documented] = operation?.answers ?? [];
	if (!operation || !documented) return { status: 404, body: undefined };
	return {
		status: documented.status,
		body: examples.answers?.[operation.id] ?? documented.example,
	};
}
