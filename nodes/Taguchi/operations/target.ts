/** Target: who an action is about (V5 API, Schemas > Target). The ID or the external ID stands alone; else email and/or phone. */
import { createHash } from 'node:crypto';
import type { Mapped, Values } from '../../../core/rows/field';
import { boolean, choice, identifier, int64, lowerCase } from '../../../core/rows/field';

const IDENTIFIERS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Email and Phone', value: 'emailAndPhone' },
	{ name: 'External ID', value: 'ref' },
	{ name: 'Phone', value: 'phone' },
	{ name: 'Taguchi ID', value: 'id' },
] as const;

/** Asks which identifier counts; only its inputs are shown, so that a target can never hold two. */
export const identifyBy = {
	identifyBy: choice('Identify By', IDENTIFIERS, {
		required: true,
		description:
			'Must match what the endpoint is set up for in Taguchi; the Taguchi ID always works',
	}),
};

export const identifiers = {
	// A target names the address in lower case (V5 API, Target); a profile keeps it as it is written.
	email: lowerCase(
		identifier('Email', {
			required: true,
			example: 'name@email.com',
			show: { identifyBy: ['email', 'emailAndPhone'] },
		}),
	),
	phone: identifier('Phone', {
		required: true,
		example: '+61400000000',
		show: { identifyBy: ['phone', 'emailAndPhone'] },
	}),
	ref: identifier('External ID', {
		required: true,
		example: 'customer-4711',
		description: 'The ID of the person in your own system',
		show: { identifyBy: ['ref'] },
	}),
	id: int64('Taguchi ID', { required: true, show: { identifyBy: ['id'] } }),
};

/** Only actions that neither read nor create a profile take a hash (V5 API, Profile uniqueness). */
export const hash = {
	hash: boolean('Hash Email and Phone', {
		description: 'Whether to send the SHA-256 hash of email and phone instead of the values',
	}),
};

type Identified = Mapped<typeof identifiers>;

/** The Target object of an action. */
export function targetOf({
	email,
	phone,
	ref,
	id,
	hash: hashed,
}: Identified & Values<typeof hash>) {
	const hidden = (value: string | null | undefined) =>
		hashed && value ? sha256(value) : (value ?? undefined);
	return { email: hidden(email?.toLowerCase()), phone: hidden(phone), ref, id };
}

const sha256 = (value: string) => createHash('sha256').update(value, 'utf8').digest('hex');

/** What two actions for the same person share; such actions must not overtake each other. */
export const keysOf = ({ email, phone, ref, id }: Identified): string[] =>
	[
		email && `email ${email.toLowerCase()}`,
		phone && `phone ${phone}`,
		ref && `ref ${ref}`,
		id !== undefined && id !== null && `id ${id}`,
	].filter((key) => typeof key === 'string');
