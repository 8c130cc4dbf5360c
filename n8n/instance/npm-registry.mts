/**
 * npm's public registry, played on this machine. n8n installs community packages from no other one unless it has a licence
 * for that, so this one is reached as through a company's proxy: n8n, and the npm that it calls, find the proxy and its
 * certificate in their environment. What is not published here is not found, and every other host is refused.
 */
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { PackageArchive } from './package-archive.mts';

const HOST = 'registry.npmjs.org';

/** A running registry. */
export interface NpmRegistry {
	/** What n8n is to find in its environment in order to install from here. */
	environment: Readonly<Record<string, string>>;
	/** Makes a package available, as the latest version. */
	publish(archive: PackageArchive): void;
	close(): Promise<void>;
}

/**
 * Starts the registry, empty.
 *
 * @param folder for its certificate and for npm's cache, which must not learn of packages that only this registry has
 */
export async function startNpmRegistry(folder: string): Promise<NpmRegistry> {
	const { private: key, cert } = await makeCertificate();
	mkdirSync(folder, { recursive: true });
	const certificate = join(folder, 'certificate.pem');
	writeFileSync(certificate, cert);
	const published: PackageArchive[] = [];
	const registry = createTlsServer({ key, cert }, ({ url = '/' }, response) => {
		const path = decodeURIComponent(new URL(url, `https://${HOST}`).pathname);
		const tarball = published.find((archive) => pathOf(archive) === path);
		if (tarball) response.end(readFileSync(tarball.file));
		else answer(response, metadata(published, path));
	});
	const proxy = createServer().on('connect', ({ url }, socket) => {
		// A client that goes away early is no concern of anybody else.
		socket.on('error', () => socket.destroy());
		if (url !== `${HOST}:443`) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		registry.emit('connection', socket);
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	const address = proxy.address();
	if (address === null || typeof address === 'string') throw new Error('The registry has no port');
	const url = `http://127.0.0.1:${address.port}`;
	const settings = join(folder, 'npmrc');
	writeFileSync(settings, '');
	return {
		environment: {
			HTTPS_PROXY: url,
			https_proxy: url,
			NO_PROXY: '127.0.0.1,localhost',
			no_proxy: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: certificate,
			npm_config_cache: join(folder, 'cache'),
			npm_config_userconfig: settings,
		},
		publish: (archive) => {
			published.push(archive);
		},
		close: async () => {
			proxy.close();
			registry.closeAllConnections();
			proxy.closeAllConnections();
			await once(proxy, 'close');
		},
	};
}

const pathOf = ({ manifest: { name, version } }: PackageArchive): string =>
	`/${name}/-/${name}-${version}.tgz`;

/** What the registry says about a package, or about one of its versions; undefined where nothing is published. */
function metadata(published: readonly PackageArchive[], path: string): object | undefined {
	const [, name, wanted] = path.split('/');
	const archives = published.filter(({ manifest }) => manifest.name === name);
	const latest = archives.at(-1);
	if (!latest) return undefined;
	if (wanted === undefined) {
		return {
			name,
			'dist-tags': { latest: latest.manifest.version },
			versions: Object.fromEntries(
				archives.map((archive) => [archive.manifest.version, described(archive)]),
			),
		};
	}
	const archive =
		wanted === 'latest' ? latest : archives.find(({ manifest }) => manifest.version === wanted);
	return archive && described(archive);
}

const described = (archive: PackageArchive) => ({
	...archive.manifest,
	dist: {
		tarball: `https://${HOST}${pathOf(archive)}`,
		integrity: archive.integrity,
		shasum: archive.shasum,
	},
});

function answer(response: ServerResponse, body: object | undefined): void {
	// npm would keep an answer for minutes, and not see a version that is published meanwhile.
	const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
	response.writeHead(body ? 200 : 404, headers);
	response.end(JSON.stringify(body ?? { error: 'Not found' }));
}

/** A certificate for the registry's name. */
const makeCertificate = async () =>
	await generate([{ name: 'commonName', value: HOST }], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
	});
