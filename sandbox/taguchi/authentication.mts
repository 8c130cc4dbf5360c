import { decodeJwt, errors, importSPKI, jwtVerify } from 'jose';
import { TAGUCHI_API_SECRET_KEY, TAGUCHI_API_TOKEN, type TaguchiEndpoint } from './accounts.mts';

/** Taguchi lets a token pass this long after its expiry. */
const GRACE_SECONDS = 60;
/** Taguchi recommends a lifetime of at most ten minutes. */
const RECOMMENDED_SECONDS = 600;

/**
 * Checks the Authorization header as an endpoint is configured.
 * Gives why it is refused, or undefined when it is right. A token that expires later than Taguchi
 * recommends is accepted and told to `record`.
 */
export async function refusalOf(
	endpoint: TaguchiEndpoint,
	authorization: string | undefined,
	publicKeyPem: string,
	record: (violation: string) => void,
): Promise<string | undefined> {
	if (endpoint.authentication === 'none') return undefined;
	const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	if (token === undefined) return 'No bearer token was sent';
	if (endpoint.authentication === 'token') {
		const accepted = [TAGUCHI_API_TOKEN, Buffer.from(TAGUCHI_API_TOKEN).toString('base64')];
		return accepted.includes(token) ? undefined : 'The API token is not valid';
	}
	try {
		const key =
			endpoint.authentication === 'RS256'
				? await importSPKI(publicKeyPem, 'RS256')
				: new TextEncoder().encode(TAGUCHI_API_SECRET_KEY);
		await jwtVerify(token, key, {
			algorithms: [endpoint.authentication],
			subject: endpoint.integrationToken,
			clockTolerance: GRACE_SECONDS,
		});
	} catch (error) {
		if (!(error instanceof errors.JOSEError)) throw error;
		return `The JSON Web Token is not valid: ${error.message}`;
	}
	const { exp } = decodeJwt(token);
	const seconds = exp === undefined ? Infinity : exp - Date.now() / 1000;
	if (seconds > RECOMMENDED_SECONDS + GRACE_SECONDS) {
		record('JSON Web Token: exp is missing or more than ten minutes ahead');
	}
	return undefined;
}
