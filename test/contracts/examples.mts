/** What each vendor's `test/nodes/<Vendor>/examples.mts` says, so that every row can be run without knowing the vendor. */
import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../../core/rows/field.ts';
import type { Sandbox } from '../../sandbox/server.mts';
import type { CredentialStore } from '../engine/credential-store.mts';

/** The least that a row can run with. */
export interface Example<Known = void> {
	/** The required parameters, and nothing else. */
	parameters?: IDataObject | ((known: Known) => IDataObject);
	items?: IDataObject[];
	/** Parameters of the node beside the row's own, such as another credential. */
	as?: IDataObject;
	/** Parameters that keep a run with everything filled in short, such as those that wait for nothing. */
	quick?: IDataObject;
	/** The input that holds the whole body as JSON. */
	wholeBody?: string;
	/** Groups of optional inputs of which only one may be filled in at a time. */
	either?: ReadonlyArray<readonly string[]>;
	/** Inputs of which the row needs one, though none is required. */
	oneOf?: readonly string[];
}

export interface VendorExamples<Known = void> {
	/** Parameters of the node that no row has, such as the way to authenticate. */
	as?: IDataObject;
	/** The same where no service gives a token. */
	asOffline?: IDataObject;
	/** The address before the paths of the contract, for the sandbox. */
	addressIn(sandbox: Sandbox): string;
	/** Paths of requests that are no operation's, such as those for a token. */
	besides?: RegExp;
	/** The credentials of the node for an address. */
	credentials(address: string): CredentialStore;
	/** Makes the records that the examples name, and gives what is known of them. */
	prepare(sandbox: Sandbox): Known | Promise<Known>;
	rows: Readonly<Record<string, Example<Known>>>;
	/** A valid value for a field whose kind alone does not tell it; undefined for all others. */
	sample?(name: string, field: Field): unknown;
	/** Answers in place of the documented example of an operation, where the example would be waited for. */
	answers?: Readonly<Record<string, unknown>>;
}
