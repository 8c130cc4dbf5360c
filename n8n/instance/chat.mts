/** Talks to a published chat of n8n as its chat page does: a message starts a run, whose answers come over a socket. */
import { setTimeout as sleep } from 'node:timers/promises';
import { request, WebSocket } from 'undici';
import * as z from 'zod/v4-mini';

/** n8n takes other programs for previews of links, and gives them an empty page. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
/** How long the agent may take for its answer, in milliseconds. */
const TIMEOUT = 60_000;
const HEARTBEAT = 'n8n|heartbeat';

const Started = z.object({ executionId: z.string(), resumeToken: z.string() });
const Buttons = z.object({
	type: z.literal('with-buttons'),
	text: z.string(),
	buttons: z.array(z.object({ text: z.string(), link: z.string() })),
});

/** Says to a question with buttons which of them is clicked, by its label. */
export type Decide = (question: string) => string;

/** A chat that people outside the editor may use. */
export class Chat {
	private readonly origin: string;
	private readonly path: string;

	/**
	 * @param origin n8n's address
	 * @param webhookId of the Chat Trigger
	 */
	constructor(origin: string, webhookId: string) {
		this.origin = origin;
		this.path = `/webhook/${webhookId}/chat`;
	}

	/** Starts a run; n8n opens the address of a published workflow in the background. */
	async send(message: string, sessionId: string): Promise<{ status: number; text: string }> {
		for (;;) {
			const { statusCode: status, body } = await request(`${this.origin}${this.path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput: message }),
			});
			const text = await body.text();
			if (status !== 404 || !text.includes('not registered')) return { status, text };
			await sleep(250);
		}
	}

	/**
	 * Asks in a conversation of its own, named by the message.
	 *
	 * @param decide answers what the chat asks back
	 * @returns the last thing that the chat says
	 * @throws Error when there is no answer
	 */
	async ask(message: string, decide?: Decide): Promise<string> {
		const sessionId = encodeURIComponent(message);
		const { status, text } = await this.send(message, sessionId);
		if (status !== 200) throw new Error(`n8n answered the chat with ${status}: ${text}`);
		const { executionId, resumeToken } = Started.parse(JSON.parse(text));
		const address = new URL('/chat', this.origin.replace('http', 'ws'));
		address.search = new URLSearchParams({
			sessionId,
			executionId,
			isPublic: 'true',
			token: resumeToken,
		}).toString();
		return await this.listen(new WebSocket(address), decide);
	}

	private async listen(socket: WebSocket, decide?: Decide): Promise<string> {
		let answer = '';
		const closed = new Promise<void>((resolve, reject) => {
			socket.addEventListener('message', ({ data }) => {
				const said = String(data);
				if (said === HEARTBEAT) socket.send(`${HEARTBEAT}-ack`);
				else if (said.startsWith('{"type":"with-buttons"')) this.click(said, decide).catch(reject);
				else if (!said.startsWith('n8n|')) answer = said;
			});
			socket.addEventListener('close', () => resolve());
			AbortSignal.timeout(TIMEOUT).addEventListener('abort', () => socket.close());
		});
		try {
			await closed;
		} finally {
			socket.close();
		}
		if (!answer) throw new Error('The agent gave no answer');
		return answer;
	}

	private async click(said: string, decide?: Decide): Promise<void> {
		const { text, buttons } = Buttons.parse(JSON.parse(said));
		if (!decide) throw new Error(`The chat asked back: ${text}`);
		const label = decide(text);
		const link = buttons.find((button) => button.text === label)?.link;
		if (!link) throw new Error(`There is no button "${label}"`);
		const { body } = await request(link, { headers: { 'user-agent': BROWSER } });
		await body.dump();
	}
}
