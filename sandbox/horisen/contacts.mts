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
	/** Fields that become empty where what was sent is not valid. */
	unset_invalid_fields: readonly string[];
	/** Channels that new contacts, and those that are opted in or out, are opted in to or out of. */
	insert_opt_channels: readonly string[];
	update_opt_channels: readonly string[];
	/** Told of the contacts that are new, and of those to which a membership is given or taken. */
	inserted(contact: HorisenRecord): void;
	duplicate(contact: HorisenRecord, status: 'subscribed' | 'unsubscribed'): void;
}

/** The contacts of the account; deleted ones are kept aside, for those who ask for them. */
export class Contacts {
	readonly all = new Map<string, HorisenRecord>();
	readonly deleted = new Map<string, HorisenRecord>();
	private readonly isCustomField: (name: string) => boolean;

	/** @param isCustomField tells whether the account has defined a field of this name. */
	constructor(isCustomField: (name: string) => boolean) {
		this.isCustomField = isCustomField;
	}

	/** Whether an import may name the field; status and list of a contact are not among them. */
	isImported(name: string): boolean {
		return STANDARD_FIELDS.includes(name) || this.isCustomField(name);
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
			const fields: HorisenRecord = { ...Object(record) };
			const wrong = this.wrongIn(fields, (name) => this.isImported(name)).filter(({ name }) => {
				if (!settings.unset_invalid_fields.includes(name)) return true;
				fields[name] = null;
				return false;
			});
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
				counts[this.resolve(before, fields, settings)] += 1;
			} else {
				// Whoever is new is opted in, unless the channels say otherwise.
				const created = this.create({
					...fields,
					list_uuid: settings.list_uuid,
					...(settings.insert_opt_channels.includes('sms') && { opt_status: 'in' }),
				});
				stored.set(by, created);
				settings.inserted(created);
				counts.created += 1;
			}
		}
		return { ...counts, errors };
	}

	private resolve(
		before: HorisenRecord,
		fields: HorisenRecord,
		settings: ImportSettings,
	): keyof ImportCounts {
		const uuid = String(before.uuid);
		const isSms = settings.update_opt_channels.includes('sms');
		switch (settings.resolve_duplicate) {
			case 'skip':
				return 'skipped';
			case 'delete':
				this.delete(uuid, { erase: false });
				return 'deleted';
			case 'optin':
				if (isSms) this.update(uuid, { opt_status: 'in' });
				return 'optedin';
			case 'optout':
				if (isSms) this.update(uuid, { opt_status: 'out' });
				return 'optedout';
			case 'subscribe':
				settings.duplicate(before, 'subscribed');
				return 'subscribed';
			case 'unsubscribe':
				settings.duplicate(before, 'unsubscribed');
				return 'unsubscribed';
			default:
				this.update(uuid, fields);
				return 'updated';
		}
	}

	private check(fields: HorisenRecord): void {
		const isField = (name: string) => STATUS_FIELDS.includes(name) || this.isImported(name);
		const wrong = this.wrongIn(fields, isField);
		if (wrong.length > 0) throw new HorisenFailure(400, 'The contact is not valid', wrong);
	}

	private wrongIn(fields: HorisenRecord, isField: (name: string) => boolean): ErrorItem[] {
		const unknown = Object.keys(fields).filter((name) => !isField(name));
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
