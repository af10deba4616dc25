import type { Message, Thread } from "chat";
import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import type { EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";
import { expect, onTestFinished } from "vitest";
import { startTestBot, type TestBot, type TestBotOptions } from "./test-bot.js";

/** What a handler of mentions and prompts does. What it gives is awaited, a plain call inside it is not. */
export type Work = (thread: Thread, message: Message) => unknown;

export interface AgentOptions extends TestBotOptions {
  /** Beside an access token and no acknowledgement, where `config` is not given. */
  settings?: LinearAdapterBaseConfig;
}

/**
 * A bot in agent sessions that does `work` for every mention and prompt, after what `on` registers. It is closed with
 * the test, unless its emulator is somebody else's, who then closes both.
 */
export async function startAgent(work: Work, { settings, ...options }: AgentOptions = {}): Promise<TestBot> {
  const bot = await startTestBot({
    mode: "agent-sessions",
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false, ...settings }),
    ...options,
    on: (chat) => {
      options.on?.(chat);
      chat.onNewMention(async (thread, message) => {
        await work(thread, message);
      });
    },
  });
  if (options.linear === undefined) onTestFinished(bot.close);
  return bot;
}

/** Mentions the bot on a new issue. Gives the session that this opens. */
export async function mention(linear: LinearEmulator, text = "please help"): Promise<EmulatedSession> {
  const before = linear.sessions().length;
  await linear.mention({ issue: linear.createIssue(), text });
  return linear.sessions()[before] ?? expect.fail("The mention has opened no session");
}

export function latestSession(linear: LinearEmulator): EmulatedSession {
  return linear.sessions().at(-1) ?? expect.fail("There is no session");
}

/**
 * What the bot has said in a session, by default the first, also what has vanished again: type, the text or the
 * action's name, and "ephemeral" where it does not stay.
 */
export function said(linear: LinearEmulator, session: EmulatedSession | undefined = linear.sessions()[0]): unknown[] {
  return linear
    .activities(session?.id ?? "", { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral }) => [
      content.type,
      content.type === "action" ? content.action : content.body,
      ...(ephemeral ? ["ephemeral"] : []),
    ]);
}
