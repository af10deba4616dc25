import { createServer } from "node:http";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, toPrompt } from "chat-adapter-linear";
import { toNodeHandler } from "chat-adapter-linear/node";

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

const routes: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  "/": async () => new Response("helper is here"),
  "/linear/install": oauth.install,
  "/linear/callback": oauth.callback,
  "/webhooks/linear": bot.webhooks.linear,
};

const handle = toNodeHandler(
  async (request) =>
    (await routes[new URL(request.url).pathname]?.(request)) ?? new Response("Not found", { status: 404 }),
);
createServer(handle).listen(port, "127.0.0.1", () => console.log(`Listening on http://127.0.0.1:${port}`));
