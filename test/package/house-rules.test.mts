/** The rules of the house refuse what they are there for: another way out, an arrow against the rooms, a long function. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

type Sample = [file: string, text: string];

/** The rules that refuse each text at its place; in a process of its own, because Jest cannot load the configuration. */
function refusalsOf(samples: readonly Sample[]): string[][] {
	const root = join(import.meta.dirname, '../..');
	const node = join(root, 'node_modules/.bin/node');
	const run = [join(import.meta.dirname, 'lint-samples.mts')];
	const input = JSON.stringify(samples);
	return JSON.parse(execFileSync(node, run, { cwd: root, input, encoding: 'utf8' }));
}

const WAY = 'house/one-way-out';
const ARROW = 'house/arrows';

const OTHER_WAYS: Sample[] = [
	['nodes/Acme/lists.ts', 'await this.helpers.httpRequest({ url });'],
	[
		'nodes/Acme/lists.ts',
		"await context.helpers.httpRequestWithAuthentication.call(context, 'api', {});",
	],
	['nodes/Acme/lists.ts', 'await context.helpers.requestOAuth2.call(context, type, {});'],
	['nodes/Acme/credential-test.ts', 'await this.helpers.request({ url });'],
	['nodes/Acme/credential-test.ts', "await this.helpers['request']({ url });"],
	['nodes/Acme/credential-test.ts', 'await this.helpers[name]({ url });'],
	['nodes/Acme/credential-test.ts', 'const { request } = this.helpers;'],
	['nodes/Acme/credential-test.ts', 'const helpers = context.helpers;'],
	['core/requests/listing.ts', "await fetch('https://example.com');"],
	['core/requests/listing.ts', "await globalThis['fetch'](url);"],
	['core/requests/listing.ts', 'new WebSocket(url);'],
	['core/requests/listing.ts', "import { send } from './transport';"],
	['core/requests/listing.ts', "import { converse } from './transport';"],
	['core/requests/listing.ts', "import { exchange as quietly } from './exchange';"],
	['nodes/Acme/lists.ts', "import * as way from '../../core/requests/channel';"],
];

const AGAINST: Sample[] = [
	['core/editor/form.ts', "import { contacthub } from '../../nodes/Contacthub/vendor';"],
	[
		'core/editor/form.ts',
		"import { ContacthubApi } from '../../credentials/ContacthubApi.credentials';",
	],
	['core/editor/form.ts', "import { sandbox } from '../../sandbox/server.mts';"],
	['core/editor/form.ts', "import axios from 'axios';"],
	['core/editor/form.ts', "import { readFile } from 'node:fs/promises';"],
	['credentials/Acme.credentials.ts', "import { connect } from '../nodes/Acme/connection';"],
	['nodes/Acme/vendor.ts', "import { horisen } from '../Horisen/vendor';"],
	['nodes/Acme/operations/one.ts', "import { pages } from '../../Horisen/operations/paging';"],
	['nodes/Acme/operations/one.ts', "export { pages } from '../../Horisen/operations/paging';"],
	['nodes/Acme/operations/one.ts', "export * from '../../Horisen/operations/paging';"],
	['nodes/Acme/vendor.ts', "const other = await import('../Horisen/vendor');"],
	[
		'nodes/Acme/vendor.ts',
		"import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials';",
	],
	['nodes/Acme/vendor.ts', "import { run } from '../../test/engine/execute.mts';"],
	['sandbox/acme/rules.mts', "import { acme } from '../../nodes/Acme/vendor.ts';"],
	['n8n/start.mts', "import { acme } from '../nodes/Acme/vendor.ts';"],
];

const RIGHT: Sample[] = [
	['nodes/Acme/vendor.ts', "import type { Vendor } from '../../core/rows/vendor';"],
	['nodes/Acme/vendor.ts', "import { AcmeApi } from '../../credentials/AcmeApi.credentials';"],
	['nodes/Acme/operations/one.ts', "import { connect } from '../connection';"],
	['nodes/Acme/operations/one.ts', 'const { request } = row; await ask(door, row, values);'],
	['nodes/Acme/lists.ts', "import { BRIEF } from '../../core/requests/transport';"],
	['nodes/Acme/lists.ts', "import type { Answer } from '../../core/requests/transport';"],
	[
		'core/editor/form.ts',
		"import type { Field } from './field'; import * as z from 'zod/v4-mini';",
	],
	['core/requests/channel.ts', 'await context.helpers.httpRequest(options);'],
	['sandbox/acme/rules.mts', "import contract from '../../test/contracts/acme.openapi.json';"],
];

const lines = (count: number) => `function long() {\n${'\tdone();\n'.repeat(count - 2)}}`;
const SHORT: Sample = ['nodes/Acme/vendor.ts', lines(60)];
const LONG: Sample = ['nodes/Acme/vendor.ts', lines(61)];

let refusals = new Map<Sample, string[]>();
beforeAll(() => {
	const samples = [...OTHER_WAYS, ...AGAINST, ...RIGHT, SHORT, LONG];
	const rules = refusalsOf(samples);
	refusals = new Map(samples.map((sample, at) => [sample, rules[at] ?? []]));
});

const named = (samples: readonly Sample[]) =>
	samples.map((sample): [string, Sample] => [sample.join(': '), sample]);

test.each(named(OTHER_WAYS))('there is no other way out: %s', (_name, sample) => {
	expect(refusals.get(sample)).toContain(WAY);
});

test.each(named(AGAINST))('no arrow runs against the rooms: %s', (_name, sample) => {
	expect(refusals.get(sample)).toEqual([ARROW]);
});

test.each(named(RIGHT))('what is right passes: %s', (_name, sample) => {
	expect(refusals.get(sample)).toEqual([]);
});

test('a function of 60 lines passes, one of 61 does not', () => {
	expect(refusals.get(SHORT)).toEqual([]);
	expect(refusals.get(LONG)).toEqual(['max-lines-per-function']);
});
