import { parseArgs } from 'node:util';
import { startSandbox } from './server.mts';

/** `npm run sandbox`: options --port and --people, or SANDBOX_PORT and SANDBOX_PEOPLE. */
const { values } = parseArgs({
	options: { port: { type: 'string' }, people: { type: 'string' } },
});
const port = Number(values.port ?? process.env.SANDBOX_PORT ?? 4010);
const people = Number(values.people ?? process.env.SANDBOX_PEOPLE ?? 0);

const sandbox = await startSandbox({ port }).catch((error: Error) => {
	console.error(`The sandbox cannot start on port ${port}: ${error.message}`);
	process.exit(1);
});
if (people > 0) sandbox.contacthub.addPeople(people);

console.log(`The sandbox is up at ${sandbox.url}. Its accounts are made up; Ctrl+C stops it.

${sandbox.vendors.map((vendor) => vendor.accounts()).join('\n\n')}

GET  ${sandbox.url}/sandbox/page                 the people in the systems, for a browser
GET  ${sandbox.url}/sandbox/state                what is stored
GET  ${sandbox.url}/sandbox/requests             what was asked
POST ${sandbox.url}/sandbox/contacthub/people    {"count": 100}
POST ${sandbox.url}/sandbox/misbehave            {"kind": "status", "status": 429, "retryAfter": 2, "times": 3}
POST ${sandbox.url}/sandbox/reset
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void sandbox.close());
}
