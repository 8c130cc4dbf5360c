/** Every request of the package passes one door: those of all operations, of the editor's lists and mappers, and of triggers. */
import * as door from '../../../core/requests/door.ts';
import * as publicText from '../../../core/requests/public-text.ts';
import { listSearch, loadOptions, resourceMapping } from '../../engine/editor.mts';
import { createPoller } from '../../engine/poll.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { Account } from '../../nodes/accounts.mts';
import { accounts } from '../../nodes/accounts.mts';
import { everyRow, runRow, sample } from '../../nodes/every-row.mts';

jest.mock('../../../core/requests/door.ts', () => {
	const actual = jest.requireActual<typeof door>('../../../core/requests/door.ts');
	const { ask, askForDocumented } = actual;
	return {
		__esModule: true,
		...actual,
		ask: jest.fn(ask),
		askForDocumented: jest.fn(askForDocumented),
	};
});
jest.mock('../../../core/requests/public-text.ts', () => {
	const actual = jest.requireActual<typeof publicText>('../../../core/requests/public-text.ts');
	return { __esModule: true, readPublicText: jest.fn(actual.readPublicText) };
});

const server = useRecordingServer();

/** Runs work against a vendor that has nothing, then one that has something; what arrives must have been let out. */
async function expectTheDoor(list: unknown, work: () => Promise<unknown>): Promise<void> {
	for (const reply of [{ status: 404 }, { status: 200, body: list }]) {
		server().answer(() => reply);
		jest.clearAllMocks();
		await work().catch(() => undefined);
		const arrived = server().received.length;
		expect(arrived).toBeGreaterThan(0);
		const ways = [door.ask, door.askForDocumented, publicText.readPublicText];
		const letOut = ways.map((way) =>
			jest.isMockFunction(way) ? way.mock.calls.length : Number.NaN,
		);
		expect(arrived).toBe(letOut.reduce((sum, calls) => sum + calls));
	}
}

test.each(everyRow)('operation: $title', async (given) => {
	await expectTheDoor(
		given.account.list,
		async () => await runRow(given, server().url, { onError: 'continueErrorOutput' }),
	);
});

const methods = accounts.flatMap((account) =>
	[account.node, ...(account.poller ? [account.poller] : [])].flatMap((node) => {
		const {
			listSearch: lists,
			loadOptions: options,
			resourceMapping: mappers,
		} = node.methods ?? {};
		const named = (
			kind: typeof listSearch | typeof loadOptions | typeof resourceMapping,
			of?: object,
		) => Object.keys(of ?? {}).map((method) => ({ account, node, method, kind }));
		return [
			...named(listSearch, lists),
			...named(loadOptions, options),
			...named(resourceMapping, mappers),
		];
	}),
);
/** Lists within a record ask for it: a form in which every part of a path is filled in. */
const formWithPaths = ({ vendor }: Account) =>
	Object.fromEntries(
		everyRow
			.filter(({ account }) => account.vendor === vendor)
			.flatMap(({ row }) => Object.entries(row.path ?? {}))
			.map(([name, field]) => [name, sample(field)]),
	);

/** Taguchi does not tell which fields an account has. */
const OFFLINE = ['getProfileFields'];

test.each(methods.filter(({ method }) => !OFFLINE.includes(method)))(
	'editor: $account.vendor.name $method',
	async ({ account, node, method, kind }) => {
		const { name } = account.type;
		await expectTheDoor(
			account.list,
			async () =>
				await kind({
					node,
					method,
					parameters: { ...formWithPaths(account), authentication: name },
					credentials: { [name]: account.data(server().url) },
					credentialTypes: [account.type],
				}),
		);
	},
);

const pollers = accounts.flatMap(({ poller, ...account }) =>
	poller ? [{ ...account, poller }] : [],
);

test.each(pollers)('trigger: $vendor.name', async ({ list, poller, type, data }) => {
	for (const mode of ['trigger', 'manual'] as const) {
		for (const startFrom of ['now', 'beginning']) {
			await expectTheDoor(
				list,
				async () =>
					await createPoller({
						node: poller,
						mode,
						parameters: { authentication: type.name, startFrom },
						credentials: { [type.name]: data(server().url) },
						credentialTypes: [type],
					}).poll(),
			);
		}
	}
});
