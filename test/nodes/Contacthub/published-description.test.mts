import { readRoutes, routeFor } from '../../../nodes/Contacthub/published-description.ts';
import { GET, POST } from '../../../core/rows/route.ts';

const getThing = { title: 'Get a thing', request: GET('/own/{thingId}') };

/** The route of "Get a thing" where the description names it at a path, with a method. */
const published = (path: string, method = 'get') =>
	routeFor(
		readRoutes(JSON.stringify({ paths: { [path]: { [method]: { summary: 'Get a thing' } } } })),
		getThing,
	);

describe('a published route', () => {
	test('is found by title, method and placeholders, in YAML and in JSON, quoted or folded', () => {
		const yaml = `
paths:
  /a/{id}:
    parameters: [{ name: id, in: path }]
    get: { summary: "Get  a thing." }
    post:
      summary: >-
        Write a
        thing
`;
		const routes = readRoutes(yaml);
		expect(routeFor(routes, { title: 'Get a thing', request: GET('/{id}') })).toEqual(
			GET('/a/{id}'),
		);
		expect(routeFor(routes, { title: 'Write a Thing', request: POST('/{id}') })).toEqual(
			POST('/a/{id}'),
		);
		expect(published('/things/{thingId}')).toEqual(GET('/things/{thingId}'));
	});

	test.each(['delete', 'post', 'put', 'patch', 'head', 'DELETE'])(
		'of a read never becomes a %s',
		(method) => {
			expect(published('/things/{thingId}', method)).toBeUndefined();
		},
	);

	test.each([
		['another name', '/things/{id}'],
		['one too many', '/things/{thingId}/{partId}'],
		['none', '/things'],
		['the same twice', '/things/{thingId}/{thingId}'],
		['a name that every object has', '/things/{constructor}'],
	])('with %s as placeholder is not the row’s', (_which, path) => {
		expect(published(path)).toBeUndefined();
	});

	test.each([
		'/../../admin/{thingId}',
		'/things/../{thingId}',
		'/things/./{thingId}',
		'/things/..{thingId}',
		'/things/%2e%2e/{thingId}',
		'/things/%2E./{thingId}',
		'//example.com/{thingId}',
		'/things//{thingId}',
		'/things/{thingId}/',
		'/things/{thingId}?all=true',
		'/things/{thingId}#part',
		'/things\\..\\{thingId}',
		'/@example.com/{thingId}',
		'/things/{thingId}\n/more',
		'/things {thingId}',
		'/ｅxample/{thingId}',
		'.example.com/{thingId}',
		':8080/{thingId}',
		'@example.com/{thingId}',
		'https://example.com/{thingId}',
		'{thingId}',
		`/${'a'.repeat(1_000)}/{thingId}`,
	])('is ignored where it is not below the Base URL: %s', (path) => {
		expect(published(path)).toBeUndefined();
	});

	test('is ignored where two have the same title, method and placeholders', () => {
		const both =
			'paths: { "/a/{thingId}": &a { get: { summary: Get a thing } }, "/b/{thingId}": *a }';
		expect(routeFor(readRoutes(both), getThing)).toBeUndefined();
	});
});

describe('a description is read in bounded time and memory', () => {
	test('200,000 paths of one title are kept as one', () => {
		const paths = Array.from({ length: 200_000 }, (_, index) => `  /p${index}: *a`);
		const routes = readRoutes(`x: &a { get: { summary: All } }\npaths:\n${paths.join('\n')}\n`);
		expect([...routes.values()]).toEqual([undefined]);
	});

	test.each([
		['texts', '&a text', '*a'],
		['lists', '&a [1, 2, 3]', '*a'],
	])('aliases of %s are counted, and many are refused', (_kind, anchor, alias) => {
		const described = (times: number) =>
			`x: ${anchor}\ny: [${Array.from({ length: times }, () => alias).join(', ')}]\npaths: { /a: { get: { summary: All } } }`;
		expect(readRoutes(described(20)).size).toBe(1);
		expect(() => readRoutes(described(21))).toThrow('too many aliases');
	});

	test('nothing is merged, and names of every object are names like others', () => {
		const yaml = `
x: &a { /merged: { get: { summary: Merged } } }
paths:
  <<: *a
  /a: { __proto__: { get: { summary: Inherited } }, get: { summary: Own } }
`;
		expect([...readRoutes(yaml).values()]).toEqual([GET('/a')]);
		expect(Object.keys(Object.prototype)).toEqual([]);
	});

	test('thousands of levels are refused', () => {
		expect(() => readRoutes(`paths: ${'['.repeat(10_000)}`)).toThrow('maxDepth');
	});
});

test.each([
	'',
	'null',
	'- 1',
	'text',
	'paths:',
	'paths: 1',
	'paths: { /a: 1 }',
	'paths: { /a: { get: 1 } }',
])('what is not a description holds no routes: %j', (text) => {
	expect(readRoutes(text).size).toBe(0);
});
