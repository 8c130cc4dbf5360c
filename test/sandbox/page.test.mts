import { z } from 'zod/v4';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const People = z.object({
	total: z.number(),
	differing: z.number(),
	people: z.array(z.record(z.string(), z.unknown())),
});
const people = async () =>
	People.parse(await (await fetch(`${sandbox.url}/sandbox/people`)).json());

test('serves a page that loads nothing from elsewhere', async () => {
	const answer = await fetch(`${sandbox.url}/sandbox/page`);
	expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
	expect(await answer.text()).not.toMatch(/(src|href)=/);
});

test('shows a person once, with the word of each system', async () => {
	sandbox.contacthub.addPeople(1);
	const { people: alone, differing } = await people();
	expect(differing).toBe(0);
	expect(alone).toEqual([
		{ name: expect.any(String), email: expect.any(String), contacthub: expect.any(String) },
	]);

	const email = String(alone[0]?.email);
	sandbox.horisen.putContact({ email: email.toUpperCase(), opt_status: 'out' });
	const { total, people: both } = await people();
	expect(total).toBe(1);
	expect(both[0]).toMatchObject({ email, horisen: 'out' });
});

test('counts who says yes here and no there', async () => {
	sandbox.contacthub.addPeople(20);
	const before = await people();
	const agreeing = before.people.filter(
		({ contacthub, email }) => contacthub === 'agrees' && email,
	);
	for (const { email } of agreeing.slice(0, 3)) {
		sandbox.horisen.putContact({ email, opt_status: 'out' });
	}
	expect((await people()).differing).toBe(3);
});

test('shows the segments of a customer of Emporix', async () => {
	const { tenant } = sandbox.emporix;
	tenant.put('vip', { name: { en: 'VIP' }, siteCode: 'main', status: 'ACTIVE' });
	tenant.assignCustomer('vip', 'C1', undefined, {});
	expect((await people()).people).toEqual([
		expect.objectContaining({ email: 'C1@example.com', emporix: ['vip'] }),
	]);
});
