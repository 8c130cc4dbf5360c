/** The tests that run n8n's engine, in the version of it that a folder holds: `npm run compatibility`. */
const { createRequire } = require('node:module');
const path = require('node:path');
const common = require('../jest/common.config.js');

const folder = process.env.COMPATIBILITY_ENGINE ?? path.resolve(__dirname, '../..');
const core = createRequire(path.join(folder, 'package.json')).resolve('n8n-core');
const workflow = createRequire(core).resolve('n8n-workflow');

module.exports = {
	...common,
	setupFiles: [path.join(__dirname, 'node-20.js')],
	// As in the others, and what n8n 2.0 uses of packages that are published as ES modules only.
	transformIgnorePatterns: [
		'/node_modules/(?!(jose|@apidevtools/json-schema-ref-parser|p-retry|is-network-error)/)',
	],
	moduleNameMapper: {
		'^n8n-core$': path.join(__dirname, 'engine.mts'),
		'/n8n-core/dist/index\\.js$': core,
		'^n8n-workflow$': workflow,
		...(!('rawJSON' in JSON) && {
			'/exact-json\\.mts$': path.join(__dirname, 'exact-json.mts'),
		}),
	},
	reporters: ['default'],
};
