import { createMemoryState } from "@chat-adapter/state-memory";
import { serve } from "@hono/node-server";
import { Chat } from "chat";
import { createLinearAdapter, toPrompt } from "chat-adapter-linear";
import { Hono } from "hono";

const port = Number(process.env.PORT ?? 3000);
const publicUrl = process.env.PUBLIC_URL ?? `http://localhost:${port}`;

// Everything else is in LINEAR_CLIENT_ID, LINEAR_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET and LINEAR_ENCRYPTION_KEY.
const linear = createLinearAdapter();
// What people write while a handler runs comes together in the next turn; by default each message has its own.
const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), concurrency: "queue" });
bot.onNewMention(async (thread, message, context) => {
  await thread.post(`You said: ${toPrompt(message, context)}`);
});
await bot.initialize();

const oauth = linear.oauthRoutes({ redirectUri: `${publicUrl}/linear/callback`, returnTo: "/" });

const app = new Hono();
app.get("/", (context) => context.text("helper is here"));
app.get("/linear/install", (context) => oauth.install(context.req.raw));
app.get("/linear/callback", (context) => oauth.callback(context.req.raw));
app.post("/webhooks/linear", (context) => bot.webhooks.linear(context.req.raw));

serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (address) => {
  console.log(`Listening on http://127.0.0.1:${address.port}`);
});
