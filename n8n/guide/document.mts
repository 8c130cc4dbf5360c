/** The steps of a guide, as its document numbers them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../places.mts';

/** One numbered step. */
export interface GuideStep {
	number: number;
	/** The bold words at its beginning, without their full stop. */
	title: string;
	/** All its words in one line, without Markdown. */
	words: string;
}

const textOf = (file: string): string =>
	readFileSync(join(PROJECT_FOLDER, 'docs', `${file}.md`), 'utf8');

/** How many clicks a guide promises; the file in docs/ is named without `.md`. */
export const announcedClicks = (file: string): number => announced(textOf(file), 'clicks');

/**
 * Reads the steps.
 *
 * @throws Error when the numbers do not run on, or differ from the counts that the guide announces
 */
export function guideSteps(file: string): GuideStep[] {
	const text = textOf(file);
	const steps = text.split(/^(?=\d+\. )/m).slice(1);
	const counts = [...text.matchAll(/^## .* \((\d+) steps\)$/gm)].map(([, count]) => Number(count));
	const promised = announced(text, 'steps');
	const counted = counts.reduce((sum, count) => sum + count, 0);
	if (steps.length !== promised || steps.length !== counted) {
		throw new Error(
			`The guide has ${steps.length} steps, announces ${promised}, and its headings make ${counted}`,
		);
	}
	return steps.map((step, index) => {
		const [own = ''] = step.split(/^## /m, 1);
		const [, number, title] = /^(\d+)\. \*\*(.+?)\.\*\*/.exec(own) ?? [];
		if (!title || Number(number) !== index + 1) {
			throw new Error(`Step ${index + 1} of the guide does not begin with its number and a title`);
		}
		const words = own.replace(/[*`]/g, '').replace(/\s+/g, ' ').trim();
		return { number: index + 1, title, words };
	});
}

/** The number before the word in the introduction. */
const announced = (text: string, word: string): number =>
	Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1]);
