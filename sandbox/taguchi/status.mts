/** Taguchi's Status object: the result of one action, and the body of every failure. */
export interface Status {
	code: number;
	name: string;
	description: string | null;
}

const names: Record<number, string> = {
	200: 'OK',
	201: 'Created',
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	406: 'Not Acceptable',
	500: 'Internal Server Error',
};

export function status(code: number, description: string | null): Status {
	return { code, name: names[code] ?? 'Error', description };
}

/** Thrown inside an action: this action fails with this status and the others go on. */
export class ActionFailure extends Error {
	readonly status: Status;

	constructor(code: number, description: string | null) {
		super(description ?? '');
		this.status = status(code, description);
	}
}

/** The texts that Taguchi's documentation prints. */
export const documentedText = {
	created: 'Subscriber profile created',
	updated: 'Subscriber profile updated',
	anonymized: 'Subscriber profile anonymized',
	sent: 'Message sent',
	notFound: 'No matching subscriber profile could be found',
	notIdentified: 'Subscriber profile object did not contain required identifying fields',
};
