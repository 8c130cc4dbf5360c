/** A fault of this package's own code: said as what it is, for nobody can mend a credential or a value because of it. */
import type { Failure } from './failure';

/** Where faults are reported. */
const REPORTS = 'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data/issues';

/** What JavaScript itself throws (ECMA-262, Native Error Types); our checks and n8n throw exceptions of their own. */
const NATIVE = /^(Type|Range|Reference|Syntax|URI|Eval)Error$/;
/** These repeat what could not be read, which may be anybody's data. */
const REPEATING = /^(Syntax|URI)Error$/;
/** The parts of the others that may be data: what is quoted, but for the name of a property, what stands after "in", and numbers. */
const DATA = /(?<!\((?:reading|setting) )(["'`])[^]*?\1|(?<= in )[^]*|\d+/g;
/** The function and the place in its file on the first line of a stack that has them. */
const PLACE = /at (?:async )?(?:(\S+) \()?(?:[^\n()]*[\\/])?([^\\/\n()]+:\d+:\d+)/;

/** The failure that a fault of ours is; undefined where the exception is not one. */
export function ownFault(thrown: unknown): Failure | undefined {
	if (!(thrown instanceof Error) || !NATIVE.test(thrown.name)) return undefined;
	const { name, message, stack = '' } = thrown;
	const words = REPEATING.test(name) ? name : `${name}: ${message.replace(DATA, '…')}`;
	const [, caller = '', place = ''] = PLACE.exec(stack) ?? [];
	return {
		message:
			'This node has a fault of its own and cannot go on with the item; your data and settings did not cause it',
		description: `Please report it at ${REPORTS} with Resource, Operation and these words: ${words} (${caller} ${place}). If the item writes something, look before you run it again: the request may have been sent.`,
	};
}
