/** The accounts that the sandbox knows. They are made up, the same on every run, and of no use anywhere else. */

export const HORISEN_CLIENT_ID = 'sandbox-horisen-client';
export const HORISEN_CLIENT_SECRET = 'sandbox-horisen-client-secret';
/** An access token that never expires. */
export const HORISEN_TOKEN = 'sandbox-horisen-token';
export const HORISEN_SERVICE_UUID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c22';
/** The list that an empty account has. */
export const HORISEN_LIST_UUID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c23';
