/** `npm test`. The other ways to run tests load every package anew for every file (`test/jest/common.config.js`). */
const common = require('./test/jest/common.config.js');

/** What takes long to load and keeps nothing of one test file for the next. */
const LOADED_ONCE = ['n8n-core', 'n8n-workflow', 'openapi-backend', 'fast-check', 'jose', 'zod'];

module.exports = {
	...common,
	transform: { '/node_modules/': '<rootDir>/test/jest/loaded-once.mts', ...common.transform },
	transformIgnorePatterns: [`/node_modules/(?!(${LOADED_ONCE.join('|')})/)`],
	testEnvironment: '<rootDir>/test/jest/one-realm.mts',
	reporters: ['default', '<rootDir>/test/summary-reporter.mts'],
};
