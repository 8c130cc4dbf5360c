/**
 * The five packages in n8n's hands, one after the other: each is installed from a registry, one operation and one trigger of
 * every vendor in it run, and it is removed again. The packages of one vendor each run the workflows of the whole one, moved.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import { moveTo } from '../../packages/node-types.mts';
import { folderOf } from '../../packages/vendor-packages.mts';
import { manifest, type Vendor, vendors } from '../../packages/vendors.mts';
import {
	exampleWorkflow,
	finished,
	polls,
	resting,
	withFastPolling,
} from '../demonstration/example-workflows.mts';
import { optOutInHorisen, prepare, VIP_SEGMENT, writeToTaguchi } from '../demonstration/people.mts';
import { until } from '../demonstration/waiting.mts';
import { withCredentials } from '../instance/credentials.mts';
import type { Editor } from '../instance/editor.mts';
import type { N8nRest, StoredCredential, StoredWorkflow } from '../instance/rest.mts';
import { WorkflowFile } from '../instance/rest.mts';
import { PACKAGED_EXAMPLES_FOLDER, PROJECT_FOLDER } from '../places.mts';
import { say } from '../progress.mts';
import { declaredTypes, knownTypes } from './known-types.mts';
import { deliver } from './scenarios.mts';

/** An example of a vendor's package, and what it shows in the sandbox. */
interface Story {
	/** The workflow's file in packages/examples, without `.json`. */
	file: string;
	/** Makes what the operation is to find. */
	before(sandbox: Sandbox): Promise<void>;
	/** The step that *Try it* runs, and how many items it gives. */
	operation: { step: string; items: number };
	/** The step that waits for changes. */
	trigger: string;
	/** Makes as many changes as CHANGES says, each an item of the trigger. */
	change(sandbox: Sandbox, webhookUrl: string): Promise<void>;
}

const CHANGES = 3;
/** How long a trigger may take to give them, in milliseconds. */
const TIMEOUT = 60_000;
const numbers = Array.from({ length: CHANGES }, (_, index) => index + 1);
/** Whom Taguchi's example looks up. */
const JANE = 'jane@example.com';

const STORIES: Readonly<Record<Vendor['folder'], Story>> = {
	Contacthub: {
		file: 'contacthub-changes-and-a-list',
		before: async ({ contacthub }) => {
			contacthub.addPeople(10);
		},
		operation: { step: 'Some customers', items: 10 },
		trigger: 'Contacthub Trigger',
		change: async ({ contacthub }) => {
			contacthub.addPeople(CHANGES);
		},
	},
	Emporix: {
		file: 'emporix-changes-and-a-list',
		before: async () => {},
		operation: { step: 'Some segments', items: 1 },
		trigger: 'Emporix Trigger',
		change: async ({ emporix }) => {
			for (const number of numbers) {
				emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
			}
		},
	},
	Horisen: {
		file: 'horisen-changes-and-a-list',
		before: async ({ horisen }) => {
			for (const number of numbers) {
				horisen.putContact({ email: `C${number}@example.com`, opt_status: 'in' });
			}
		},
		operation: { step: 'Some contacts', items: CHANGES },
		trigger: 'HORISEN Business Messenger Trigger',
		change: async (sandbox) => {
			for (const number of numbers) optOutInHorisen(sandbox, `C${number}@example.com`);
		},
	},
	Taguchi: {
		file: 'taguchi-events-and-a-subscriber',
		before: async (sandbox) => await writeToTaguchi(sandbox, [{ email: JANE }]),
		operation: { step: 'Find one person', items: 1 },
		trigger: 'Taguchi Trigger',
		change: async (sandbox, webhookUrl) => {
			const jane = sandbox.taguchi.subscribers.find(({ email }) => email === JANE);
			if (!jane) throw new Error('Nobody is there');
			for (const number of numbers) {
				const id = 174049918808633344n + BigInt(number);
				await deliver(sandbox, webhookUrl, { id, type: 'p', target: { id: jane.id } });
			}
		},
	},
};

/**
 * Runs the four examples in the whole package, then each in the package of its vendor.
 *
 * @returns what it showed
 * @throws Error with what is not as it should be
 */
export async function playVendorPackages(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	const { rest } = editor;
	const moved = new Map<Vendor, WorkflowFile>();
	try {
		await rest.uninstallPackage(manifest.name);
		await within(editor, manifest.name, PROJECT_FOLDER, async () => {
			for (const vendor of vendors) {
				const file = withFastPolling(
					exampleWorkflow(storyOf(vendor).file, PACKAGED_EXAMPLES_FOLDER),
				);
				const exported = await play(editor, sandbox, vendor, withCredentials(file, credentials));
				moved.set(vendor, movedTo(vendor, exported));
			}
		});
		for (const [vendor, workflow] of moved) {
			await editor.publish(folderOf(vendor));
			await within(editor, vendor.package, folderOf(vendor), async () => {
				await play(editor, sandbox, vendor, workflow);
			});
		}
	} finally {
		for (const { packageName } of await rest.installedPackages()) {
			await rest.uninstallPackage(packageName);
		}
		await rest.installPackage(manifest.name);
	}
	return `${1 + vendors.length} packages installed from a registry and removed; in each, an operation and a trigger of every vendor in it, the workflows of the whole one moved to the others with their credentials`;
}

const movedTo = (vendor: Vendor, exported: WorkflowFile): WorkflowFile =>
	WorkflowFile.parse(JSON.parse(moveTo(vendor.package, JSON.stringify(exported))));

function storyOf({ folder }: Vendor): Story {
	const story = STORIES[folder];
	if (!story) throw new Error(`No story tells of the package of ${folder}`);
	return story;
}

/** Lets n8n install a published package, does something there, and lets n8n remove it. */
async function within(
	{ rest }: Editor,
	name: string,
	folder: string,
	work: () => Promise<void>,
): Promise<void> {
	await rest.installPackage(name);
	const declared = declaredTypes(folder);
	const { nodes, types } = await knownTypes(rest, name);
	if (nodes !== declared.nodes || types !== declared.types) {
		throw new Error(`n8n knows ${nodes} nodes and ${types} credential types of ${name}`);
	}
	await work();
	await rest.uninstallPackage(name);
	const left = await knownTypes(rest, name);
	if (left.nodes + left.types > 0) throw new Error(`n8n still knows ${name}, which it removed`);
	say(`        ${name}: installed, ${nodes} nodes, ${types} credential types; run; removed`);
}

/** Plays a vendor's story; gives the workflow as n8n exports it. */
async function play(
	{ rest, url }: Editor,
	sandbox: Sandbox,
	vendor: Vendor,
	file: WorkflowFile,
): Promise<WorkflowFile> {
	const { before, operation, trigger, change } = storyOf(vendor);
	sandbox.reset();
	prepare(sandbox);
	await before(sandbox);
	const workflow = await rest.createWorkflow(file);
	try {
		const id = await rest.run(workflow, 'Try it');
		const status = await finished(rest, workflow, id);
		const report = await rest.executionReport({ id, status });
		const found = report.items(operation.step).length;
		if (status !== 'success' || found !== operation.items) {
			throw new Error(`${file.name}: ${status}, ${found} items; ${report.failure}`);
		}
		sandbox.requests.length = 0;
		await rest.activate(workflow);
		if (polls(file)) await until(() => (hasPolled(sandbox, vendor) ? [] : ['it has not polled']));
		const webhook = polls(file) ? '' : await rest.webhookId(workflow, trigger);
		await change(sandbox, `${url}/webhook/${webhook}/taguchi`);
		await given(rest, workflow, trigger);
		return await rest.exportWorkflow(workflow);
	} finally {
		await rest.deactivate(workflow);
		await rest.removeWorkflow(workflow);
	}
}

/** Whether a trigger's first poll is over. It may look twice, and the trigger before it may still stop. */
function hasPolled({ requests }: Sandbox, { folder }: Vendor): boolean {
	const asked = requests
		.filter(({ vendor, method }) => vendor === folder.toLowerCase() && method === 'GET')
		.map(({ operationId }) => operationId);
	return asked.some((one) => asked.filter((other) => other === one).length > 2);
}

/** Waits until a trigger has given as many items as there were changes, and nothing runs any more. */
async function given(rest: N8nRest, workflow: StoredWorkflow, trigger: string): Promise<void> {
	const startedAt = performance.now();
	for (;;) {
		await sleep(500);
		await resting(rest, workflow);
		const runs = await rest.executions(workflow);
		const reports = await Promise.all(runs.map(async (one) => await rest.executionReport(one)));
		const count = reports.flatMap((report) => report.items(trigger)).length;
		const failed = reports.find(({ failure }) => failure);
		if (failed) throw new Error(`${workflow.name}: ${failed.failure}`);
		if (count === CHANGES) return;
		if (count > CHANGES || performance.now() - startedAt > TIMEOUT) {
			throw new Error(`${workflow.name}: ${count} changes instead of ${CHANGES}`);
		}
	}
}
