/**
 * The one door: whoever wants something of a vendor, be it an execution, a dropdown, a mapper, a procedure or a trigger, asks a
 * row. So the route, the headers and the retry class of an endpoint stand in its row and nowhere else.
 */
import type { Connection, RequestContext } from './connection';
import type { Failure } from '../execution/failure';
import type { AnyValues, Operation } from '../rows/operation';
import { believed } from '../execution/outcome';
import { Previewed, previewOf } from '../execution/preview';
import type { Besides } from './request';
import { callOf } from './request';
import { routeOf, withRouteDoubt } from './routing';
import type { Slots } from '../execution/slots';
import type { Answer, Patience } from './transport';
import { send } from './transport';
import type { Vendor } from '../rows/vendor';

/** Who asks whom: through which n8n context, as which account, and how patiently ({@link PATIENT} unless it says otherwise). */
export interface Door {
	context: RequestContext;
	vendor: Vendor;
	connection: Connection;
	patience?: Patience;
	/** Requests are shown instead of being sent. */
	preview?: boolean;
	/** Bounds the requests under way at once, where several may be. */
	slots?: Slots;
}

/** What the vendor gave, or why it gave nothing. */
export type Read<T> = { value: T } | { failure: Failure };

/**
 * Opens the door with the credential of the node.
 *
 * @param itemIndex the item whose settings choose the credential
 * @throws NodeOperationError when the credential cannot be used
 */
export async function openDoor(
	context: RequestContext,
	vendor: Vendor,
	patience?: Patience,
	itemIndex = 0,
): Promise<Door> {
	return { context, vendor, connection: await vendor.connect(context, itemIndex), patience };
}

/**
 * Sends one request of a row and gives the vendor's answer, or why there is none; never throws for either.
 *
 * @param values wire values of the row's fields, as readValues gives them
 * @throws NodeOperationError when the execution is cancelled
 * @throws Previewed instead of sending, for a preview
 */
export async function ask<V extends AnyValues>(
	{ context, vendor, connection, patience, preview, slots }: Door,
	row: Operation<V>,
	values: NoInfer<V>,
	besides: Besides = {},
): Promise<Answer> {
	if (preview) {
		const call = callOf(row, besides.request ?? row.request, values, besides);
		throw new Previewed(previewOf(connection, call));
	}
	const resolved = besides.request
		? { route: besides.request, confirmed: true }
		: await routeOf(context, vendor, connection, row);
	const call = callOf(row, resolved.route, values, besides);
	const asking = async () => await send(context, vendor, connection, call, patience);
	const answer = slots ? await slots.use(asking) : await asking();
	if (answer.ok) return answer;
	const { failure } = answer;
	const description = row.advise?.(failure.status, values) ?? failure.description;
	return { ...answer, failure: withRouteDoubt(vendor, resolved, { ...failure, description }) };
}

/** The same for whoever reads the answer by himself: one that is not what the row documents is a failure. */
export const askForDocumented = async <V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	values: NoInfer<V>,
	besides?: Besides,
): Promise<Answer> => believed(door.vendor, row, await ask(door, row, values, besides));
