import type { Values } from '../../../core/rows/field';
import { boolean, choice, identifier, int64, pairs, text } from '../../../core/rows/field';
import { one, orNoContent, resource } from '../../../core/rows/operation';
import { GET, POST } from '../../../core/rows/route';
import { operation } from './operation';
import { MOST_ACTIONS } from './limits';
import { statuses } from './status';

/** A partition as Taguchi stores it (V5 API, Schemas > Partition). */
const Partition = {
	id: int64('Taguchi ID'),
	ref: text('External ID'),
	organizationId: int64('Organization ID'),
	status: text('Status'),
	custom: pairs('Custom Fields'),
};

const partitionForm = {
	ref: identifier('External ID', { upfront: true, example: 'store-112' }),
	id: int64('Taguchi ID', { upfront: true, description: 'Only if there is no External ID' }),
	organizationId: int64('Organization ID', { example: '482' }),
	isArchived: boolean('Archived', { description: 'Whether the partition is archived' }),
	customFields: pairs('Custom Fields', {
		description: 'Names as set up in Taguchi. Custom fields that are not listed stay as they are.',
	}),
};

type PartitionForm = Values<typeof partitionForm>;

const partitionOf = ({ ref, id, organizationId, isArchived, customFields }: PartitionForm) => ({
	ref,
	id,
	organizationId,
	isArchived,
	...(customFields && { custom: customFields }),
});

function withoutIdentifier({ ref, id }: PartitionForm) {
	if (ref || id !== undefined) return undefined;
	return {
		message: 'Nothing identifies the partition',
		description: 'Fill in External ID or Taguchi ID, as the endpoint is set up in Taguchi.',
	};
}

export const partition = resource('partition', 'Partition', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a partition',
		description: 'Create a new partition, or update the current one if it already exists (upsert)',
		request: POST('/partition'),
		form: partitionForm,
		refuse: withoutIdentifier,
		batch: {
			max: MOST_ACTIONS,
			elements: (form) => [partitionOf(form)],
			keys: ({ ref, id }) => [ref ? `ref ${ref}` : `id ${id}`],
		},
		idempotent: true,
		returns: statuses({ ref: partitionForm.ref, id: partitionForm.id }),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a partition',
		description: 'Read one partition; needs an authenticated endpoint',
		request: GET('/partition'),
		form: {
			identifyBy: choice(
				'Identify By',
				[
					{ name: 'External ID', value: 'ref' },
					{ name: 'Taguchi ID', value: 'id' },
				],
				{ required: true },
			),
		},
		query: {
			ref: identifier('External ID', {
				required: true,
				example: 'store-112',
				show: { identifyBy: ['ref'] },
			}),
			id: int64('Taguchi ID', { required: true, show: { identifyBy: ['id'] } }),
		},
		returns: orNoContent(one(Partition)),
	}),
});
