import { createMemoryState } from "@chat-adapter/state-memory";
import type { LinearAdapterConfig } from "chat-adapter-linear";
import type { EmulatedInstallation, LinearEmulator } from "chat-adapter-linear/emulator";
import { clientCredentials, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

/** A bot whose credential becomes another app user's when the app is removed and installed again. */
export interface ReinstalledBot extends TestBot {
  /** Removes the app and installs it again: another app user, and the old tokens are dead. */
  reinstall(): Promise<EmulatedInstallation>;
}

/** The kinds of credentials that outlive an app user without a record of who that is. */
export const CREDENTIALS = ["a function", "client credentials"] as const;

export async function startReinstallable(
  credential: (typeof CREDENTIALS)[number],
  options: TestBotOptions,
): Promise<ReinstalledBot> {
  let token = "";
  const configs: Record<typeof credential, (linear: LinearEmulator) => LinearAdapterConfig> = {
    "a function": (linear) => {
      token = linear.createAccessToken();
      return { accessToken: async () => token };
    },
    "client credentials": clientCredentials,
  };
  const bot = await startTestBot({
    emulator: { webhookRetryDelaysMs: [], app: { events: ["Comment", "Reaction", "AgentSessionEvent", "Issue"] } },
    config: configs[credential],
    state: createMemoryState(),
    ...options,
  });
  return {
    ...bot,
    reinstall: async () => {
      await bot.linear.uninstall();
      const installation = bot.linear.install();
      token = installation.accessToken;
      await bot.settled();
      return installation;
    },
  };
}
