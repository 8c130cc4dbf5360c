/** What a run has found so far; it is said as soon as it is known, for a run takes long. */

/** The panels and canvases that were opened, and what the editor said against them. */
export class Findings {
	panels = 0;
	messages = 0;
	/** How many panels were tried twice; the first try left a picture. */
	secondTries = 0;

	/** Counts a panel, and prints what the editor said against it. */
	add(picture: string, messages: readonly string[]): void {
		this.panels += 1;
		this.tell(messages.map((message) => `${picture}: ${message}`));
	}

	/** Prints what belongs to no panel. */
	tell(messages: readonly string[]): void {
		for (const message of messages) console.log(`         ${message}`);
		this.messages += messages.length;
	}
}

/** The first line of what was thrown; the browser's own reports go on with a log of its attempts. */
export const reasonOf = (thrown: unknown): string =>
	(thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
