/** Repeats are counted where they were given, even in executions that n8n could not end. */
import { givenAgain, givenIn } from '../../n8n/end-to-end/arrivals.mts';
import { reportOf } from '../../n8n/instance/rest.mts';

const TRIGGER = 'Contacthub Trigger';

const itemsOf = (keys: readonly string[], isMarked: boolean) =>
	keys.map((key) => ({ json: { key, ...(isMarked && { mayBeRepeated: true }) } }));

/** An execution that ran to its end. */
const ended = (keys: readonly string[], isMarked = false) =>
	reportOf({
		resultData: { runData: { [TRIGGER]: [{ data: { main: [itemsOf(keys, isMarked)] } }] } },
		executionData: { nodeExecutionStack: [] },
	});

/** An execution whose process was killed: its items still stand before the trigger, and n8n may have made a step up. */
const cutOff = (keys: readonly string[], isMarked = false) =>
	reportOf({
		resultData: {
			runData: {
				[TRIGGER]: [{ data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] } }],
			},
		},
		executionData: {
			nodeExecutionStack: [
				{ node: { name: TRIGGER }, data: { main: [itemsOf(keys, isMarked)] } },
				{ node: { name: 'Another' }, data: { main: [itemsOf(['other'], false)] } },
			],
		},
	});

test('what was given once is no repeat', () => {
	const reports = [ended(['a', 'b']), cutOff(['c'])];
	expect(givenAgain(reports.map((report) => givenIn(report, TRIGGER)))).toEqual({
		again: 0,
		unmarked: 0,
		most: 1,
	});
});

test('a repeat of what a crash cut off is counted, with and without its mark', () => {
	const reports = [cutOff(['a', 'b']), ended(['a'], true), ended(['b']), ended(['a'], true)];
	expect(givenAgain(reports.map((report) => givenIn(report, TRIGGER)))).toEqual({
		again: 2,
		unmarked: 1,
		most: 3,
	});
});
