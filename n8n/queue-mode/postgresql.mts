/** A PostgreSQL of the command's own: a new cluster in a temporary folder, on the loopback address. */
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../instance/ports.mts';
import type { Owner } from './database-server.mts';
import { DatabaseServer, missing, runToEnd } from './database-server.mts';

/** Where Debian keeps the programs of each version. */
const PROGRAMS = '/usr/lib/postgresql/*/bin/postgres';
/** Who owns PostgreSQL's data on Debian; the programs refuse to run as root. */
const DEBIAN_USER = 'postgres';
const USER = 'n8n';
const DATABASE = 'postgres';

/** A running PostgreSQL. */
export interface Postgresql {
	/** What n8n finds in its environment. */
	environment: Readonly<Record<string, string>>;
	/** Ends PostgreSQL and removes its data. */
	close(): Promise<void>;
}

/** @throws Error that says what to install, or why PostgreSQL does not start */
export async function startPostgresql(): Promise<Postgresql> {
	const [newest] = globSync(PROGRAMS).sort().toReversed();
	if (!newest) throw missing('PostgreSQL', 'postgresql');
	const programs = dirname(newest);
	const owner = await unprivileged();
	const folder = mkdtempSync(join(tmpdir(), 'queue-mode-postgresql-'));
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	const port = await freePort(0, 'PostgreSQL');
	const address = ['-h', '127.0.0.1', '-p', String(port)];
	try {
		const cluster = ['-D', data, '-U', USER, '-E', 'UTF8', '--no-locale', '--auth=trust'];
		await runToEnd(join(programs, 'initdb'), cluster, owner);
		const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories='];
		const server = await DatabaseServer.start(
			join(programs, 'postgres'),
			['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
			join(folder, 'postgresql.log'),
			async () =>
				await runToEnd(join(programs, 'pg_isready'), address).then(
					() => true,
					() => false,
				),
			owner,
		);
		return {
			environment: {
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(port),
				DB_POSTGRESDB_USER: USER,
				DB_POSTGRESDB_DATABASE: DATABASE,
			},
			close: async () => {
				// The fast shutdown: n8n's connections are cut.
				await server.stop('SIGINT');
				rmSync(folder, { recursive: true });
			},
		};
	} catch (thrown) {
		rmSync(folder, { recursive: true });
		throw thrown;
	}
}

async function unprivileged(): Promise<Owner | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = async (kind: string) => Number(await runToEnd('id', [kind, DEBIAN_USER]));
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}
