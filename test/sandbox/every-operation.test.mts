import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { documentedRequest, operationsOf, sendDocumented } from './documented-requests.mts';
import { documentedVendors } from './documented-vendors.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe.each(documentedVendors)(
	'$name: every documented operation',
	({ name, mount, token, known }) => {
		test.each(operationsOf(name))('$id answers as documented', async (documented) => {
			const request = documentedRequest(documented, await known(sandbox), token);
			const answer = await sendDocumented(`${sandbox.url}${mount}`, request);

			const recorded = sandbox.requests.at(-1);
			expect(recorded).toMatchObject({
				vendor: name,
				operationId: documented.id,
				violations: [],
			});
			const { responses } = documented.operation;
			const successes = Object.keys(responses).filter((code) => code.startsWith('2'));
			expect(successes).toContain(String(answer.status));
			const example = responses[answer.status]?.content?.['application/json']?.example;
			if (example !== undefined) {
				const got: unknown = JSON.parse(answer.text);
				expect(Array.isArray(got)).toBe(Array.isArray(example));
				expect(typeof got).toBe(typeof example);
			}
		});
	},
);
