/**
 * What all ways to run the tests have in common. Tests are .mts beside the shipped .ts: the verification lint covers every .ts
 * file and forbids what a test needs.
 */
const path = require('node:path');

module.exports = {
	rootDir: path.resolve(__dirname, '../..'),
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	moduleFileExtensions: ['ts', 'mts', 'mjs', 'js', 'cjs', 'json', 'node'],
	transform: {
		'^.+\\.(m?[jt]s)$': [
			'@swc/jest',
			{ jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	// These packages are published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!(jose|@apidevtools/json-schema-ref-parser)/)'],
	testEnvironment: 'node',
	maxWorkers: 2,
	// No test may depend on how fast the machine is: this only ends one that hangs.
	testTimeout: 120_000,
};
