import { z } from 'zod/v4';

/** The request objects of Taguchi's documentation: every field is named, an unknown one is refused. */

const INT64_MAX = 2n ** 63n - 1n;

/** A 64-bit id; a bigint in memory whatever its size. */
const int64 = z
	.union([z.int(), z.bigint()])
	.transform((value) => BigInt(value))
	.refine((value) => value <= INT64_MAX && value >= -INT64_MAX - 1n, 'is not a 64-bit integer');

/** Texts are UTF-8, which half of a surrogate pair is not. */
const text = z
	.string()
	.refine((value) => !/\p{Surrogate}/u.test(value), 'is not UTF-8')
	.nullish();
const id = int64.nullish();
const date = z.iso.date().nullish();
const timestamp = z.iso.datetime({ offset: true }).nullish();
const utcTimestamp = z.iso.datetime().nullish();
/** Of a list, `true` stands for now, as the vendor's knowledge base has it. */
const listTimestamp = z.union([z.iso.datetime(), z.literal(true)]).nullish();
/** The event types of the reference, and those that only the vendor's other pages and examples name. */
const eventType = z.enum(['v', 'o', 'p', 'wa', 'ab', 'sb', 'f', 's', 'u', 'up']);
const object = z.record(z.string(), z.unknown()).nullish();

export const targetSchema = z.strictObject({ id, ref: text, email: text, phone: text });

export const profileSchema = z.strictObject({
	id,
	ref: text,
	email: text,
	phone: text,
	title: text,
	firstname: text,
	lastname: text,
	notifications: text,
	extra: text,
	dob: date,
	address: text,
	address2: text,
	address3: text,
	suburb: text,
	state: text,
	country: text,
	postcode: text,
	gender: text,
	unsubscribedTimestamp: timestamp,
	invalidTimestamp: timestamp,
	resumeDate: date,
	organizationId: id,
	campaignId: id,
	importId: id,
	custom: z.record(z.string(), z.string().nullable()).nullish(),
	lists: z
		.array(
			z.strictObject({
				listId: int64,
				importId: id,
				campaignId: id,
				subscribedTimestamp: listTimestamp,
				unsubscribedTimestamp: listTimestamp,
				subscriptionOption: text,
			}),
		)
		.nullish(),
});

const eventSchema = z.strictObject({
	target: targetSchema,
	isTest: z.boolean().nullish(),
	data: object,
	type: eventType,
	loggedTimestamp: utcTimestamp,
	activityId: id,
	parentId: id,
	// Ignored in a request, as documented.
	id,
});

const messageSchema = z.strictObject({
	target: targetSchema,
	isTest: z.boolean().nullish(),
	requestContent: object,
	sendTimestamp: utcTimestamp,
	activityId: id,
});

/** One element of POST /subscriber; it must hold exactly one of the three. */
export const actionSchema = z.strictObject({
	profile: profileSchema.optional(),
	event: eventSchema.optional(),
	message: messageSchema.optional(),
});

export const partitionSchema = z.strictObject({
	id,
	ref: text,
	organizationId: id,
	// Read only: accepted, because the documented example holds it, and ignored.
	status: text,
	isArchived: z.boolean().nullish(),
	custom: object,
});

export type Target = z.output<typeof targetSchema>;
export type Profile = z.output<typeof profileSchema>;
export type EventLog = z.output<typeof eventSchema>;
export type MessageSend = z.output<typeof messageSchema>;
export type PartitionInput = z.output<typeof partitionSchema>;
