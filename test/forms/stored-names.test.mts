/** What a saved workflow names is a promise since 0.1.0: it may only grow (stored-names.json). */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ICredentialType, INode, INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import manifest from '../../package.json' with { type: 'json' };
import { nodes } from './nodes.mts';
import type { StoredNames } from './stored-names.mts';
import { grown, lost, namesOfCredential, namesOfNode, written } from './stored-names.mts';

const FILE = 'test/forms/stored-names.json';
const promised: StoredNames = JSON.parse(readFileSync(FILE, 'utf8'));

const credentials = manifest.n8n.credentials.map((built) => {
	const source = built.replace('dist/', '').replace('.js', '.ts');
	const name = basename(source, '.credentials.ts');
	const Credential = jest.requireActual<Record<string, new () => ICredentialType>>(
		`../../${source}`,
	)[name];
	if (!Credential) throw new Error(`${source} exports no class ${name}`);
	return new Credential();
});

const present: StoredNames = Object.assign(
	{},
	...nodes.map(({ description }) => namesOfNode(description)),
	...credentials.map(namesOfCredential),
);

/** Prefilled months deleted events that nobody had thought of; who left them so is now asked for the number by name. */
const WITHDRAWN = ['updateEntryNode', 'updateNode', 'updateWorkspace'].map(
	(operation) => `contacthub/retentionPolicy.${operation}: events.entry.months = default 24`,
);

// Only ever adds: what is promised stays.
if (process.env.UPDATE_STORED_NAMES) {
	writeFileSync(FILE, written(grown(promised, present)));
}

test('a workflow saved with an earlier version finds every name, type, value and default again', () => {
	expect(lost(promised, present)).toEqual(WITHDRAWN);
});

describe('a text that became a locator', () => {
	const locator: INodeProperties = {
		displayName: 'Person',
		name: 'person',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
	};
	const node = (parameters: INodeParameters): INode => ({
		id: '1',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	});
	const issuesOf = (parameters: INodeParameters) =>
		NodeHelpers.getNodeParametersIssues([locator], node(parameters), null);

	test('keeps the text that a workflow stored, and n8n finds nothing wrong with it', () => {
		const stored = NodeHelpers.getNodeParameters(
			[locator],
			{ person: 'p-1' },
			true,
			false,
			null,
			null,
		);
		expect(stored).toEqual({ person: 'p-1' });
		expect(issuesOf({ person: 'p-1' })).toBeNull();
		expect(issuesOf({ person: '' })).not.toBeNull();
	});
});

test('every node and every credential is promised', () => {
	const places = [
		...nodes.map(({ description }) => description.name),
		...credentials.map(({ name }) => name),
	];
	expect(Object.keys(promised)).toEqual(expect.arrayContaining(places));
});

test('a lost value, parameter or operation is noticed, and a new one is not forgotten', () => {
	const before: StoredNames = {
		'crm/person.get': { id: ['type string'], by: ['"email"', '"phone"'] },
	};
	const after: StoredNames = {
		'crm/person.get': { by: ['"email"', '"name"'] },
		'crm/list.get': {},
	};
	expect(lost(before, after)).toEqual([
		'crm/person.get: id = type string',
		'crm/person.get: by = "phone"',
	]);
	expect(lost(before, {})).toHaveLength(3);
	expect(lost(grown(before, after), after)).toHaveLength(2);
	expect(JSON.parse(written(grown(before, after)))).toEqual(grown(before, after));
	expect(grown(before, after)).toEqual({
		'crm/list.get': {},
		'crm/person.get': { by: ['"email"', '"phone"', '"name"'], id: ['type string'] },
	});
});
