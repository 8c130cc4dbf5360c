/** What n8n cannot read is told by the label of its input, with the way out. */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { attempt, parameterAt } from '../../../core/values/value-source.ts';
import { NODE as node } from '../../engine/plain-node.mts';

/** Reads an input whose reading throws, or gives something. */
const readAs = (parameter: (name: string) => unknown) =>
	parameterAt({ node, itemIndex: 3, item: {}, timezone: 'UTC', parameter }, 'It', 'it');
const reading = (thrown: unknown) => () =>
	readAs(() => {
		throw thrown;
	});

test('what an input holds is given as it is', () => {
	expect(readAs((name) => [name])).toEqual(['it']);
	expect(readAs(() => undefined)).toBeUndefined();
});

test.each<[unknown, string]>([
	[new RangeError('Maximum call stack size exceeded'), 'it is nested too deeply, holds itself'],
	[new TypeError('x is not a function'), 'it is nested too deeply, holds itself, or is no data'],
	[new URIError('URI malformed'), 'it is nested too deeply, holds itself, or is no data'],
	[new SyntaxError('Unexpected token'), 'it is nested too deeply, holds itself, or is no data'],
	['a text', 'it is nested too deeply, holds itself, or is no data'],
	[undefined, 'it is nested too deeply, holds itself, or is no data'],
	[new Error('Referenced node is unexecuted'), 'Referenced node is unexecuted'],
])('%p is told by the label: %s', (thrown, words) => {
	expect(reading(thrown)).toThrow(NodeOperationError);
	expect(reading(thrown)).toThrow(`"It" cannot be read: ${words}`);
	expect(reading(thrown)).toThrow(
		expect.objectContaining({
			description: 'Correct the expression, or map only the part of the data that is needed.',
			context: expect.objectContaining({ itemIndex: 3 }),
		}),
	);
});

test.each([
	new NodeOperationError(node, 'The referenced node does not exist'),
	new NodeApiError(node, {}, { message: 'The service refuses' }),
])('what n8n has already told is told in the same words: %p', (thrown) => {
	const { thrown: told } = { thrown: undefined, ...attempt(reading(thrown)) };
	expect(told).toBe(thrown);
});
