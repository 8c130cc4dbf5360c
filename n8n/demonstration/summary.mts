/** The words at the end: what the sync did, whether it is right, and where to look at it. */
import type { SyncResult } from './first-sync.mts';
import type { Session } from '../instance/session.mts';
import type { Verdict } from './verification.mts';

/** How many lines of a list are shown; the rest is counted. */
const LINES_TO_SHOW = 10;

/** What the sync did, and whether the sandbox agrees. */
export function syncSummary(result: SyncResult, verdict: Verdict): string {
	return [
		'',
		'First sync: Contacthub customers to Taguchi subscribers',
		'',
		...table([
			['Read from Contacthub', result.read],
			['Written to Taguchi', result.written],
			[
				'Refuse e-mail',
				result.refused,
				`${verdict.unsubscribed} of them known in Taguchi, and unsubscribed there`,
			],
			['Skipped', result.skipped, 'no e-mail address'],
			['Could not be written', result.failed],
			['Seconds', Number(result.seconds.toFixed(1))],
		]),
		...(result.reasons.length > 0 ? ['', 'Why not:', ...listed(result.reasons)] : []),
		...(result.stopped ? ['', `n8n stopped the workflow: ${result.stopped}`] : []),
		'',
		...verdictLines(verdict),
	].join('\n');
}

function verdictLines({ subscribers, differences }: Verdict): string[] {
	if (differences.length === 0) {
		return [`Verified: the ${subscribers} subscribers in the sandbox are what they should be.`];
	}
	return [
		`NOT as it should be: ${differences.length} differences in the sandbox.`,
		...listed(differences),
	];
}

function listed(lines: readonly string[]): string[] {
	const more = lines.length - LINES_TO_SHOW;
	return [
		...lines.slice(0, LINES_TO_SHOW).map((line) => `  - ${line}`),
		...(more > 0 ? [`  and ${more} more`] : []),
	];
}

/** Where the editor is, and how to sign in; `beginning` is the address of the first workflow. */
export function whereToLook(
	{ url, login }: Session,
	sandboxUrl: string,
	beginning?: string,
): string {
	return [
		'',
		...table([
			['Editor', url],
			['E-mail', login.email],
			['Password', login.password],
			...(beginning
				? [['Start here', beginning, 'the first of twelve numbered examples'] as const]
				: []),
			['Sandbox', sandboxUrl],
			['People', `${sandboxUrl}/sandbox/page`, 'the four systems side by side'],
		]),
	].join('\n');
}

/** What to try while everything is up; `changing` tells whether the changes of the demonstration go on. */
export function whatNext(sandboxUrl: string, changing: boolean): string {
	return [
		'',
		...(changing
			? [
					'Every three seconds somebody changes. See it arrive in your browser, at the address of People.',
					'',
				]
			: []),
		'Add ten people to Contacthub, and find them in the other systems within seconds:',
		`  curl -d '{"count": 10}' ${sandboxUrl}/sandbox/contacthub/people`,
		'',
		'Ctrl+C stops n8n and the sandbox.',
	].join('\n');
}

function table(rows: ReadonlyArray<readonly [string, string | number, string?]>): string[] {
	const width = Math.max(...rows.map(([label]) => label.length));
	return rows.map(
		([label, value, note]) => `  ${label.padEnd(width)}  ${value}${note ? ` (${note})` : ''}`,
	);
}
