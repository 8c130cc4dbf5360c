/** Lint for what never ships: the .mts files, which the verification config does not match. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/**', '**/*.ts', '**/*.js', '**/*.mjs'] },
	{
		files: ['**/*.mts'],
		extends: [js.configs.recommended, tseslint.configs.strict],
		linterOptions: { noInlineConfig: true },
		rules: {
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: 'TSAsExpression > TSAsExpression',
					message: 'A double assertion hides a type that does not fit.',
				},
			],
		},
	},
	{
		// Rows that the compiler must refuse; rows.test.mts counts them.
		files: ['test/types/rows.mts'],
		rules: {
			'@typescript-eslint/ban-ts-comment': [
				'error',
				{ 'ts-expect-error': 'allow-with-description' },
			],
		},
	},
);
