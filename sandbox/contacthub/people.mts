/** Made-up people, the same for the same seed, with the awkward cases that real data has. */

interface Place {
	firstNames: string[];
	lastNames: string[];
	street: string;
	city: string;
	province: string;
	zip: string;
	country: string;
	locale: string;
	dialling: string;
}

const places: Place[] = [
	{
		firstNames: ['Giulia', 'Niccolò', 'Agnese', 'Raffaele', 'Noè'],
		lastNames: ['Rossi', "D'Angelo", 'De Santis', 'Cantù', 'Forlì'],
		street: 'Via Giuseppe Verdi',
		city: 'Milano',
		province: 'MI',
		zip: '20121',
		country: 'Italy',
		locale: 'it_IT',
		dialling: '+39',
	},
	{
		firstNames: ['Zoë', 'Jürgen', 'Käthe', 'Björn', 'Sören'],
		lastNames: ['Müller', 'Groß', 'Weiß', 'von der Heide', 'Jäger-Schmidt'],
		street: 'Königstraße',
		city: 'Köln',
		province: 'NW',
		zip: '50667',
		country: 'Germany',
		locale: 'de_DE',
		dialling: '+49',
	},
	{
		firstNames: ['Łukasz', 'Małgorzata', 'Śćibor', 'Żaneta', 'Paweł'],
		lastNames: ['Wójcik', 'Kowalska', 'Dąbrowski', 'Zając', 'Źrebiec'],
		street: 'ulica Świętojańska',
		city: 'Gdynia',
		province: 'PM',
		zip: '81-368',
		country: 'Poland',
		locale: 'pl_PL',
		dialling: '+48',
	},
	{
		firstNames: ['さくら', '翔太', '美咲', '健一', '結衣'],
		lastNames: ['佐藤', '鈴木', '高橋', '𠮷田', '渡辺'],
		street: '中央区銀座',
		city: '東京',
		province: '東京都',
		zip: '104-0061',
		country: 'Japan',
		locale: 'ja_JP',
		dialling: '+81',
	},
	{
		firstNames: ['Ελένη', 'Γιώργος', 'Αθηνά', 'Νίκος', 'Σοφία'],
		lastNames: ['Παπαδόπουλος', 'Ιωάννου', 'Οικονόμου', 'Βλάχος', 'Καραγιάννη'],
		street: 'Οδός Ερμού',
		city: 'Αθήνα',
		province: 'Αττική',
		zip: '105 63',
		country: 'Greece',
		locale: 'el_GR',
		dialling: '+30',
	},
	{
		firstNames: ['ليلى', 'يوسف', 'مريم', 'عمر', 'نور'],
		lastNames: ['حداد', 'الخوري', 'منصور', 'عبد الله', 'سليم'],
		street: 'شارع الحمرا',
		city: 'بيروت',
		province: 'بيروت',
		zip: '1103',
		country: 'Lebanon',
		locale: 'ar_LB',
		dialling: '+961',
	},
	{
		firstNames: ['Sunny ☀️', 'Ava', 'Oliver', 'Siobhán', 'Tāne'],
		lastNames: ["O'Brien", 'Smith', 'Nguyễn', 'Ngata', 'St. John'],
		street: 'Example Street',
		city: 'Melbourne',
		province: 'VIC',
		zip: '3127',
		country: 'Australia',
		locale: 'en_AU',
		dialling: '+61',
	},
];

const domains = ['example.com', 'example.org', 'example.net'];

/** A share of the people who do not want e-mail marketing; half object to it, half left the newsletter. */
const OPTED_OUT = 0.12;
const WITHOUT_EMAIL = 0.06;

/**
 * The person with a number (from 1), as the body of a customer's creation.
 * @param seed another seed gives other people with the same numbers.
 */
export function person(number: number, seed: number, nodeId: string) {
	const random = randomNumbers(seed * 1_000_003 + number);
	const one = <T,>(values: T[]): T => {
		const value = values[Math.floor(random() * values.length)];
		if (value === undefined) throw new Error('nothing to choose from');
		return value;
	};
	const place = one(places);
	const firstName = one(place.firstNames);
	const lastName = one(place.lastNames);
	const hasEmail = random() >= WITHOUT_EMAIL;
	const optOut = random();
	const objects = optOut < OPTED_OUT / 2;
	const leftNewsletter = !objects && optOut < OPTED_OUT;
	const born = new Date(
		Date.UTC(1940 + Math.floor(random() * 65), 0, 1 + Math.floor(random() * 365)),
	);
	const phone = `${place.dialling}${400_000_000 + Math.floor(random() * 99_999_999)}`;
	return {
		nodeId,
		externalId: `P-${String(number).padStart(6, '0')}`,
		base: {
			firstName,
			lastName,
			dob: born.toISOString().slice(0, 10),
			locale: place.locale,
			contacts: {
				...(hasEmail && { email: `${mailbox(firstName, lastName)}${number}@${one(domains)}` }),
				mobilePhone: phone,
			},
			address: {
				street: `${place.street} ${1 + Math.floor(random() * 200)}`,
				city: place.city,
				province: place.province,
				zip: place.zip,
				country: place.country,
			},
			subscriptions: [
				{
					id: 'newsletter',
					name: 'Newsletter',
					kind: 'DIGITAL_MESSAGE',
					subscribed: !leftNewsletter,
					startDate: '2024-01-15T09:00:00Z',
					...(leftNewsletter && { endDate: '2025-06-01T09:00:00Z' }),
				},
			],
		},
		consents: {
			disclaimer: { date: '2024-01-15T09:00:00Z', version: '1.0' },
			marketing: {
				automatic: { email: { status: !objects, limitation: false, objection: objects } },
			},
		},
		enabled: true,
	};
}

/** The Latin letters of a name, with a capital so that the case of addresses matters; "Person" without any. */
function mailbox(firstName: string, lastName: string): string {
	const latin = (name: string) => name.normalize('NFD').replace(/[^A-Za-z]/g, '');
	return [latin(firstName), latin(lastName)].filter(Boolean).join('.') || 'Person';
}

/** The mulberry32 generator: numbers from 0 to below 1 that depend on the seed alone. */
function randomNumbers(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
