/** People who ask to be forgotten while everything else goes on. */
import type { Sandbox } from '../../sandbox/server.mts';
import { traces } from '../demonstration/agreement.mts';
import type { Editor } from '../instance/editor.mts';
import {
	exampleWorkflow,
	filledIn,
	finished,
	importWorkflow,
	withShortWaits,
} from '../demonstration/example-workflows.mts';
import type { StoredCredential } from '../instance/rest.mts';

/** Answers that did not arrive may leave a system out; the report says so, and the workflow is run again. */
const MOST_RUNS = 5;

/** The workflow "Forget me everywhere", filled in for one person after the other. */
export class Forgetting {
	/** Who has asked, by e-mail address. */
	readonly people: string[] = [];
	private readonly editor: Editor;
	private readonly credentials: readonly StoredCredential[];

	constructor(editor: Editor, credentials: readonly StoredCredential[]) {
		this.editor = editor;
		this.credentials = credentials;
	}

	/** Starts the workflow, without waiting for its end. */
	async begin(email: string): Promise<void> {
		const workflow = await this.workflowFor(email);
		await this.editor.rest.run(workflow, 'Start');
	}

	/** Runs the workflow until its report says that all is done. @throws Error with the last report */
	async forget(email: string): Promise<void> {
		if (!this.people.includes(email)) this.people.push(email);
		const { rest } = this.editor;
		const workflow = await this.workflowFor(email);
		for (let run = 1; ; run++) {
			const id = await rest.run(workflow, 'Start');
			const status = await finished(rest, workflow, id);
			const [report] = (await rest.executionReport({ id, status })).items('Report');
			if (report && !JSON.stringify(report).includes('NOT DONE')) break;
			if (run === MOST_RUNS) throw new Error(`Not forgotten: ${JSON.stringify(report)}`);
		}
		await rest.removeWorkflow(workflow);
	}

	/** Looks after everybody once more; gives how many had come back. @throws Error when somebody is still there */
	async again(sandbox: Sandbox): Promise<number> {
		const back = this.people.filter((email) => traces(sandbox, email).length > 0);
		for (const email of back) await this.forget(email);
		const [left] = this.people.flatMap((email) => traces(sandbox, email));
		if (left) throw new Error(left);
		return back.length;
	}

	private async workflowFor(email: string) {
		const file = withShortWaits(exampleWorkflow('forget-me-everywhere'));
		const who = { email, emporixCustomerId: '' };
		return await importWorkflow(this.editor.rest, filledIn(file, 'Who', who), this.credentials);
	}
}
