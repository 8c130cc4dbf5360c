/** Requests that go wrong now and then, in one way after the other. */
import type { Misbehaviour, Sandbox } from '../../sandbox/server.mts';

const WRONG: readonly Misbehaviour[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'reset-after' },
	{ kind: 'status', status: 429, retryAfter: 1 },
	{ kind: 'reset-before' },
	{ kind: 'status', status: 503, retryAfter: 1 },
	{ kind: 'truncated' },
];

/**
 * Makes requests go wrong, until it is stopped.
 *
 * @param oneIn one request of this many
 */
export function misbehaving(sandbox: Sandbox, oneIn: number) {
	const started = sandbox.requests.length;
	let count = 0;
	const timer = setInterval(() => {
		while (count < (sandbox.requests.length - started) / oneIn) {
			const rule = WRONG[count % WRONG.length];
			if (rule) sandbox.misbehave(rule);
			count += 1;
		}
	}, 20);
	return {
		get count() {
			return count;
		},
		stop: () => clearInterval(timer),
	};
}
