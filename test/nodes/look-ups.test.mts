/** What the editor asks the vendor for: an answer without the list is a failure with a reason, never an empty dropdown. */
import type { INodeType } from 'n8n-workflow';
import { Contacthub } from '../../nodes/Contacthub/Contacthub.node.ts';
import { Emporix } from '../../nodes/Emporix/Emporix.node.ts';
import { Horisen } from '../../nodes/Horisen/Horisen.node.ts';
import { HORISEN_SERVICE_UUID, HORISEN_TOKEN } from '../../sandbox/horisen/accounts.mts';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../sandbox/contacthub/accounts.mts';
import { EMPORIX_CUSTOMER_TOKEN, EMPORIX_TENANT } from '../../sandbox/emporix/accounts.mts';
import { ContacthubApi } from '../../credentials/ContacthubApi.credentials.ts';
import { EmporixCustomerTokenApi } from '../../credentials/EmporixCustomerTokenApi.credentials.ts';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials.ts';
import type { Sandbox } from '../../sandbox/server.mts';
import { listSearch, loadOptions, resourceMapping } from '../engine/editor.mts';
import { useSandbox } from '../sandbox/use-sandbox.mts';

const sandbox = useSandbox();

const credentialTypes = [new ContacthubApi(), new EmporixCustomerTokenApi(), new HorisenTokenApi()];
const credentialsFor = ({ contacthub, emporix, horisen }: Sandbox) => ({
	contacthubApi: {
		token: CONTACTHUB_TOKEN,
		workspaceId: CONTACTHUB_WORKSPACE_ID,
		baseUrl: contacthub.baseUrl,
	},
	emporixCustomerTokenApi: {
		tenant: EMPORIX_TENANT,
		baseUrl: emporix.baseUrl,
		accessToken: EMPORIX_CUSTOMER_TOKEN,
	},
	horisenTokenApi: {
		serviceUuid: HORISEN_SERVICE_UUID,
		baseUrl: horisen.baseUrl,
		token: HORISEN_TOKEN,
	},
});

/** What stands in the form already, for lists of what belongs to it. */
function chosen() {
	const { contacthub, emporix } = sandbox();
	emporix.tenant.put('GOLD', { name: { en: 'Gold' }, siteCode: 'main', status: 'ACTIVE' });
	const [customer] = contacthub.addPeople(1);
	return { customerId: customer?.id, nodeId: CONTACTHUB_NODE_ID, segmentId: 'GOLD' };
}

const nodes: Array<[INodeType, Record<string, unknown>]> = [
	[new Contacthub(), {}],
	[new Emporix(), { authentication: 'emporixCustomerTokenApi' }],
	[new Horisen(), { authentication: 'horisenTokenApi' }],
];
const ask = { listSearch, loadOptions, resourceMapping };
const lookUp = async (
	node: INodeType,
	kind: keyof typeof ask,
	method: string,
	parameters: Record<string, unknown>,
) =>
	await ask[kind]({
		node,
		method,
		parameters,
		credentials: credentialsFor(sandbox()),
		credentialTypes,
	});
const methods = nodes.flatMap(([node, parameters]) =>
	(['listSearch', 'loadOptions', 'resourceMapping'] as const).flatMap((kind) =>
		Object.keys(node.methods?.[kind] ?? {}).map((method) => ({
			title: `${node.description.displayName} ${method}`,
			look: async () => await lookUp(node, kind, method, { ...parameters, ...chosen() }),
			lookAlone: async () => await lookUp(node, kind, method, parameters),
		})),
	),
);

/** A customer's own token may not read them (test/nodes/list-entries.test.mts reads them with an API key). */
const mayNot = (title: string) => title === 'Emporix searchAssignedGroups';

test.each(methods.filter(({ title }) => !mayNot(title)))(
	'$title reads the list of the account',
	async ({ look }) => {
		expect(await look()).toBeInstanceOf(Object);
	},
);

test.each(['{"message": "maintenance"}', 'null', '"maintenance"', ''])(
	'%j instead of a list is a failure of every look-up',
	async (body) => {
		for (const { title, look } of methods) {
			sandbox().reset();
			sandbox().misbehave({ kind: 'status', status: 200, body, times: 20 });
			// Contacthub keeps own properties in a record, where any names may be theirs.
			if (/Properties$/.test(title) && body.startsWith('{')) continue;
			await expect({ title, seen: look() }.seen).rejects.toThrow(
				/answered (nothing|something else)/,
			);
		}
	},
);

test.each(methods.filter(({ title }) => /Customer(Sub|Ses)|BulkJobs|Assigned/.test(title)))(
	'$title says what must be chosen before',
	async ({ lookAlone }) => {
		await expect(lookAlone()).rejects.toThrow(/^The list needs a choice in [A-Z][a-z ]+/i);
	},
);
