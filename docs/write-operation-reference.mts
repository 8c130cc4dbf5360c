/** `npm run reference` */
import { writeFileSync } from 'node:fs';
import { contacthub } from '../nodes/Contacthub/vendor.ts';
import { emporix } from '../nodes/Emporix/vendor.ts';
import { horisen } from '../nodes/Horisen/vendor.ts';
import { taguchi } from '../nodes/Taguchi/vendor.ts';
import { operationReference } from './operation-reference.mts';

writeFileSync('docs/operations.md', operationReference([taguchi, contacthub, horisen, emporix]));
