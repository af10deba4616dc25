import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, toPrompt } from "chat-adapter-linear";
import { toNodeHandler } from "chat-adapter-linear/node";
import express from "express";

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

const app = express();
app.get("/", (_request, response) => void response.send("helper is here"));
app.get("/linear/install", toNodeHandler(oauth.install));
app.get("/linear/callback", toNodeHandler(oauth.callback));
// Before express.json() and the like: the signature is one of the body as it was sent.
app.post("/webhooks/linear", toNodeHandler(bot.webhooks.linear));

app.listen(port, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
