/**
 * What becomes of the items that a poll returns. n8n passes them on by the context's `__emit`, which takes a promise for the
 * finished run (n8n, workflows/triggers/trigger-execution-context.factory; in older versions active-workflow-manager). It
 * settles in one process with the run, and in queue mode when a worker has ended the job or is found dead.
 */
import type { IPollFunctions, IRun } from 'n8n-workflow';
import { valueAt } from '../execution/output';
import type { Position } from './trigger-state';

/** What proves that items were handed over, as the form stores it. */
export type Proof = 'started' | 'ended' | 'succeeded';
export const DEFAULT_PROOF: Proof = 'ended';

/** How often the same items are given to n8n before the trigger goes on without them. */
export const MOST_TRIES = 5;

/** Whether items are handed over (`none`), are to be given again, or are still with n8n */
export type Doubt = 'none' | 'repeat' | 'wait';

/** Items that n8n was given. */
export interface Given {
	/** The number of the commit that went with them. */
	commits: number;
	/** Where they end. */
	pending: Position;
	/** What became of the run, as far as n8n has told. */
	fate: Fate;
	/** When this process has given them, by its running time in ms. */
	at: number;
	/** Polls to let pass before they are given again. */
	pause: number;
}

/**
 * `untold`: this n8n does not say; `running`: not ended yet; `stopped`: by a person; `failed`: a node stopped the run, which
 * n8n keeps for a retry; `cut off`: n8n could not start the run or bring it to an end.
 */
type Fate = 'untold' | 'running' | 'succeeded' | 'stopped' | 'failed' | 'cut off';

/** The parameters of an `__emit` that takes a promise for the finished run. */
const KNOWS_DONE_PROMISE = 3;
/** How long to wait for the end of a run, in ms: n8n forgets to tell it when a job got lost or was stopped on its worker. */
const LONGEST_RUN_MS = 3_600_000;

/** How long n8n may show a state from before, in ms: its polls are given up after 45 s. */
const LONGEST_STALE_MS = 60_000;

/** What n8n itself put into a context, where it was replaced. */
const emitters = new WeakMap<IPollFunctions, IPollFunctions['__emit']>();

/**
 * Watches what n8n does with the items that the poll is about to return.
 *
 * @param commits the number of the commit that goes with them
 * @param pending where they end
 * @param tries how often it has been given them, this time included
 */
export function giveTo(
	context: IPollFunctions,
	commits: number,
	pending: Position,
	tries: number,
): Given {
	const given: Given = {
		commits,
		pending,
		fate: 'untold',
		at: performance.now(),
		pause: 2 ** (tries - 1) - 1,
	};
	const emit = emitters.get(context) ?? context.__emit;
	if (typeof emit !== 'function' || emit.length < KNOWS_DONE_PROMISE) return given;
	emitters.set(context, emit);
	context.__emit = (data, responsePromise, donePromise) => {
		context.__emit = emit;
		given.fate = 'running';
		const done = donePromise ?? context.helpers.createDeferredPromise<IRun | undefined>();
		void done.promise.then(
			(run) => {
				given.fate = fateOf(run);
			},
			(reason: unknown) => {
				given.fate = FATES[nameOf(reason)] ?? 'cut off';
			},
		);
		emit.call(context, data, responsePromise, done);
	};
	return given;
}

/** Whether n8n has passed it on, so that a run may have got it. */
export const isPassedOn = ({ fate }: Given): boolean => fate !== 'untold';

/**
 * What to make of a state from before n8n was given something. n8n reads the state some time before it polls, so another poll
 * may have ended meanwhile. Where a run was started, n8n has kept the later state, and will show it.
 */
export function doubtOfOlder({ fate, at }: Given): Doubt {
	if (fate === 'untold' || fate === 'cut off') return 'none';
	return performance.now() - at < LONGEST_STALE_MS ? 'wait' : 'repeat';
}

/** Whether what n8n was given counts as handed over, as the form says. */
export function doubtOf(context: IPollFunctions, given: Given): Doubt {
	const proof = context.getNodeParameter('handedOver', DEFAULT_PROOF);
	if (proof === 'started') return 'none';
	if (given.fate === 'running') {
		return performance.now() - given.at < LONGEST_RUN_MS ? 'wait' : 'none';
	}
	const again = given.fate === 'cut off' || (given.fate === 'failed' && proof === 'succeeded');
	if (!again) return 'none';
	if (given.pause === 0) return 'repeat';
	given.pause -= 1;
	return 'wait';
}

/** Why n8n gave a run up, by the name of the class that says so; anything else kept the run from starting. */
const FATES: Readonly<Record<string, Fate>> = {
	ManualExecutionCancelledError: 'stopped',
	TimeoutExecutionCancelledError: 'failed',
	SystemShutdownExecutionCancelledError: 'cut off',
	// The run was over, or belongs to an engine of n8n that keeps no record of it here.
	ExecutionNotFoundError: 'untold',
};

const nameOf = (reason: unknown): string =>
	reason instanceof Error ? reason.constructor.name : '';

function fateOf(run: IRun | undefined): Fate {
	if (!run) return 'cut off';
	switch (run.status) {
		case 'success':
		case 'waiting': // with all of its data, which n8n keeps
			return 'succeeded';
		case 'canceled':
			return 'stopped';
		case 'error':
			// A run that no node has stopped was stopped by its worker's end.
			return valueAt('data.resultData.lastNodeExecuted', run) === undefined ? 'cut off' : 'failed';
		default:
			return run.finished === true ? 'succeeded' : 'cut off';
	}
}
