import type { Message, MessageContext, Thread } from "chat";
import { onTestFinished } from "vitest";
import { createSignal } from "./signal.js";
import { startTestBot, type TestBot, type TestBotOptions } from "./test-bot.js";
import { createTestWorld, type TestWorld } from "./test-world.js";
import { createTimedState } from "./timed-state.js";

const MINUTE_MS = 60_000;

/** What a first turn is asked. */
export const REQUEST = "Fix the login";

/** What people write while it runs: more than the chat's own queue holds. */
export const PROMPTS: readonly string[] = Array.from(
  { length: 13 },
  (_: unknown, index: number) => `prompt ${index + 1}`,
);

/** A bot whose first turn takes its time, on the test's clock. */
export interface LongTurns {
  world: TestWorld;
  bot: TestBot;
  /** What the handlers were called with, a line each: the message, behind those that were skipped. */
  diary: string[];
  /** Resolves when the first turn has begun. */
  begun: Promise<void>;
}

/** A bot whose first turn takes five minutes, or as long as is said, and every other one a second. */
export async function startLongTurns(
  options: TestBotOptions,
  firstTakesMs: number = 5 * MINUTE_MS,
): Promise<LongTurns> {
  const world = createTestWorld();
  const diary: string[] = [];
  const begun = createSignal();
  const work = async (thread: Thread, message: Message, context?: MessageContext): Promise<void> => {
    const asked = [...(context?.skipped ?? []), message].map(({ text }) => text.replace("@helper ", ""));
    diary.push(asked.join(" + "));
    begun.give();
    await world.clock.sleep(asked.includes(REQUEST) ? firstTakesMs : 1_000);
    await thread.post(`Did: ${asked.at(-1)}`);
  };
  const bot = await startTestBot({
    mode: "agent-sessions",
    world,
    state: createTimedState(world.clock),
    ...options,
    on: (chat) => {
      chat.onNewMention(work);
      options.on?.(chat);
    },
  });
  onTestFinished(bot.close);
  return { world, bot, diary, begun: begun.given };
}
