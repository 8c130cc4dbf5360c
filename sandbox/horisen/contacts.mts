import { randomUUID } from 'node:crypto';
import { HorisenFailure, type ErrorItem } from './failure.mts';
import { now, type HorisenRecord } from './records.mts';

/** The standard fields of a contact, as `/fields` lists them. */
export const STANDARD_FIELDS = [
	'first_name',
	'last_name',
	'second_name',
	'nick_name',
	'gender',
	'birthday',
	'salutation',
	'title',
	'language',
	'nationality',
	'mobile',
	'email',
	'phone',
	'address',
	'zip',
	'city',
	'region',
	'country',
	'b_mobile',
	'b_email',
	'b_phone',
	'b_address',
	'b_zip',
	'b_city',
	'b_region',
	'b_country',
	'b_job_title',
	'b_department',
	'b_reception_code',
];

const STATUS_FIELDS = [
	'list_uuid',
	'opt_status',
	'opt_status_webpush',
	'channel_telegram_identifier',
	'channel_telegram_opt_status',
	'channel_telegram_data',
];

/** What an import did. */
export interface ImportCounts {
	created: number;
	deleted: number;
	invalid: number;
	updated: number;
	skipped: number;
	subscribed: number;
	unsubscribed: number;
	optedin: number;
	optedout: number;
}

export interface ImportSettings {
	list_uuid: string;
	identifier: string;
	resolve_duplicate: string;
}

/** The contacts of the account; deleted ones are kept aside, for those who ask for them. */
export class Contacts {
	readonly all = new Map<string, HorisenRecord>();
	readonly deleted = new Map<string, HorisenRecord>();
	private readonly isField: (name: string) => boolean;

	/** @param isCustomField tells whether the account has defined a field of this name. */
	constructor(isCustomField: (name: string) => boolean) {
		const known = new Set([...STANDARD_FIELDS, ...STATUS_FIELDS]);
		this.isField = (name) => known.has(name) || isCustomField(name);
	}

	/** @throws HorisenFailure 404 when there is none. */
	get(uuid: string | undefined): HorisenRecord {
		const found = this.all.get(uuid ?? '');
		if (!found) throw new HorisenFailure(404, 'Resource not found');
		return found;
	}

	/** @throws HorisenFailure when a value is not valid. */
	create(body: unknown): HorisenRecord {
		const fields: HorisenRecord = Object(body);
		this.check(fields);
		const moment = now();
		return this.put({ uuid: randomUUID(), created_dt: moment, updated_dt: moment, ...fields });
	}

	/** @throws HorisenFailure when there is none or a value is not valid. */
	update(uuid: string | undefined, body: unknown): HorisenRecord {
		const contact = this.get(uuid);
		this.check(Object(body));
		return this.put({ ...contact, ...Object(body), updated_dt: now() });
	}

	/** @throws HorisenFailure 404 when there is none. */
	delete(uuid: string | undefined, { erase, at = now() }: { erase: boolean; at?: string }): void {
		const contact = this.get(uuid);
		this.all.delete(String(contact.uuid));
		if (!erase) this.deleted.set(String(contact.uuid), { ...contact, updated_dt: at });
	}

	/** Stores a contact as it is. A later change stands behind the others of its second. */
	put(contact: HorisenRecord): HorisenRecord {
		const uuid = String(contact.uuid);
		this.all.delete(uuid);
		this.all.set(uuid, contact);
		return contact;
	}

	import(records: readonly unknown[], settings: ImportSettings) {
		const counts: ImportCounts = {
			created: 0,
			deleted: 0,
			invalid: 0,
			updated: 0,
			skipped: 0,
			subscribed: 0,
			unsubscribed: 0,
			optedin: 0,
			optedout: 0,
		};
		const errors: Array<{ contact: HorisenRecord; errors: ErrorItem[] }> = [];
		const stored = new Map(
			[...this.all.values()].map((contact) => [contact[settings.identifier], contact]),
		);
		for (const record of records) {
			const fields: HorisenRecord = Object(record);
			const wrong = this.wrongIn(fields);
			const by = fields[settings.identifier];
			if (by === undefined || by === null || by === '') {
				wrong.push({ name: settings.identifier, message: 'is required' });
			}
			if (wrong.length > 0) {
				counts.invalid += 1;
				errors.push({ contact: fields, errors: wrong });
				continue;
			}
			const before = stored.get(by);
			if (before) {
				counts[this.resolve(before, fields, settings.resolve_duplicate)] += 1;
			} else {
				stored.set(by, this.create({ ...fields, list_uuid: settings.list_uuid }));
				counts.created += 1;
			}
		}
		return { ...counts, errors };
	}

	private resolve(
		before: HorisenRecord,
		fields: HorisenRecord,
		policy: string,
	): keyof ImportCounts {
		const uuid = String(before.uuid);
		switch (policy) {
			case 'skip':
				return 'skipped';
			case 'delete':
				this.delete(uuid, { erase: false });
				return 'deleted';
			case 'optin':
				this.update(uuid, { opt_status: 'in' });
				return 'optedin';
			case 'optout':
				this.update(uuid, { opt_status: 'out' });
				return 'optedout';
			case 'subscribe':
				return 'subscribed';
			case 'unsubscribe':
				return 'unsubscribed';
			default:
				this.update(uuid, fields);
				return 'updated';
		}
	}

	private check(fields: HorisenRecord): void {
		const wrong = this.wrongIn(fields);
		if (wrong.length > 0) throw new HorisenFailure(400, 'The contact is not valid', wrong);
	}

	private wrongIn(fields: HorisenRecord): ErrorItem[] {
		const unknown = Object.keys(fields).filter((name) => !this.isField(name));
		const wrong = unknown.map((name) => ({ name, message: 'is no field of the account' }));
		const { mobile, email } = fields;
		if (mobile != null && !/^\+[1-9]\d{6,14}$/.test(String(mobile))) {
			wrong.push({ name: 'mobile', message: 'is no number in E.164 form' });
		}
		if (email != null && !String(email).includes('@')) {
			wrong.push({ name: 'email', message: 'is no email address' });
		}
		return wrong;
	}
}
