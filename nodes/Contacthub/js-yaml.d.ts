/** The part of js-yaml that is used; the package is published without types. */
declare module 'js-yaml' {
	/** @throws YAMLException when the text is not one YAML document */
	export function load(text: string): unknown;
}
