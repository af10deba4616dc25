import type { LinearEmulator } from "../linear-emulator.js";
import type { BotMode } from "../options.js";
import type { Connections } from "../webhooks/connections.js";
import type { World } from "../world.js";
import { findApp } from "./find.js";

type Bots = Pick<LinearEmulator, "adapterOptions" | "connect" | "setWebhookUrl">;

/** Where the webhooks of apps go: the newest of `connect` and `setWebhookUrl` counts. */
export function createBots(world: World, connections: Connections): Bots {
  return {
    adapterOptions: (ref) => {
      const { clientId, clientSecret, webhookSecret, events } = findApp(world, ref);
      return {
        apiUrl: `${world.url}/graphql`,
        webhookSecret,
        clientCredentials: { clientId, clientSecret },
        mode: modeFor(events),
        silentResponseAfterMs: 0,
      };
    },

    connect: (bot, ref) => connections.connect(findApp(world, ref), bot),

    setWebhookUrl: (url, ref) => {
      const app = findApp(world, ref);
      connections.disconnect(app);
      app.webhookUrl = url;
    },
  };
}

function modeFor(events: readonly string[]): BotMode {
  if (!events.includes("AgentSessionEvent")) return "comments";
  return events.includes("Comment") ? "all" : "agent-sessions";
}
