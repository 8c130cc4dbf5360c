/** The part of js-yaml that is used; the package is published without types. */
declare module 'js-yaml' {
	/** What the reader knows of the value that it has just read. */
	interface LoadState {
		/** How the value is written; null for an alias, and for nothing. */
		kind: 'scalar' | 'sequence' | 'mapping' | null;
		/** The value; of an alias, what it stands for. */
		result: unknown;
	}

	interface LoadOptions {
		schema: unknown;
		/** Called before (`open`) and after (`close`) every value; what it throws ends the reading. */
		listener: (event: 'open' | 'close', state: LoadState) => void;
	}

	/** Texts, lists and maps only: nothing is converted, and nothing merged. */
	export const FAILSAFE_SCHEMA: unknown;

	/** @throws YAMLException when the text is not one YAML document */
	export function load(text: string, options?: LoadOptions): unknown;
}
