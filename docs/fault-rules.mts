/** What comes of every fault, as a table for people, made of the rules that the tests keep. */
import type { Fault, Work } from '../test/faults/rules.mts';
import { expectedOf, FAULTS, mannersOf, strikesOf, WORKS } from '../test/faults/rules.mts';

/** The part of docs/faults.md that is made here stands between these. */
const BEGIN = '<!-- made of test/faults/rules.mts by npm run faults -->';
const END = '<!-- end -->';

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
const work = (name: string): Work => {
	const found = WORKS.find((one) => one.name === name);
	if (!found) throw new Error(`There is no work "${name}"`);
	return found;
};

/** What the first sentence says, as it reads. */
const wordsOf = ({ says = '' }: Fault): string =>
	says
		.replaceAll('\\\\', '')
		.replace(/\\([()])/g, '$1')
		.replace(/\((\w+)\|[^)]*\)/g, '$1 …')
		.split('|')[0] ?? '';

function cell(fault: Fault, name: string): string {
	const one = work(name);
	const [strike = 'always'] = strikesOf(fault, one)
		.filter((how) => how !== 'the token service, always')
		.slice(-1);
	const { done, looksFirst, requests } = expectedOf(fault, one, strike);
	const count = fault.unreachable
		? 'none arrives'
		: `${requests} request${requests === 1 ? '' : 's'}`;
	if (done) return `${count}, done`;
	return looksFirst ? `${count}, look first` : count;
}

const COLUMNS = ['get', 'repeatable write', 'write that happens once', 'poll', 'credential test'];

/** The table of faults, the list of works, and how many cells they make. */
export function faultRules(): string {
	const cells = FAULTS.flatMap((fault) =>
		WORKS.flatMap((one) => strikesOf(fault, one).map(() => mannersOf(one).length)),
	).reduce((sum, count) => sum + count, 0);
	return [
		BEGIN,
		'',
		`${FAULTS.length} faults, ${WORKS.length} kinds of work: ${cells} cells.`,
		'',
		row('a request meets, and goes on meeting', ...COLUMNS, 'what is said'),
		row('---', ...COLUMNS.map(() => '---'), '---'),
		...FAULTS.map((fault) =>
			row(fault.name, ...COLUMNS.map((name) => cell(fault, name)), wordsOf(fault)),
		),
		'',
		row('kind of work', 'another try', 'who waits', 'access tokens'),
		row('---', '---', '---', '---'),
		...WORKS.map(({ name, asks, patience, tokens }) =>
			row(name, asks, patience, tokens ? 'yes' : ''),
		),
		'',
		END,
	].join('\n');
}

/** A page with the table of today in it. @throws Error when it has no place for it */
export function withFaultRules(page: string): string {
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined)
		throw new Error('The page has no place for the rules');
	return `${before}${faultRules()}${after}`;
}
