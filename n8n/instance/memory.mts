/** How much memory a process takes, second by second. */
import { readFileSync } from 'node:fs';

export interface MemorySample {
	/** Whole seconds since the first sample. */
	seconds: number;
	/** The resident set of the process, in MB. */
	megabytes: number;
}

/** Takes a sample every second until it is disposed of. */
export class MemoryCurve implements Disposable {
	readonly samples: MemorySample[] = [];
	private readonly startedAt = performance.now();
	private readonly timer: NodeJS.Timeout;

	/** @param processId the process that runs by now; one that has just ended gives no sample */
	constructor(processId: () => number) {
		const sample = () => {
			const megabytes = residentMemory(processId());
			if (megabytes === undefined) return;
			const seconds = Math.round((performance.now() - this.startedAt) / 1_000);
			this.samples.push({ seconds, megabytes });
		};
		sample();
		this.timer = setInterval(sample, 1_000);
	}

	/** The most that it took, in MB. */
	get peak(): number {
		return Math.max(0, ...this.samples.map(({ megabytes }) => megabytes));
	}

	/** Some points of the curve in equal steps, the last one among them. */
	points(count: number): MemorySample[] {
		const step = Math.max(1, Math.ceil(this.samples.length / count));
		return this.samples.filter((_, at) => (this.samples.length - 1 - at) % step === 0);
	}

	[Symbol.dispose](): void {
		clearInterval(this.timer);
	}
}

/** From Linux' own account of processes; undefined when there is no such process, or no such account. */
function residentMemory(processId: number): number | undefined {
	try {
		const status = readFileSync(`/proc/${processId}/status`, 'utf8');
		const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
		return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_000);
	} catch {
		return undefined;
	}
}
