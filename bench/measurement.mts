/** What is measured of which ways. */

/** The ways to do a job, in the order of the tables. */
export const WAYS = [
	'our node',
	'HTTP Request node',
	'bare loop over n8n’s helper',
	'the same, time and size bounded',
	'undici alone',
] as const;

export type Way = (typeof WAYS)[number];

/** What one run took. */
export interface Measured {
	/** The node's own time as n8n counts it; for undici alone the time of its loop. */
	ms: number;
	/** Processor time of the whole process, start included, in ms. */
	cpuMs: number;
	/** The most memory that the process held, in MB. */
	peakMb: number;
	/** Items put out. */
	put: number;
}
