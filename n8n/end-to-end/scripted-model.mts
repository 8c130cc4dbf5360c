/**
 * A chat model that follows a script, for runs without an account and with the same outcome every time. It speaks OpenAI's
 * chat completions and understands nothing: what it says and calls, a function decides from what n8n sent.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import * as z from 'zod/v4-mini';

const Schema = z.looseObject({
	type: z.literal('object'),
	properties: z.record(
		z.string(),
		z.looseObject({
			type: z.string(),
			description: z.optional(z.string()),
			/** n8n packs the arguments of a tool that a person has to approve into one. */
			properties: z.optional(
				z.record(z.string(), z.looseObject({ description: z.optional(z.string()) })),
			),
		}),
	),
});
const Tool = z.object({
	type: z.literal('function'),
	function: z.object({ name: z.string(), description: z.string(), parameters: Schema }),
});
/** A tool that the model is offered: its name, what it is for, and the JSON schema of its arguments. */
export type OfferedTool = z.infer<typeof Tool>['function'];

const Call = z.object({
	id: z.string(),
	function: z.object({ name: z.string(), arguments: z.string() }),
});
/** n8n gives a message that only calls tools an empty list as content. */
const Content = z.union([z.string(), z.array(z.unknown())]);
const Message = z.object({
	role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
	content: z.nullish(Content),
	tool_calls: z.optional(z.array(Call)),
	tool_call_id: z.optional(z.string()),
});
const Conversation = z.object({
	messages: z.array(Message),
	tools: z._default(z.array(Tool), []),
	stream: z.optional(z.boolean()),
});

/** What a tool was called with, and what it gave. */
export interface ToolResult {
	tool: string;
	arguments: Record<string, unknown>;
	/** The text that the model gets to read. */
	content: string;
}

/** What the model sees when it is its turn. */
export interface Turn {
	/** The user's latest message. */
	question: string;
	tools: OfferedTool[];
	/** The calls since that message, in their order. */
	results: ToolResult[];
}

/** What the model does: it calls tools, or it answers the user. */
export type Reply =
	| { calls: Array<{ tool: string; arguments: Record<string, unknown> }> }
	| { text: string };

/** The model's server. */
export interface ScriptedModel {
	/** Its address, as n8n's OpenAI credential wants it. */
	url: string;
	/** The bodies of all requests, as text: everything that the model was told. */
	told: string[];
	close(): Promise<void>;
}

/** Starts the server on a free port of this machine; `script` decides each reply. */
export async function startScriptedModel(script: (turn: Turn) => Reply): Promise<ScriptedModel> {
	const told: string[] = [];
	const server = createServer((request, response) => {
		const answer = (status: number, body: object) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		const complete = async () => {
			if (request.url !== '/v1/chat/completions') throw new Error(`Unknown path ${request.url}`);
			const body: unknown = await json(request);
			told.push(JSON.stringify(body));
			const conversation = Conversation.parse(body);
			if (conversation.stream) throw new Error('The scripted model does not stream');
			const turn = turnOf(conversation);
			return completion(keptToSchemas(script(turn), turn.tools));
		};
		complete().then(
			(body) => answer(200, body),
			(thrown: unknown) => answer(400, { error: { message: String(thrown) } }),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		told,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

function turnOf({ messages, tools }: z.infer<typeof Conversation>): Turn {
	const asked = messages.findLastIndex(({ role }) => role === 'user');
	const since = messages.slice(asked + 1);
	const calls = new Map(
		since.flatMap(({ tool_calls = [] }) => tool_calls.map((call) => [call.id, call.function])),
	);
	return {
		question: textOf(messages[asked]?.content),
		tools: tools.map((tool) => tool.function),
		results: since.flatMap(({ role, tool_call_id: id, content }) => {
			const call = calls.get(id ?? '');
			if (role !== 'tool' || !call) return [];
			const given = z.record(z.string(), z.unknown()).parse(JSON.parse(call.arguments));
			return [{ tool: call.name, arguments: given, content: textOf(content) }];
		}),
	};
}

/** A call that does not fit the schema of its tool would show nothing: real models are kept to it. */
function keptToSchemas(reply: Reply, tools: readonly OfferedTool[]): Reply {
	const ajv = new Ajv({ strict: true });
	for (const call of 'calls' in reply ? reply.calls : []) {
		const offered = tools.find(({ name }) => name === call.tool);
		if (!offered || !ajv.validate(offered.parameters, call.arguments)) {
			throw new Error(`The script called ${call.tool} wrongly: ${ajv.errorsText()}`);
		}
	}
	return reply;
}

const textOf = (content: z.infer<typeof Content> | null | undefined): string =>
	typeof content === 'string' ? content : JSON.stringify(content ?? '');

/** The reply in the form of OpenAI's chat completions. */
function completion(reply: Reply): object {
	const message =
		'text' in reply
			? { role: 'assistant', content: reply.text }
			: {
					role: 'assistant',
					content: null,
					tool_calls: reply.calls.map((call) => ({
						id: `call_${randomUUID()}`,
						type: 'function',
						function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
					})),
				};
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'a-script',
		choices: [{ index: 0, message, finish_reason: 'text' in reply ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
	};
}
