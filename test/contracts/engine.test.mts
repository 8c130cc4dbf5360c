/**
 * Every row of every vendor in n8n's engine, against the sandbox: with the least that it can run with, and with all optional
 * fields and choices. The sandbox checks each request against the contract.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { runNode } from '../engine/execute.mts';
import { useSandbox } from '../sandbox/use-sandbox.mts';
import { expressionsOver } from './expressions.mts';
import { FILE, formsOf } from './forms.mts';
import { modesOf } from './offline.mts';
import { operationsOf } from './operations.mts';
import type { ContractedVendor, Row } from './vendors.mts';
import { exampleOf, vendors } from './vendors.mts';

const sandbox = useSandbox();

async function run(
	{ node, examples }: ContractedVendor,
	{ name, resource, operation }: Row,
	parameters: IDataObject,
	items: IDataObject[] | undefined,
	batching: boolean,
) {
	sandbox().requests.length = 0;
	const { as } = examples.rows[name] ?? {};
	const done = await runNode({
		node,
		parameters: {
			...examples.as,
			...as,
			resource,
			operation,
			...parameters,
			options: { batching, concurrency: 20 },
		},
		credentials: examples.credentials(examples.addressIn(sandbox())),
		items: items?.map((json) => ({ json, binary: { data: FILE } })),
		onError: 'continueErrorOutput',
	});
	const requests = sandbox().requests.filter(({ path }) => !examples.besides?.test(path));
	return { ...done, requests };
}

const required = ({ node, examples }: ContractedVendor, row: Row, parameters: IDataObject) => {
	const values = {
		...examples.as,
		resource: row.resource,
		operation: row.operation,
		...parameters,
	};
	return node.description.properties.filter(
		(property) =>
			property.required &&
			property.name !== 'authentication' &&
			NodeHelpers.displayParameter(
				values as INodeParameters,
				property,
				{ typeVersion: 1 },
				node.description,
			),
	);
};

const isFilled = ({ type, default: value }: { type: string; default: unknown }) =>
	type !== 'resourceLocator' && type !== 'resourceMapper' && value !== '';

/** Whether an item failed by the word of the vendor, which begins with its name. */
const isVerdict = ({ vendor }: ContractedVendor, { error }: IDataObject) =>
	String(error).startsWith(vendor.name);

describe.each(vendors)('$name', (one) => {
	describe.each(one.rows)('$name', (row) => {
		const example = exampleOf(one, row.name);
		const { parameters = {}, items, oneOf = [], quick } = example;
		const least = async () => {
			sandbox().reset();
			const known = await one.examples.prepare(sandbox());
			return typeof parameters === 'function' ? parameters(known) : parameters;
		};

		test('runs with its required parameters alone', async () => {
			for (const batching of modesOf(row)) {
				const given = await least();
				const needed = required(one, row, given);
				const names = needed.map(({ name }) => name);
				const missing = needed.filter(
					(property) => !(property.name in given) && !isFilled(property),
				);
				expect(missing.map(({ name }) => name)).toEqual([]);
				expect(
					Object.entries(given).filter(
						([name, value]) =>
							typeof value !== 'boolean' && !names.includes(name) && !oneOf.includes(name),
					),
				).toEqual([]);

				const { outputs, error, requests } = await run(one, row, given, items, batching);

				const [done = [], failed = []] = outputs;
				expect({ error, failed }).toEqual({ error: undefined, failed: [] });
				expect(new Set(done.map(({ pairedItem }) => JSON.stringify([pairedItem].flat())))).toEqual(
					new Set(done.map(() => '[{"item":0}]')),
				);
				const route = (batching && row.row.batch?.request) || row.row.request;
				const operations = operationsOf(one.contract, row.row)
					.filter((reached) => reached.route === route)
					.map(({ operation }) => operation?.id);
				expect(requests).toEqual([
					expect.objectContaining({ violations: [], status: expect.any(Number) }),
				]);
				expect(operations).toContain(requests[0]?.operationId);
				expect(requests[0]?.status).toBeLessThan(300);
			}
		});

		test('takes every optional field and every choice', async () => {
			const nodes = expressionsOver(formsOf(one, row).map((form) => ({ ...form, ...quick })));
			for (const { parameters: filled, items: forms } of nodes) {
				for (const batching of modesOf(row)) {
					await least();
					const { error, outputs, requests } = await run(one, row, filled, forms, batching);
					expect(error).toBeUndefined();
					expect([...new Set(requests.flatMap(({ violations }) => violations))]).toEqual([]);
					// What the vendor does not accept is its own verdict; what we refuse would not have been sent.
					const refused = (outputs[1] ?? []).filter(({ json }) => !isVerdict(one, json));
					expect(refused.map(({ json }) => json.error)).toEqual([]);
					expect(requests.length).toBeGreaterThan(0);
				}
			}
		});
	});
});
