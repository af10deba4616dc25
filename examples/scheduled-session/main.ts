// A bot that works at night: a job opens an agent session on an issue by itself, and people go on talking to the bot
// in that session in the morning.
//
//   node --import tsx examples/scheduled-session/main.ts
//
// Environment: LINEAR_CLIENT_ID, LINEAR_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET, LINEAR_ENCRYPTION_KEY, PUBLIC_URL, PORT
// (3000), and CRON_SECRET, a word that only your scheduler knows. The app's webhook sends "Agent session events" to
// /webhooks/linear. Install the app at /linear/install; then let cron do this:
//
//   curl -X POST $PUBLIC_URL/jobs/nightly-check -H "Authorization: Bearer $CRON_SECRET" \
//     -d '{"organizationId": "…", "issueId": "ENG-123"}'

import { createHash, timingSafeEqual } from "node:crypto";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { serve } from "../node-http/serve.js";
import { answerAboutCheck, nightlyCheck } from "./nightly-check.js";

const port = Number(process.env.PORT ?? 3000);
const publicUrl = process.env.PUBLIC_URL ?? `http://localhost:${port}`;
const cronSecret = process.env.CRON_SECRET;
if (!cronSecret) throw new Error("Set CRON_SECRET");

const linear = createLinearAdapter({ mode: "agent-sessions" });
const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), concurrency: "queue" });
bot.onNewMention(answerAboutCheck);
await bot.initialize();

const oauth = linear.oauthRoutes({
  redirectUri: `${publicUrl}/linear/callback`,
  onInstalled: ({ organizationId }) => console.log(`Installed in ${organizationId}`),
});

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const isCron = ({ headers }: Request): boolean =>
  timingSafeEqual(digest(headers.get("authorization") ?? ""), digest(`Bearer ${cronSecret}`));

async function runNightlyCheck(request: Request): Promise<Response> {
  if (request.method !== "POST" || !isCron(request)) return new Response("Not allowed", { status: 403 });
  const { organizationId, issueId } = (await request.json()) as { organizationId: string; issueId: string };
  try {
    return Response.json({ threadId: await nightlyCheck(linear, organizationId, issueId) });
  } catch (error) {
    console.error(`The nightly check broke off: ${error}`);
    return new Response("The nightly check broke off", { status: 500 });
  }
}

const routes: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  "/linear/install": oauth.install,
  "/linear/callback": oauth.callback,
  "/webhooks/linear": (request) => bot.webhooks.linear(request),
  "/jobs/nightly-check": runNightlyCheck,
};

const server = await serve(
  async (request) =>
    (await routes[new URL(request.url).pathname]?.(request)) ?? new Response("Not found", { status: 404 }),
  { port },
);
console.log(`Listening on ${server.url}`);
