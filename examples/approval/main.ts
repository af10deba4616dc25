// A bot that asks before it deploys. In an agent session the question has Linear's own buttons; in a comment thread it
// is a numbered list, answered by a reply with the number or the text. Mention it with a version: "@helper v1.2".
//
//   LINEAR_MODE=agent-sessions node --import tsx examples/approval/main.ts
//   LINEAR_MODE=comments       node --import tsx examples/approval/main.ts
//
// Environment: LINEAR_CLIENT_CREDENTIALS_CLIENT_ID, LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET and
// PORT (3000). The app's webhook sends "Agent session events", or "Comments", to /webhooks/linear.
//
// For a wait that outlasts restarts, and for a circle of people who may decide, see workflow.ts.

import { createMemoryState } from "@chat-adapter/state-memory";
import { Actions, Button, Card, type CardElement, CardText, Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { serve } from "../node-http/serve.js";
import { deploy } from "./deploy.js";

const linear = createLinearAdapter();
// Questions wait in the state: with Redis or PostgreSQL they survive a restart.
const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), concurrency: "queue" });

const question = (version: string): CardElement =>
  Card({
    title: `Deploy ${version}?`,
    children: [
      CardText("Everybody can use the app meanwhile."),
      Actions([
        Button({ id: "deploy", label: "Deploy now", value: version }),
        Button({ id: "cancel", label: "Not today", value: version }),
      ]),
    ],
  });

bot.onNewMention(async (thread, message, context) => {
  // The newest request counts, also of those that have waited while another one was answered.
  const requests = [message, ...(context?.skipped ?? []).toReversed()].map(({ text }) => text);
  const [version] = /\bv\d+(?:\.\d+)*/.exec(requests.join("\n")) ?? [];
  await thread.post(version ? question(version) : "Which version shall I deploy? Mention me with it, such as v1.2.");
});

// `event.user` is whom Linear names as the answer's author.
bot.onAction("deploy", async ({ thread, value = "", user }) => {
  await thread?.startTyping(`Deploying ${value}…`);
  const url = await deploy(value);
  await thread?.post(`[${value}](${url}) is live, as ${user.fullName} wished.`);
});

bot.onAction("cancel", async ({ thread, value = "", user }) => {
  await thread?.post(`${value} stays where it is: ${user.fullName} says not today.`);
});

await bot.initialize();
const server = await serve((request) => bot.webhooks.linear(request), { port: Number(process.env.PORT ?? 3000) });
console.log(`Listening on ${server.url}`);
