import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, type LinearAdapter, type OAuthRoutes, toPrompt } from "chat-adapter-linear";

interface Parts {
  bot: Chat<{ linear: LinearAdapter }>;
  oauth: OAuthRoutes;
}

// Next.js gives each route its own copy of this module; what the routes share is kept on the process. With Redis or
// PostgreSQL in place of the memory state, nothing needs to be shared.
const shared = globalThis as typeof globalThis & { linearBot?: Promise<Parts> };

/** The bot, started. Built with the first request, so that `next build` needs no secrets. */
export function getBot(): Promise<Parts> {
  shared.linearBot ??= startBot();
  return shared.linearBot;
}

async function startBot(): Promise<Parts> {
  // Everything else is in LINEAR_CLIENT_ID, LINEAR_CLIENT_SECRET, LINEAR_WEBHOOK_SECRET and LINEAR_ENCRYPTION_KEY.
  const linear = createLinearAdapter();
  // What people write while a handler runs comes together in the next turn; by default each message has its own.
  const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), concurrency: "queue" });
  bot.onNewMention(async (thread, message, context) => {
    await thread.post(`You said: ${toPrompt(message, context)}`);
  });
  await bot.initialize();
  const publicUrl = process.env.PUBLIC_URL ?? "http://localhost:3000";
  return { bot, oauth: linear.oauthRoutes({ redirectUri: `${publicUrl}/linear/callback` }) };
}
