/** The editor asks for lists before a credential is chosen; then there is nobody to ask. */
import type { ILoadOptionsFunctions, INode } from 'n8n-workflow';
import { hasCredential } from '../../../core/credentials/chosen-credential.ts';

test.each<[string, INode['credentials'], boolean]>([
	['the credential that is asked for', { shopApi: { id: '1', name: 'Shop' } }, true],
	['one that is not saved yet', { shopApi: { id: null, name: 'Shop' } }, true],
	['another one', { otherApi: { id: '1', name: 'Other' } }, false],
	['none', {}, false],
	['nothing of the kind', undefined, false],
])('a node with %s', (_what, credentials, expected) => {
	const context = { getNode: () => ({ credentials }) } as ILoadOptionsFunctions;
	expect(hasCredential(context, 'shopApi')).toBe(expected);
});
