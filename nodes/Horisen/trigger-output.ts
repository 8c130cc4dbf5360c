/** What the HORISEN Business Messenger Trigger puts out. */
import type { Fields } from '../../core/rows/field';
import { list, object, text } from '../../core/rows/field';
import { MARKS } from '../../core/editor/trigger-form';
import { consentWords } from './operations/consent-words';
import { Contact } from './operations/contact-fields';

export const output: Fields = {
	key: text('Key'),
	events: list('Events'),
	...consentWords.shape,
	contact: object('Contact', Contact),
	...MARKS,
};
