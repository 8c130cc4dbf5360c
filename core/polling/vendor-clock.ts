/**
 * What a vendor's clock shows at least. n8n's own clock may be minutes off, but whatever a vendor dates was dated before it
 * could be read, and since then as much time has passed there as here.
 */

/** n8n's clock and a vendor's are never further apart than this, in ms: a certificate of the vendor would have failed. */
const FURTHEST_APART_MS = 24 * 3_600_000;

export class VendorClock {
	/** How far the vendor's clock is ahead of the time that this process has been running, at least. */
	private ahead = Number.NEGATIVE_INFINITY;

	/** Takes note of moments that the vendor wrote, in ms since 1970. */
	observe(moments: Iterable<number>): void {
		const running = performance.now();
		const latest = Date.now() + FURTHEST_APART_MS;
		for (const moment of moments) {
			if (moment < latest) this.ahead = Math.max(this.ahead, moment - running);
		}
	}

	/** The least that the vendor's clock can show now, in ms since 1970. */
	get atLeast(): number {
		return Math.max(this.ahead + performance.now(), Date.now() - FURTHEST_APART_MS);
	}
}
