/** The shape that n8n knows of a trigger before its first event is the shape of its items. */
import { randomUUID } from 'node:crypto';
import { triggerSchema, type OutputSchema } from '../../core/editor/output-schema.ts';
import { output as contacthubOutput } from '../../nodes/Contacthub/trigger-output.ts';
import { output as emporixOutput } from '../../nodes/Emporix/trigger-output.ts';
import { output as horisenOutput } from '../../nodes/Horisen/trigger-output.ts';
import { TaguchiTrigger } from '../../nodes/Taguchi/TaguchiTrigger.node.ts';
import { output as taguchiOutput } from '../../nodes/Taguchi/trigger-output.ts';
import { createPoller } from '../engine/poll.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import { callWebhook } from '../engine/webhook.mts';
import { contacthub, emporix, horisen } from './watched-vendors.mts';

const server = useRecordingServer();

/** Whether a value is of a type that the schema names; a field may be absent or null. */
function fits(schema: OutputSchema | undefined, value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (!schema) return false;
	const [type] = [schema.type].flat();
	if (type === 'array') return Array.isArray(value);
	if (type !== 'object') return typeof value === type;
	const { properties } = schema;
	if (!properties) return typeof value === 'object';
	return Object.entries(value).every(([name, inner]) => fits(properties[name], inner));
}

test.each([
	['Contacthub', contacthub, contacthubOutput, ['mayBeRepeated', 'beganAnew']],
	['HORISEN', horisen, horisenOutput, ['mayBeRepeated', 'beganAnew']],
	// A customer alone has no legal entity.
	[
		'Emporix',
		() => emporix('customerAssignment'),
		emporixOutput,
		['legalEntityId', 'mayBeRepeated', 'beganAnew'],
	],
] as const)('%s', async (_name, openVendor, output, only) => {
	const vendor = openVendor();
	vendor.put('p1');
	server().answer(vendor.answer);
	const poller = createPoller({
		node: vendor.node,
		parameters: { ...vendor.parameters, startFrom: 'beginning', startDate: '' },
		credentials: vendor.credentials(server().url, 'one'),
		credentialTypes: vendor.credentialTypes,
		workflowId: randomUUID(),
	});
	const [item] = (await poller.poll())?.[0] ?? [];
	const { properties = {} } = triggerSchema(output);
	const { data: _data, contact: _contact, ...told } = item?.json ?? {};
	expect(Object.entries(told).filter(([name, value]) => !fits(properties[name], value))).toEqual(
		[],
	);
	const missing = Object.keys(properties).filter((name) => !(name in (item?.json ?? {})));
	expect(missing).toEqual(only);
});

test('Taguchi, its documented example', async () => {
	const event = {
		target: { id: 121293458 },
		isTest: false,
		data: null,
		type: 's',
		loggedTimestamp: '2023-01-01T10:00:00Z',
		activityId: 1209,
		id: 174049918808633,
	};
	const { workflowData } = await callWebhook({
		node: new TaguchiTrigger(),
		parameters: {},
		request: { rawBody: JSON.stringify(event), headers: { 'content-type': 'application/json' } },
	});
	const [item] = workflowData?.[0] ?? [];
	const schema = triggerSchema(taguchiOutput);
	expect(fits(schema, item?.json)).toBe(true);
	expect(Object.keys(schema.properties ?? {})).toEqual(
		expect.arrayContaining(Object.keys(item?.json ?? {})),
	);
});
