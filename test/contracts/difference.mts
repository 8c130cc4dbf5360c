/**
 * Where rows and contract of a vendor knowingly say different things, and why. A difference that is not listed in the vendor's
 * `differences.mts` fails the test, and so does an entry that no difference needs any more. `*` stands for any part of a name.
 */
export interface Difference {
	/** Documented, and not offered. */
	notOffered?: readonly string[];
	/** Offered, and not documented. */
	notDocumented?: readonly string[];
	/** In the documented answer, and not declared by the output. */
	notDeclared?: readonly string[];
	/** Declared by the output, and not in the documented answer. */
	notAnswered?: readonly string[];
	reason: string;
}
