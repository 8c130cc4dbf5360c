/** What the Contacthub Trigger puts out, as it is set at first: customers. */
import type { Fields } from '../../core/rows/field';
import { object, text } from '../../core/rows/field';
import { MARKS } from '../../core/editor/trigger-form';
import { consentWords } from './operations/consent-words';
import { Customer } from './operations/customer';

export const output: Fields = {
	key: text('Key'),
	operation: text('Operation'),
	type: text('Type'),
	...consentWords.shape,
	data: object('Data', Customer),
	...MARKS,
};
