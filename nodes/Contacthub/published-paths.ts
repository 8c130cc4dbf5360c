/**
 * Method and path of operations whose own are inferred, from the OpenAPI description that Contacthub publishes beside its
 * API. The titles in the reference are the `summary` values there.
 */
import type { Connection, RequestContext } from '../../core/requests/connection';
import type { Bounds } from '../../core/requests/exchange';
import type { Operation } from '../../core/rows/operation';
import { readPublicText } from '../../core/requests/public-text';
import type { Route } from '../../core/rows/route';
import { readRoutes, routeFor } from './published-description';
import type { PublishedRoutes } from './published-description';

/** Where the description lies, below the Base URL. */
export const DESCRIPTION_PATH = '/docs/swagger.yml';

/** What a look-up may cost; the operation waits for it. */
export interface LookUpLimits extends Bounds {
	/** When a look-up that found nothing is made again, in ms. */
	againAfterMs: number;
	/** For how many addresses the paths are kept. */
	mostAddresses: number;
}

const LIMITS: LookUpLimits = {
	timeoutMs: 5_000,
	largestBytes: 5_000_000,
	againAfterMs: 10 * 60_000,
	mostAddresses: 10,
};

interface LookUp {
	routes: Promise<PublishedRoutes>;
	/** When it is too old to be believed, in ms since 1970; never while it runs and where it found something. */
	staleAt: number;
}

/** The published paths by address. One look-up for each in the life of the process, unless it finds nothing. */
export class PublishedPaths {
	private readonly lookUps = new Map<string, LookUp>();
	private readonly now: () => number;
	private readonly limits: LookUpLimits;

	/** @param now the present, in ms since 1970 */
	constructor(now: () => number = Date.now, limits: Partial<LookUpLimits> = {}) {
		this.now = now;
		this.limits = { ...LIMITS, ...limits };
	}

	/** The published route of a row; undefined where none, or more than one, fits. Whatever goes wrong means: nothing published. */
	async routeOf(
		context: RequestContext,
		{ baseUrl }: Pick<Connection, 'baseUrl'>,
		row: Pick<Operation, 'title' | 'request'>,
	): Promise<Route | undefined> {
		if (row.title === undefined) return undefined;
		const known = this.lookUps.get(baseUrl);
		const lookUp = known && this.now() < known.staleAt ? known : this.begin(context, baseUrl);
		return routeFor(await lookUp.routes, row);
	}

	private begin(context: RequestContext, baseUrl: string): LookUp {
		const lookUp: LookUp = {
			staleAt: Infinity,
			routes: fetchRoutes(context, baseUrl, this.limits).then((routes) => {
				if (routes.size === 0)
					lookUp.staleAt = isStopped(context) ? 0 : this.now() + this.limits.againAfterMs;
				return routes;
			}),
		};
		this.lookUps.delete(baseUrl);
		this.lookUps.set(baseUrl, lookUp);
		const [oldest] = this.lookUps.keys();
		if (oldest !== undefined && this.lookUps.size > this.limits.mostAddresses) {
			this.lookUps.delete(oldest);
		}
		return lookUp;
	}
}

/** Whether somebody has stopped the execution, and with it the look-up: then nothing is known of what the vendor publishes. */
const isStopped = (context: RequestContext) =>
	'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;

const published = new PublishedPaths();

/** The published route of a row, as `PublishedPaths` gives it, with one memory for the whole process. */
export const publishedRoute = async (
	context: RequestContext,
	connection: Connection,
	row: Operation,
): Promise<Route | undefined> => await published.routeOf(context, connection, row);

/** The description is public, so it is asked for without the token. */
async function fetchRoutes(
	context: RequestContext,
	baseUrl: string,
	limits: LookUpLimits,
): Promise<PublishedRoutes> {
	try {
		return readRoutes(await readPublicText(context, `${baseUrl}${DESCRIPTION_PATH}`, limits));
	} catch {
		return new Map();
	}
}
