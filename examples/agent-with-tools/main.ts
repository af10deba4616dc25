// An agent with tools in Linear's agent sessions: people see its reasoning, its tools, its plan and its answer as they
// come, and Stop stops it. Mention it in a comment, or delegate an issue to it.
//
//   node --import tsx examples/agent-with-tools/main.ts
//
// Environment: LINEAR_CLIENT_CREDENTIALS_CLIENT_ID, LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET and
// PORT (3000). The app's webhook sends "Agent session events" to /webhooks/linear.

import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, toAiMessages } from "chat";
import { createLinearAdapter, type LinearRawMessage, renderSessionContext, toLinearStream } from "chat-adapter-linear";
import { serve } from "../node-http/serve.js";
// With the AI SDK: import { streamText } from "ai";
import { streamText } from "./scripted-model.js";
import { createTools, withoutPlan } from "./tools.js";

const linear = createLinearAdapter({
  mode: "agent-sessions",
  // The model's reasoning stays as thoughts; by default it passes by.
  activityLevel: "all",
  // A delegated issue is "In Progress" as soon as the agent has it.
  startDelegatedIssues: true,
});
const bot = new Chat({
  userName: "agent",
  adapters: { linear },
  state: createMemoryState(),
  // What people write while the agent works comes in the next turn, all of it.
  concurrency: "queue",
});

// Every prompt of a session counts as a mention: the first one and what follows.
bot.onNewMention(async (thread, message) => {
  const { messages: said } = await linear.fetchMessages(thread.id, { limit: 30 });
  const earlier = await toAiMessages(said.filter(({ id }) => id !== message.id));

  const { fullStream } = streamText({
    // With the AI SDK also `model`, and `stopWhen` for as many steps as you allow.
    system: "You fix bugs. Plan first, then use your tools. Answer in a few sentences of Markdown.",
    // The issue, the workspace's guidance and the request, with what other people have written marked as data.
    messages: [...earlier, { role: "user", content: renderSessionContext(message.raw as LinearRawMessage).text }],
    tools: createTools(linear.session(thread.id)),
    // Stop in Linear aborts it.
    abortSignal: thread.signal,
  });
  await thread.post(toLinearStream(withoutPlan(fullStream), { titles: { runTests: "Run the tests" } }));
});

await bot.initialize();
const server = await serve((request) => bot.webhooks.linear(request), { port: Number(process.env.PORT ?? 3000) });
console.log(`Listening on ${server.url}`);
