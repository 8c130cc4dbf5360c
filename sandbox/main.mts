import { parseArgs } from 'node:util';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from './contacthub/accounts.mts';
import { EMPORIX_CLIENT, EMPORIX_CUSTOMER_TOKEN, EMPORIX_TENANT } from './emporix/accounts.mts';
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from './horisen/accounts.mts';
import {
	TAGUCHI_API_SECRET_KEY,
	TAGUCHI_API_TOKEN,
	TAGUCHI_ENDPOINTS,
} from './taguchi/accounts.mts';
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

const { taguchi } = sandbox;
console.log(`The sandbox is up at ${sandbox.url}. Its accounts are made up; Ctrl+C stops it.

Taguchi: Endpoint URL and credential
  API token "${TAGUCHI_API_TOKEN}"
    by email        ${taguchi.endpointUrl('token')}
    by ref          ${taguchi.endpointUrl('tokenByRef')}
    by phone        ${taguchi.endpointUrl('tokenByPhone')}
    by email+phone  ${taguchi.endpointUrl('tokenByEmailAndPhone')}
    by id           ${taguchi.endpointUrl('tokenById')}
  JWT HS256, API secret key "${TAGUCHI_API_SECRET_KEY}", sub "${TAGUCHI_ENDPOINTS.hs256.integrationToken}"
    by email        ${taguchi.endpointUrl('hs256')}
  JWT RS256, private key below, sub "${TAGUCHI_ENDPOINTS.rs256.integrationToken}"
    by email        ${taguchi.endpointUrl('rs256')}
  Without authentication
    by email        ${taguchi.endpointUrl('public')}

Contacthub: ${sandbox.contacthub.baseUrl}
  token      ${CONTACTHUB_TOKEN}
  workspace  ${CONTACTHUB_WORKSPACE_ID}
  nodes      ${CONTACTHUB_NODE_ID}
             ${CONTACTHUB_SECOND_NODE_ID}
  customers  ${sandbox.contacthub.customers.length}

HORISEN Business Messenger: ${sandbox.horisen.baseUrl}
  service    ${HORISEN_SERVICE_UUID}
  list       ${HORISEN_LIST_UUID}
  token      ${HORISEN_TOKEN}
  OAuth2     ${sandbox.horisen.accessTokenUrl}
             client ID ${HORISEN_CLIENT_ID}, client secret ${HORISEN_CLIENT_SECRET}

Emporix: ${sandbox.emporix.baseUrl}
  tenant     ${EMPORIX_TENANT}
  client     ${EMPORIX_CLIENT.id}, secret ${EMPORIX_CLIENT.secret}
  customer   ${EMPORIX_CUSTOMER_TOKEN}

GET  ${sandbox.url}/sandbox/page                 the people in the four systems, for a browser
GET  ${sandbox.url}/sandbox/state                what is stored
GET  ${sandbox.url}/sandbox/requests             what was asked
POST ${sandbox.url}/sandbox/contacthub/people    {"count": 100}
POST ${sandbox.url}/sandbox/misbehave            {"kind": "status", "status": 429, "retryAfter": 2, "times": 3}
POST ${sandbox.url}/sandbox/reset

${taguchi.privateKeyPem}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void sandbox.close());
}
