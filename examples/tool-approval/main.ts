// An agent of the AI SDK, version 6 or 7, with a tool that a person has to approve. In an agent session the question has
// Linear's own options, in a comment thread it is a numbered list; the answer lets the same run go on. Mention it.
//
//   LINEAR_MODE=agent-sessions node --import tsx examples/tool-approval/main.ts
//   LINEAR_MODE=comments       node --import tsx examples/tool-approval/main.ts
//
// Environment: LINEAR_CLIENT_CREDENTIALS_CLIENT_ID, LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET and
// PORT (3000). The app's webhook sends "Agent session events", or "Comments", to /webhooks/linear.

import { createMemoryState } from "@chat-adapter/state-memory";
import { jsonSchema, type ModelMessage, streamText, tool } from "ai";
import { Chat, type Message, type MessageContext, type Thread } from "chat";
import {
  createLinearAdapter,
  readResponseMessages,
  readToolApproval,
  toApprovalResponse,
  toLinearStream,
  toPrompt,
} from "chat-adapter-linear";
import { serve } from "../node-http/serve.js";
import { model } from "./scripted-model.js";

/** What is kept of each thread. With Redis or PostgreSQL an answer finds it after a restart as well. */
interface Conversation {
  messages: ModelMessage[];
}

const bot = new Chat<{ linear: ReturnType<typeof createLinearAdapter> }, Conversation>({
  userName: "helper",
  adapters: { linear: createLinearAdapter() },
  state: createMemoryState(),
  concurrency: "queue",
});

const tools = {
  deleteBranch: tool({
    description: "Deletes a branch for good.",
    inputSchema: jsonSchema<{ branch: string }>({
      type: "object",
      properties: { branch: { type: "string" } },
      required: ["branch"],
    }),
    // In the AI SDK 7 `toolApproval` of `streamText` says so as well.
    needsApproval: true,
    execute: async ({ branch }) => {
      console.log(`Deleted ${branch}`);
      return "deleted";
    },
  }),
};

async function run(thread: Thread<Conversation>, messages: ModelMessage[]): Promise<void> {
  const result = streamText({ model, tools, messages, abortSignal: thread.signal });
  const keep = async (): Promise<void> => {
    await thread.setState({ messages: [...messages, ...(await readResponseMessages(result))] });
  };
  // The run is kept before anybody is asked, since the answer may come at once, and to another process.
  await thread.post(toLinearStream(result, { onWaiting: keep }));
  if (!thread.signal?.aborted) await keep();
}

const messagesOf = async (thread: Thread<Conversation>): Promise<ModelMessage[]> =>
  (await thread.state)?.messages ?? [];

async function onMessage(thread: Thread<Conversation>, message: Message, context?: MessageContext): Promise<void> {
  await thread.subscribe();
  const messages = await messagesOf(thread);
  const prompt = toPrompt(message, context);
  // Who writes something else while a tool waits does not want it so, and the model is told what they wrote.
  const denial = toApprovalResponse(messages, { approved: false, reason: prompt });
  await run(thread, [...messages, denial ?? { role: "user", content: prompt }]);
}

bot.onNewMention(onMessage);
bot.onSubscribedMessage(onMessage);

bot.onAction(["approve-tool", "deny-tool"], async (event) => {
  const thread = event.thread as Thread<Conversation> | null;
  const approval = readToolApproval(event);
  if (thread === null || approval === undefined) return;
  const messages = await messagesOf(thread);
  const response = toApprovalResponse(messages, approval);
  if (response) await run(thread, [...messages, response]);
  else await thread.post("That is decided already.");
});

await bot.initialize();
const server = await serve((request) => bot.webhooks.linear(request), { port: Number(process.env.PORT ?? 3000) });
console.log(`Listening on ${server.url}`);
