/** The note that a running demonstration leaves for other commands: where its editor is and who may sign in. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { DATA_FOLDER } from '../places.mts';

const Session = z.object({
	/** The processes of the demonstration: its launcher and n8n. */
	processIds: z.array(z.number()),
	/** The editor's address; empty while n8n is starting. */
	url: z.string(),
	/** Who signs in; made for this data folder. */
	login: z.object({ email: z.string(), password: z.string() }),
});
export type Session = z.infer<typeof Session>;

const FILE = join(DATA_FOLDER, 'session.json');

/** The note of the last start with this data folder. */
export const lastSession = (): Session | undefined =>
	existsSync(FILE) ? Session.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;

/** The note of a start that is still up. */
export function runningSession(): Session | undefined {
	const session = lastSession();
	return session?.processIds.some(isRunning) ? session : undefined;
}

export function keepSession(session: Session): void {
	rmSync(FILE, { force: true });
	writeFileSync(FILE, JSON.stringify(session, null, '\t'), { mode: 0o600 });
}

function isRunning(processId: number): boolean {
	try {
		process.kill(processId, 0);
		return true;
	} catch {
		return false;
	}
}
