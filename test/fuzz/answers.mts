/** Answers with which every operation goes on: what matters here is what is sent. */
import type { Handler } from '../engine/recording-server.mts';
import type { EveryRow } from '../nodes/every-row.mts';

const RECORD = { id: '1', uuid: '1', status: 'PROCESSED', created: 1, updated: 0, errors: [] };

/** A record, or a list of one, in the words of each vendor; a verdict for each element of a request. */
export const everyAnswer =
	({ account, row: { returns, procedure } }: EveryRow): Handler =>
	({ url, body, method }) => {
		if (url.endsWith('.yml')) return { status: 404 };
		if (url.endsWith('/results')) return { body: 'line;status\n1;OK\n' };
		const elements: unknown[] = method !== 'GET' && body.startsWith('[') ? JSON.parse(body) : [];
		if (url.includes('/bulk') && elements.length > 0) {
			return { status: 207, body: elements.map((_one, at) => ({ index: at + 1, code: 200 })) };
		}
		if (url.includes('/imports')) return { body: RECORD };
		if (returns.kind === 'results')
			return { body: elements.length > 0 ? elements.map(() => ({ code: 200 })) : [{ code: 200 }] };
		const isList = returns.kind === 'many' || (procedure && method === 'GET');
		return { body: isList ? account.list : RECORD };
	};
