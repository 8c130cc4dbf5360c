/** The accounts that the sandbox knows. They are made up, the same on every run, and of no use anywhere else. */

export const EMPORIX_TENANT = 'sandboxtenant';
/** An API key with all scopes of the service, and one that only reads. */
export const EMPORIX_CLIENT = { id: 'sandbox-emporix-client', secret: 'sandbox-emporix-secret' };
export const EMPORIX_READING_CLIENT = {
	id: 'sandbox-emporix-reader',
	secret: 'sandbox-emporix-secret',
};
/** The customer who is logged in, and the access token of that login. */
export const EMPORIX_CUSTOMER_ID = '98029737';
export const EMPORIX_CUSTOMER_TOKEN = 'sandbox-emporix-customer-token';
