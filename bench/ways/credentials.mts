/** How the nodes of the benchmark are signed in. */
import type { Job } from '../jobs.mts';

interface BenchCredential {
	type: string;
	/** The class's file below dist/credentials, without its end. */
	file: string;
	data(url: string): Record<string, string>;
}

/** What signs the requests of each node: the credential type and made-up data that the server does not look at. */
export const CREDENTIALS: Readonly<Record<Job['ours']['node'], BenchCredential>> = {
	Taguchi: {
		type: 'taguchiTokenApi',
		file: 'TaguchiTokenApi',
		data: (url) => ({
			endpointUrl: `${url}/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01`,
			environment: 'endpointUrl',
			token: 'bench-token',
		}),
	},
	Contacthub: {
		type: 'contacthubApi',
		file: 'ContacthubApi',
		data: (url) => ({ baseUrl: `${url}/hub`, workspaceId: 'w', token: 'bench-token' }),
	},
	Horisen: {
		type: 'horisenTokenApi',
		file: 'HorisenTokenApi',
		data: (url) => ({ baseUrl: `${url}/horisen`, serviceUuid: 's', token: 'bench-token' }),
	},
};
