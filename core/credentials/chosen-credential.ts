import type { ILoadOptionsFunctions } from 'n8n-workflow';

/**
 * Whether the node has a credential of this type yet. The editor asks for fields and lists before it has picked one, when the
 * node was added behind another one.
 */
export const hasCredential = (context: ILoadOptionsFunctions, type: string): boolean =>
	context.getNode().credentials?.[type] !== undefined;
