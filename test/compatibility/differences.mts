/** What is known to differ in an older engine, and why; everything else that differs is a fault. */
import { LACKS } from './lacks.mts';

export interface Difference {
	/** The last of n8n's minor versions that it concerns. */
	upTo: string;
	/** Which tests, by their full name or by what they say. */
	tests: RegExp;
	reason: string;
}

export const differences: Difference[] = [
	{
		upTo: '2.30',
		tests: new RegExp(`${LACKS} durable cursors`),
		reason:
			'n8n has no durable cursors yet: a trigger keeps its position in the static data of the workflow.',
	},
	{
		upTo: '2.30',
		tests: new RegExp(`${LACKS} output schemas`),
		reason: 'n8n-core does not tell yet where the editor looks for output schemas.',
	},
	{
		upTo: '2.30',
		tests: /is thrown with its cause, for the error workflow and n8n to see$/,
		reason:
			'n8n knows no causes of failures yet: why a poll came to nothing is told in words alone.',
	},
	{
		upTo: '2.30',
		tests: /^editor tests a credential by its own request and its rules/,
		reason:
			'n8n loses the status of the answer to a credential test that is a plain request, and says "Bad request" in its own words.',
	},
];
