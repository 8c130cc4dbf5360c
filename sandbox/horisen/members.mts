import { randomUUID } from 'node:crypto';
import type { OperationHandler } from '../vendor.mts';
import { HorisenFailure } from './failure.mts';
import { pageOf } from './paging.mts';
import { now, type HorisenRecord } from './records.mts';

/** Which contacts belong to what: one member for each pair, subscribed or unsubscribed. */
export class Members {
	readonly all = new Map<string, HorisenRecord>();
	private readonly ofName: string;
	private readonly exists: (name: string, uuid: string) => boolean;

	/**
	 * @param ofName the field that holds the UUID of what the contact belongs to.
	 * @param exists tells whether the account has what a field names by its UUID.
	 */
	constructor(ofName: string, exists: (name: string, uuid: string) => boolean) {
		this.ofName = ofName;
		this.exists = exists;
	}

	/**
	 * Creates the member, or updates its status.
	 * @throws HorisenFailure 400 for a contact, or what it shall belong to, that is not there.
	 */
	upsert(body: unknown): HorisenRecord {
		const sent: HorisenRecord = Object(body);
		for (const name of [this.ofName, 'contact_uuid']) {
			if (this.exists(name, String(sent[name]))) continue;
			throw new HorisenFailure(400, 'The member is not valid', [
				{ name, message: 'names nothing of the account' },
			]);
		}
		const key = `${sent[this.ofName]} ${sent.contact_uuid}`;
		const before = this.all.get(key) ?? { uuid: randomUUID(), joined_dt: now() };
		const member = { ...before, ...sent, updated_dt: now() };
		this.all.set(key, member);
		return member;
	}

	/** The contacts of one of these, with this status. */
	contactsOf(uuids: readonly string[], status = 'subscribed'): Set<unknown> {
		const members = [...this.all.values()].filter(
			(member) => uuids.includes(String(member[this.ofName])) && member.status === status,
		);
		return new Set(members.map((member) => member.contact_uuid));
	}

	handlers(resource: string): Record<string, OperationHandler> {
		return {
			[`${resource}.getMany`]: (request) => {
				const { contact_uuid, [this.ofName]: of } = request.query;
				const found = [...this.all.values()].filter(
					(member) =>
						(contact_uuid === undefined || member.contact_uuid === contact_uuid) &&
						(of === undefined || member[this.ofName] === of),
				);
				return { status: 200, body: pageOf(found, request) };
			},
			[`${resource}.upsert`]: ({ body }) => ({ status: 201, body: this.upsert(body) }),
		};
	}
}
