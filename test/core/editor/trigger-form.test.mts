/** What the form of a trigger says, and keeps in the workflow. */
import { handedOver, MARKS, promise } from '../../../core/editor/trigger-form.ts';

test('a trigger promises every change at least once, asks when one counts as handed over, and says what its marks are', () => {
	const { displayName, ...notice } = promise('; several changes may arrive as one');
	expect(notice).toEqual({ name: 'notice', type: 'notice', default: '' });
	expect(displayName).toMatch(
		/^Every change arrives at least once; several changes may arrive as one\. .*"mayBeRepeated".*"beganAnew"/,
	);
	expect(promise().displayName).toMatch(/^Every change arrives at least once\. /);

	const told = Object.entries(MARKS).map(([name, { kind, label }]) => [name, kind, label]);
	expect(told).toEqual([
		['mayBeRepeated', 'boolean', 'May Be Repeated'],
		['beganAnew', 'boolean', 'Began Anew'],
	]);

	expect(handedOver).toMatchObject({
		displayName: 'Handed Over When',
		name: 'handedOver',
		type: 'options',
		default: 'ended',
		description: expect.stringContaining('comes again, marked with "mayBeRepeated"'),
	});
	expect(handedOver.options).toEqual([
		{
			name: 'The Workflow Has Ended',
			value: 'ended',
			description: expect.stringContaining('if n8n goes down'),
		},
		{
			name: 'The Workflow Has Started',
			value: 'started',
			description: expect.stringContaining('may be lost'),
		},
		{
			name: 'The Workflow Has Succeeded',
			value: 'succeeded',
			description: expect.stringContaining('up to 5 times. Not for workflows that send messages'),
		},
	]);
});
