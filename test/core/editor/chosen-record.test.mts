/** Lists of what belongs to a record know which record is chosen, and say what to do while none is. */
import type { INodeType } from 'n8n-workflow';
import { chosenRecord, recordChosenIn } from '../../../core/editor/chosen-record.ts';
import { listSearch } from '../../engine/editor.mts';
import { PLAIN_NODE } from '../../engine/plain-node.mts';

/** A node whose list is the one record that is chosen in its form. */
const node: INodeType = {
	description: PLAIN_NODE,
	methods: {
		listSearch: {
			async chosen() {
				const id = chosenRecord(this, 'person');
				return { results: id === undefined ? [] : [{ name: id, value: id }] };
			},
			async needed() {
				const id = recordChosenIn(this, 'person', 'Person');
				return { results: [{ name: id, value: id }] };
			},
		},
	},
};

const ask = async (method: string, person: unknown) =>
	(await listSearch({ node, method, parameters: { person } })).results.map(({ value }) => value);

const fromList = (value: unknown) => ({ __rl: true, mode: 'list', value });

test.each<[string, unknown]>([
	['from the list', fromList('p1')],
	['as a plain text', 'p1'],
])('a record that is chosen %s is known by its ID', async (_how, person) => {
	expect(await ask('chosen', person)).toEqual(['p1']);
	expect(await ask('needed', person)).toEqual(['p1']);
});

test.each<[string, unknown]>([
	['empty', fromList('')],
	['an empty text', ''],
	['an expression, which only a run evaluates', fromList('={{ $json.id }}')],
	['an expression as a plain text', '={{ $json.id }}'],
	['not there', null],
	['a number', fromList(7)],
])('nothing is chosen while the input is %s', async (_what, person) => {
	expect(await ask('chosen', person)).toEqual([]);
	await expect(ask('needed', person)).rejects.toMatchObject({
		message: 'The list needs a choice in Person, whose records it holds',
		description: expect.stringContaining('Choose it there first'),
	});
});
