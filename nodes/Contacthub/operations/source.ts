import type { Values } from '../../../core/rows/field';
import { boolean, choice, json, list, text } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, POST, PUT } from '../../../core/rows/route';
import { allOf } from '../../../core/values/chosen';
import { picked } from '../../../core/values/picked';
import { operation } from './operation';
import { WORKSPACE, nodes, required, source as sourceId } from './identifiers';
import { firstPage } from './paging';

const PATH = `${WORKSPACE}/configuration/sources` as const;

const Source = {
	id: text('Source ID'),
	name: text('Name'),
	description: text('Description'),
	provider: text('Provider'),
	properties: json('Properties'),
	nodes: list('Nodes'),
	enabled: boolean('Enabled'),
	token: text('Token'),
};

/** The providers that can still be created. */
const NEW_PROVIDERS = [
	{ name: 'API', value: 'API' },
	{ name: 'Contactplan', value: 'CONTACTPLAN' },
	{ name: 'Contactsend', value: 'CONTACTSEND' },
] as const;
const PROVIDERS = [
	{ name: 'Android SDK', value: 'ANDROID_SDK' },
	{ name: 'API', value: 'API' },
	{ name: 'Contactplan', value: 'CONTACTPLAN' },
	{ name: 'Contactsend', value: 'CONTACTSEND' },
	{ name: 'Java SDK', value: 'JAVA_SDK' },
	{ name: 'JavaScript', value: 'JavaScript' },
	{ name: 'Magento', value: 'MAGENTO' },
	{ name: '.NET SDK', value: 'DOTNET_SDK' },
	{ name: 'Node.js SDK', value: 'NODEJS_SDK' },
	{ name: 'Objective-C SDK', value: 'OBJECTIVEC_SDK' },
	{ name: 'Scala SDK', value: 'SCALA_SDK' },
] as const;

const path = { sourceId: sourceId(required) };
const name = text('Name', required);
const details = {
	description: text('Description'),
	nodes: list('Nodes by ID', {
		description: 'The nodes that the source may use, separated by commas',
	}),
	enabled: boolean('Enabled', { default: true, description: 'Whether the source may be used' }),
	properties: json('Properties', {
		description: 'What the provider asks for',
		example: '{"allowedIPs": "192.0.2.1"}',
	}),
};

const chosen = { chosenNodes: nodes };
const added = { provider: choice('Provider', NEW_PROVIDERS, required), name, ...details };
const settings = {
	provider: choice('Provider', PROVIDERS, { required: true, default: 'API' }),
	name,
	...details,
};

const nodesOf = ({ chosenNodes, nodes: written }: Values<typeof details & typeof chosen>) => ({
	nodes: allOf(chosenNodes, written),
});

export const source = resource('source', 'Source', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many sources',
		description: 'List the sources that send data; the answer holds their tokens',
		request: GET(PATH),
		returns: firstPage(Source),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a source',
		description: 'Read one source; the answer holds its token',
		request: GET(`${PATH}/{sourceId}`),
		path,
		returns: one(Source),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a source',
		description: 'Add a source that sends data; the answer holds its token',
		request: POST(PATH),
		body: added,
		form: chosen,
		compose: (values) => ({ ...picked(values, added), ...nodesOf(values) }),
		returns: one(Source),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a source',
		description: 'Replace the settings of a source; what is left empty may be reset',
		request: PUT(`${PATH}/{sourceId}`),
		path,
		body: settings,
		form: chosen,
		compose: (values) => ({
			id: values.sourceId,
			...picked(values, settings),
			...nodesOf(values),
		}),
		returns: one(Source),
	}),
	refreshToken: operation({
		name: 'Refresh Token',
		action: 'Refresh the token of a source',
		description: 'Give a source a new token; the old one stops working. This cannot be undone.',
		request: POST(`${PATH}/{sourceId}/refresh-token`),
		path,
		returns: one(Source),
	}),
});
