/** Random changes in all four systems while the example workflows run, the same in every run. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import { peopleOf } from '../demonstration/agreement.mts';
import type { Purchase } from '../demonstration/agreement.mts';
import {
	agreeInContacthub,
	changeCustomer,
	objectInContacthub,
	optOutInHorisen,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
	writeToTaguchi,
} from '../demonstration/people.mts';
import { deliver } from './scenarios.mts';

/** The longest time without a poll, which the crash makes, in milliseconds. */
const LONGEST_BREAK = 40_000;
const FIRST_EVENT_ID = 174049918808633344n;

/**
 * Whether the polls must have seen a member. Emporix lists no changes: who enters and leaves between two polls was never
 * there for its trigger.
 */
const isOld = (createdAt: string): boolean => Date.now() - Date.parse(createdAt) > LONGEST_BREAK;

export class Changes {
	/** What people bought and left behind, as Taguchi told it. */
	readonly purchases: Purchase[] = [];
	private readonly sandbox: Sandbox;
	private readonly url: string;
	private readonly forgotten = new Set<string>();
	private state = 7;
	private made = 0;

	constructor(sandbox: Sandbox, url: string) {
		this.sandbox = sandbox;
		this.url = url;
	}

	/** Chooses somebody who does not change any more, since they are to be forgotten; gives the e-mail address. */
	choose(): string {
		const person = this.oneOf(this.people());
		if (!person) throw new Error('There is nobody');
		this.forgotten.add(person.email);
		return person.email;
	}

	/** Makes some changes, about fifty a second. */
	async play(count: number): Promise<void> {
		for (let index = 0; index < count; index++) {
			await this.one();
			if (index % 10 === 0) await sleep(200);
		}
	}

	private async one(): Promise<void> {
		const { sandbox } = this;
		const { customers } = sandbox.emporix.tenant.of(VIP_SEGMENT);
		const number = ++this.made;
		const person = this.oneOf(this.people());
		const contact = this.oneOf(
			sandbox.horisen.contacts.filter(({ list_uuid }) => list_uuid === VIP_LIST),
		);
		switch (this.random(22)) {
			case 0:
				sandbox.contacthub.addPeople(1);
				return;
			case 1:
				if (person) await objectInContacthub(sandbox, person.id);
				return;
			case 2:
				if (person) optOutInHorisen(sandbox, person.email);
				return;
			case 3:
				if (person) await this.unsubscribe(person.email, number);
				return;
			case 4:
			case 5:
				sandbox.emporix.tenant.assignCustomer(VIP_SEGMENT, `E${number}`, undefined, {});
				return;
			case 6: {
				const seen = customers.all.filter(({ metadata }) => isOld(metadata.createdAt));
				const member = this.oneOf(seen);
				if (member) customers.delete(member.customer.id);
				return;
			}
			case 7:
				sandbox.horisen.putContact({
					list_uuid: VIP_LIST,
					customer_number: `H${number}`,
					email: `H${number}@example.com`,
				});
				return;
			case 8:
				if (contact) sandbox.horisen.deleteContact(String(contact.uuid));
				return;
			case 9:
				if (person) await this.purchase(person.id, number);
				return;
			case 10:
				if (person && !this.refuses(person.email)) await agreeInContacthub(sandbox, person.id);
				return;
			default:
				if (person) {
					await changeCustomer(sandbox, person.id, {
						base: { firstName: `Zoë ${number}`, lastName: `Łukasik ${number}` },
					});
				}
		}
	}

	private people() {
		return reachable(this.sandbox).filter(({ email }) => !this.forgotten.has(email));
	}

	private refuses(email: string): boolean {
		return peopleOf(this.sandbox).some((person) => person.email === email && person.refuses);
	}

	/** As Taguchi does it: the profile first, then the event. */
	private async unsubscribe(email: string, number: number): Promise<void> {
		const { sandbox, url } = this;
		const found = sandbox.taguchi.subscribers.find(
			(subscriber) => subscriber.email?.toLowerCase() === email.toLowerCase(),
		);
		if (!found) return;
		await writeToTaguchi(sandbox, [{ email, unsubscribedTimestamp: new Date().toISOString() }]);
		await deliver(sandbox, url, {
			id: FIRST_EVENT_ID + BigInt(number),
			type: 'u',
			target: { id: found.id },
		});
	}

	/** Every second cart is left behind. */
	private async purchase(customerId: string, number: number): Promise<void> {
		const { sandbox, url } = this;
		const found = sandbox.taguchi.subscribers.find(({ ref }) => ref === customerId);
		if (!found) return;
		const orderId = `ORDER-${number}`;
		const bought = number % 2 === 0;
		this.purchases.push({ customerId, orderId, type: bought ? 'completedOrder' : 'abandonedCart' });
		await deliver(sandbox, url, {
			id: FIRST_EVENT_ID + BigInt(number),
			type: bought ? 'p' : 'ab',
			target: { id: found.id },
			data: { orderId, total: 19.9 },
		});
	}

	private oneOf<T>(values: readonly T[]): T | undefined {
		return values[this.random(values.length)];
	}

	/** A whole number from 0 to below the limit (a linear congruential generator). */
	private random(limit: number): number {
		this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((this.state / 4_294_967_296) * limit);
	}
}
