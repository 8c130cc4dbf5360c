/** Changes in all four systems that leave their sizes as they are, so that whatever grows grows in n8n. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import {
	agreeInContacthub,
	changeCustomer,
	objectInContacthub,
	optOutInHorisen,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
} from '../demonstration/people.mts';

/** How many members come and go, by number. */
const MEMBERS = 30;

/** One change after the other, each of them undone by a later one. */
export class SteadyChanges {
	/** How many were made. */
	made = 0;
	private readonly sandbox: Sandbox;
	/** Where Taguchi sends its events. */
	private readonly webhook: () => string;

	constructor(sandbox: Sandbox, webhook: () => string) {
		this.sandbox = sandbox;
		this.webhook = webhook;
	}

	/** Makes changes until the signal comes. */
	async play(pauseMs: number, stop: AbortSignal): Promise<void> {
		while (!stop.aborted) {
			await this.one();
			this.made += 1;
			await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
		}
	}

	private async one(): Promise<void> {
		const { sandbox, made } = this;
		const people = reachable(sandbox);
		const round = Math.floor(made / 6);
		const person = people[round % people.length];
		const isOdd = Math.floor(round / MEMBERS) % 2 === 1;
		const member = `S${round % MEMBERS}`;
		if (!person) throw new Error('There is nobody');
		switch (made % 6) {
			case 0:
				return await changeCustomer(sandbox, person.id, { base: { firstName: `Zoë ${made % 7}` } });
			case 1:
				return await (isOdd ? agreeInContacthub : objectInContacthub)(sandbox, person.id);
			case 2:
				return optOutInHorisen(sandbox, person.email);
			case 3:
				return this.enterOrLeave(member, isOdd);
			case 4:
				return this.addOrDelete(member, isOdd);
			default:
				return await this.tell(made);
		}
	}

	private enterOrLeave(member: string, leaves: boolean): void {
		const { tenant } = this.sandbox.emporix;
		if (leaves) tenant.of(VIP_SEGMENT).customers.delete(member);
		else tenant.assignCustomer(VIP_SEGMENT, member, undefined, {});
	}

	private addOrDelete(member: string, leaves: boolean): void {
		const { horisen } = this.sandbox;
		const known = horisen.contacts.filter(
			({ list_uuid, customer_number }) => list_uuid === VIP_LIST && customer_number === member,
		);
		if (leaves) for (const { uuid } of known) horisen.deleteContact(String(uuid));
		else if (known.length === 0) {
			horisen.putContact({
				list_uuid: VIP_LIST,
				customer_number: member,
				email: `${member}@example.com`,
			});
		}
	}

	/** A purchase, as Taguchi tells it; while n8n is down, nobody hears of it. */
	private async tell(number: number): Promise<void> {
		const { taguchi } = this.sandbox;
		const known = taguchi.subscribers[number % Math.max(1, taguchi.subscribers.length)];
		if (!known) return;
		const event = {
			id: 174049918808633344n + BigInt(number),
			type: 'p',
			target: { id: known.id },
			data: { orderId: `ORDER-${number}`, total: 19.9 },
		};
		await taguchi.sendEvent(this.webhook(), event).catch(() => undefined);
	}
}
