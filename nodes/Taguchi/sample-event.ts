/** An event for somebody who builds a workflow and has none at hand: of the documented shape, about nobody. */
import type { IDataObject } from 'n8n-workflow';
import { OTHER_TYPES } from './outgoing-webhook';

/** Taguchi gives no such ID, so that a step that is tried out with the event finds nobody. */
const NOBODY = 0;

/**
 * The body that Taguchi would send for an event that the settings let through.
 *
 * @param types the listed codes that are wanted; all when empty
 * @param ignoreTests whether events that are marked as a test are dropped
 * @param now when it happened, in ms since 1970
 */
export function sampleEvent(types: readonly string[], ignoreTests: boolean, now: number): string {
	const [type = 'p'] = types;
	const event: IDataObject = {
		target: { id: NOBODY },
		isTest: !ignoreTests,
		data: type === 'p' ? { total: 29.9, products: [{ sku: 'SAMPLE-1', price: 29.9 }] } : null,
		type: type === OTHER_TYPES.value ? 'f' : type,
		loggedTimestamp: new Date(now).toISOString(),
		activityId: 1,
		id: 1,
	};
	return JSON.stringify(event);
}
