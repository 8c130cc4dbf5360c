import { choice, identifier, integer, text } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE } from './identifiers';

const PATH = `${WORKSPACE}/configuration` as const;

const Configuration = {
	name: text('Name'),
	industry: text('Industry'),
	timezone: text('Time Zone'),
	currency: text('Currency'),
	customerUniquenessPolicy: text('Customer Uniqueness Policy'),
	tier: integer('Tier'),
};

const named = (values: readonly string[]) => values.map((value) => ({ name: value, value }));

const Throttling = {
	maxRequestsPerMinute: integer('Requests per Minute', {
		required: true,
		description: 'How many requests the workspace takes; 0 is no limit',
	}),
};

export const workspaceConfiguration = resource(
	'workspaceConfiguration',
	'Workspace Configuration',
	{
		get: operation({
			name: 'Get',
			action: 'Get the workspace configuration',
			description: 'Read the name, industry, time zone and currency of the workspace',
			request: GET(PATH),
			returns: one(Configuration),
		}),
		update: operation({
			name: 'Update',
			action: 'Update the workspace configuration',
			description: 'Replace the settings of the workspace; what is left empty may be reset',
			request: PUT(PATH),
			body: {
				name: text('Name', { required: true }),
				industry: choice('Industry', [
					{ name: 'Automotive', value: 'Automotive' },
					{ name: 'Luxury', value: 'Luxury' },
					{ name: 'Not Defined', value: 'NotDefined' },
					{ name: 'Retail (GDO)', value: 'GDO' },
				]),
				logo: identifier('Logo URL'),
				timezone: choice('Time Zone', named(['Europe/London', 'Europe/Paris', 'Europe/Rome'])),
				currency: choice('Currency', named(['EUR', 'JPY', 'USD'])),
				customerUniquenessPolicy: choice(
					'Customer Uniqueness Policy',
					[{ name: 'Merge', value: 'MERGE' }],
					{ description: 'Deprecated; Merge is the only one left' },
				),
			},
			returns: one(Configuration),
		}),
		getThrottling: operation({
			name: 'Get Throttling',
			action: 'Get the throttling of the workspace',
			description: 'Read how many requests a minute the workspace takes',
			title: 'Get the workspace throttling',
			request: GET(`${PATH}/throttling`),
			inferred: true,
			returns: one(Throttling),
		}),
		updateThrottling: operation({
			name: 'Update Throttling',
			action: 'Update the throttling of the workspace',
			description: 'Say how many requests a minute the workspace takes',
			title: 'Modify the workspace throttling',
			request: PUT(`${PATH}/throttling`),
			inferred: true,
			body: Throttling,
			returns: one(Throttling),
		}),
	},
);
