/** Proves an Emporix credential by the first segment of its tenant, and the right to write without writing. */
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import type { Credential, Step } from '../../core/credentials/credential-trial';
import { isRecordWith, tryOut } from '../../core/credentials/credential-trial';
import { EmporixCustomerTokenApi } from '../../credentials/EmporixCustomerTokenApi.credentials';
import { connectionOf } from './connection';
import { segment } from './operations/segment';
import { emporix } from './vendor';

const customerToken = new EmporixCustomerTokenApi();

const ofApiKey = {
	401: 'Emporix refused the token. Check Client ID, Client Secret and Tenant.',
	403: 'The API key may not do that in this tenant. Check its customersegment scopes and the Tenant.',
};
const ofCustomer = {
	401: 'Emporix refused the token. It may have expired: log the customer in again.',
	403: 'The token belongs to another tenant, or lacks the scope customersegment.segment_read_own.',
};

const reading: Step = {
	row: segment.operations.getAll,
	besides: { query: { pageNumber: 1, pageSize: 1 } },
	provesToo: isRecordWith('id'),
};

/** Matching no item with no segment asks for segment_manage, changes nothing, and may be answered as invalid. */
const writing: Step = {
	row: segment.operations.matchItems,
	besides: { body: { site: 'main', siteCode: 'main', items: [], segmentIds: [] } },
	provesToo: (answer) => answer.ok || [400, 422].includes(answer.failure.status ?? 0),
};

/** Tests a credential on Save. */
export async function testTenant(
	this: ICredentialTestFunctions,
	credential: Credential,
): Promise<INodeCredentialTestResult> {
	const isCustomer = credential.type === customerToken.name;
	const advice = isCustomer ? ofCustomer : ofApiKey;
	return await tryOut(this, credential, {
		vendor: emporix,
		connectionOf,
		sign: async (_type, data, request) => await customerToken.authenticate(data, request),
		steps: ({ access }) => [
			{ ...reading, advice },
			...(isCustomer || access === 'read' ? [] : [{ ...writing, advice }]),
		],
	});
}
