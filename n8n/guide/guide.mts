/** What a guide is, besides its words. */
import type { Sandbox } from '../../sandbox/server.mts';
import type { GuideReader } from './reader.mts';

/** The accounts that the reader was given. */
export interface Accounts {
	contacthub: { token: string; workspaceId: string; baseUrl: string };
	horisen: { token: string; serviceUuid: string; baseUrl: string };
	taguchi: { endpointUrl: string; token: string };
}

/** Does one step. */
export type Step = (reader: GuideReader, accounts: Accounts) => Promise<void>;

/** A guide that is followed in an empty n8n. */
export interface Guide {
	/** The document in docs/, without `.md`. */
	file: string;
	/** The steps by their titles. */
	steps: Readonly<Record<string, Step>>;
	/** The pictures that the document shows, by the title of the step. */
	pictures: Readonly<Record<string, string>>;
	/** Fills the sandbox before the first step. */
	before(sandbox: Sandbox): Promise<void>;
	/** What the sandbox must show after the trial run. @throws Error with what is not so */
	afterTrial(sandbox: Sandbox): Promise<void>;
	/** What must come of the published workflow. @throws Error with what does not */
	afterAll(sandbox: Sandbox, stop: AbortSignal): Promise<void>;
}

/** The title of the step that runs the workflow by hand. */
export const TRIAL = 'Try it';
/** The longest until a poll has come and its items are written, in milliseconds. */
export const POLL_TIMEOUT = 120_000;
