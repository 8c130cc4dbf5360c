/** What jest tells a reporter at the end; the part that is counted here. */
interface Results {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	/** Test files that could not run at all; none of their tests is counted above. */
	numRuntimeErrorTestSuites: number;
}

/** Closes jest's output with one plain line, `N passed, N failed, N skipped`, that machines can read. */
export default class SummaryReporter {
	onRunComplete(_files: unknown, results: Results): void {
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		const skipped = results.numPendingTests + results.numTodoTests;
		const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
		// Jest prints its own summary after every reporter.
		process.once('exit', () => console.log(line));
	}
}
