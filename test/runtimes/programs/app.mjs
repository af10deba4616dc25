import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, toLinearStream } from "chat-adapter-linear";

/** What a model streams: a tool with its result, and text in two pieces. */
async function* stream() {
  yield { type: "tool-call", toolCallId: "1", toolName: "getWeather", input: { city: "Oslo" } };
  yield { type: "tool-result", toolCallId: "1", toolName: "getWeather", output: "rain" };
  yield { type: "text-delta", id: "2", text: "It is " };
  yield { type: "text-delta", id: "2", text: "raining." };
}

async function createBot({ publicUrl, ...options }) {
  const linear = createLinearAdapter(options);
  const state = createMemoryState();
  const bot = new Chat({ userName: "helper", adapters: { linear }, state, logger: "warn" });
  bot.onNewMention(async (thread, message) => {
    await thread.post(options.mode === "comments" ? `You said: ${message.text}` : toLinearStream(stream()));
  });
  await bot.initialize();
  return { linear, bot, state, oauth: linear.oauthRoutes({ redirectUri: `${publicUrl}/callback` }) };
}

/**
 * Two bots that any workspace can install, one for comments and one for agent sessions.
 * @param config of each the options of `createLinearAdapter` and its `publicUrl`, as JSON.
 */
export function createApp(config) {
  const bots = new Map();
  const botOf = (name) => {
    if (!bots.has(name)) bots.set(name, createBot(config[name]));
    return bots.get(name);
  };

  return async (request, options) => {
    const url = new URL(request.url);
    const [, name, route] = url.pathname.split("/");
    if (config[name] === undefined) return new Response("ready");
    const { linear, bot, state, oauth } = await botOf(name);
    const organization = url.searchParams.get("organization");
    switch (route) {
      case "install":
        return await oauth.install(request);
      case "callback":
        return await oauth.callback(request);
      case "webhook":
        return await bot.webhooks.linear(request, options);
      case "stored":
        return Response.json(await state.get(`linear:installation:${organization}`));
      case "viewer":
        return await linear.withInstallation(organization, async () => {
          const viewer = await linear.linearClient.viewer;
          const { data } = await linear.linearClient.client.rawRequest("{ viewer { id } }");
          return Response.json([viewer.id, data.viewer.id]);
        });
      default:
        return new Response("Not found", { status: 404 });
    }
  };
}
