/** The sandbox is never more lenient than a vendor's document: what breaks the contract in one place is refused. */
import { Ajv } from 'ajv';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { breachesOf } from './contract-breaches.mts';
import { documentedRequest, operationsOf, sendDocumented } from './documented-requests.mts';
import { documentedVendors } from './documented-vendors.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

let breaches = 0;
afterAll(() => expect(breaches).toBeGreaterThan(4_000));

describe.each(documentedVendors)(
	'$name refuses what breaks the contract',
	({ name, mount, token, known }) => {
		test.each(operationsOf(name))('of $id', async (documented) => {
			const right = documentedRequest(documented, await known(sandbox), token);
			const accepted: string[] = [];
			for (const [what, request] of breachesOf(documented, right)) {
				breaches += 1;
				const { status, text } = await sendDocumented(`${sandbox.url}${mount}`, request);
				// Taguchi answers each element by itself.
				const isRefused = (status >= 400 && status < 500) || text.includes('"code":400');
				if (!isRefused) accepted.push(`${what}: ${status}`);
			}
			expect(accepted).toEqual([]);
		});
	},
);

test.each(documentedVendors)('the schemas of $name are schemas', ({ name }) => {
	const ajv = new Ajv({ strict: false });
	const schemas = operationsOf(name).flatMap(({ operation: { parameters = [], requestBody } }) => [
		...parameters.map(({ schema }) => schema),
		...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
	]);
	expect(schemas.length).toBeGreaterThan(0);
	expect(schemas.filter((schema) => ajv.validateSchema(schema) !== true)).toEqual([]);
});
