/** The accounts that the sandbox knows. They are made up, the same on every run, and of no use anywhere else. */

export const CONTACTHUB_TOKEN = 'sandbox-contacthub-token';
/** The token of a source: it may read and write customers and events, but not the update stream. */
export const CONTACTHUB_SOURCE_TOKEN = 'sandbox-contacthub-source-token';
export const CONTACTHUB_WORKSPACE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f10';
export const CONTACTHUB_NODE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f11';
export const CONTACTHUB_SECOND_NODE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f12';
