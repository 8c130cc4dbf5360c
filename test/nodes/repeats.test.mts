/** What is sent again when its answer is lost, and what never is: for nobody can tell then whether it was done. */
import type { IDataObject } from 'n8n-workflow';
import { formsOf } from '../contracts/forms.mts';
import { documentedAnswer, modesOf, runOffline } from '../contracts/offline.mts';
import type { ContractedVendor, Row } from '../contracts/vendors.mts';
import { passingTime, useFakeTime } from '../engine/passing-time.mts';
import { vendors } from '../contracts/vendors.mts';

/** Writes by POST or PATCH after which sending the same again changes nothing more. */
const AGAIN = new Set([
	// A full or partial state of one record, found by what identifies it.
	'Contacthub customer.create',
	'Contacthub customer.update',
	'Contacthub event.update',
	'Horisen contact.import',
	'Horisen contact.updateOptStatus',
	'Horisen interestMember.upsert',
	'Horisen subscriptionMember.upsert',
	'Horisen touchpointMember.upsert',
	'Taguchi partition.upsert',
	'Taguchi subscriber.upsert',
	// Searches.
	'Emporix customerAssignment.search',
	'Emporix groupAssignment.search',
	'Emporix itemAssignment.search',
	'Emporix segment.matchItems',
	'Emporix segment.search',
]);

/** Values with which even those are sent once. */
const ONCE: Record<string, (form: IDataObject) => boolean> = {
	// The first write gives the record another version, which the second would meet.
	Emporix: ({ additionalFields }) => Object(additionalFields).version !== undefined,
	// A contact that the first import made would be a duplicate in the second.
	Horisen: ({ resolve_duplicate: duplicates }) =>
		duplicates !== undefined && !['update', 'skip'].includes(String(duplicates)),
};

const isRepeated = ({ name }: ContractedVendor, { name: operation, row }: Row, form: IDataObject) =>
	!ONCE[name]?.(form) &&
	(['GET', 'PUT', 'DELETE'].includes(row.request.method) || AGAIN.has(`${name} ${operation}`));

const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** How many times the first request of a run goes out when its first answer is lost. */
async function timesSent(one: ContractedVendor, row: Row, form: IDataObject, batching: boolean) {
	let first: string | undefined;
	let times = 0;
	const running = runOffline(one, row, form, {
		batching,
		answer: (sent) => {
			const asked = JSON.stringify([sent.method, sent.url, sent.body], (_, value) =>
				typeof value === 'bigint' ? String(value) : value,
			);
			first ??= asked;
			if (asked === first) times += 1;
			if (asked === first && times === 1) throw lost;
			return documentedAnswer(one, sent);
		},
	});
	await passingTime(running);
	return times;
}

useFakeTime();

describe.each(vendors)('$name', (one) => {
	test.each(one.rows)('$name', async (row) => {
		const filled = formsOf(one, row);
		// Where values decide, all of them are tried, and none of the optional ones.
		const forms = row.row.onceOnly
			? [...filled, { ...filled[0], additionalFields: {} }]
			: filled.slice(0, 1);
		for (const form of forms) {
			for (const batching of modesOf(row)) {
				const expected = isRepeated(one, row, form) ? 2 : 1;
				const times = await timesSent(one, row, form, batching);
				expect({ form, batching, times }).toEqual({ form, batching, times: expected });
			}
		}
	});
});
