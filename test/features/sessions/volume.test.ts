// Covers: src/sessions/speech/session-pace.ts
// Covers: src/streams/tool-summary.ts

import type { StreamChunk, Thread } from "chat";
import { type LinearAdapterBaseConfig, toLinearStream } from "chat-adapter-linear";
import type { LinearEmulatorOptions } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

let bot: TestBot;
let world: TestWorld;
beforeEach(() => {
  world = createTestWorld();
});
afterEach(() => bot.close());

async function play(
  work: (thread: Thread) => Promise<unknown>,
  options: LinearAdapterBaseConfig = {},
  emulator: LinearEmulatorOptions = {},
): Promise<void> {
  bot = await startTestBot({
    mode: "agent-sessions",
    emulator,
    world,
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false, ...options }),
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await work(thread);
      });
    },
  });
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "please help" });
  await world.clock.passUntil(bot.settled());
}

const content = (): { type: string; text: string; isEphemeral: boolean }[] =>
  bot.linear
    .activities(bot.linear.sessions()[0]?.id ?? "", { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral }) => ({
      type: content.type,
      text: content.type === "action" ? `${content.action} ${content.parameter}` : (content.body ?? ""),
      isEphemeral: ephemeral,
    }));
const said = (): unknown[] =>
  content().map(({ type, text, isEphemeral }) => [type, text, ...(isEphemeral ? ["ephemeral"] : [])]);

const step = (id: string, status: "in_progress" | "complete"): StreamChunk => ({
  type: "task_update",
  id,
  title: `Step ${id}`,
  status,
});

/** An answer with reasoning, text between two tool calls, and an answer. Its pauses let every request out. */
async function* agent(): AsyncGenerator<unknown> {
  const pause = (): Promise<void> => world.clock.sleep(250);
  yield { type: "reasoning-start", id: "r" };
  yield { type: "reasoning-delta", id: "r", text: "Doors squeak." };
  yield { type: "reasoning-end", id: "r" };
  await pause();
  yield { type: "text-delta", id: "t", text: "Let me look." };
  yield { type: "tool-call", toolCallId: "c", toolName: "inspect", input: { door: "front" } };
  await pause();
  yield { type: "tool-result", toolCallId: "c", toolName: "inspect", input: { door: "front" }, output: "dry hinges" };
  await pause();
  yield { type: "text-delta", id: "t2", text: "Oil the hinges." };
}

const stream = (thread: Thread): Promise<unknown> => thread.post(toLinearStream(agent()));

describe("how much of its work a bot shows", () => {
  it("is by default all but the reasoning, which passes by", async () => {
    await play(stream);

    expect(content().map(({ type, isEphemeral }) => [type, isEphemeral])).toEqual([
      ["thought", true],
      ["thought", false],
      ["action", true],
      ["action", false],
      ["response", false],
    ]);
  });

  it('is everything at the level "all"', async () => {
    await play(stream, { activityLevel: "all" });

    expect(content().map(({ type, isEphemeral }) => [type, isEphemeral])).toEqual([
      ["thought", false],
      ["thought", false],
      ["action", true],
      ["action", false],
      ["response", false],
    ]);
  });

  it('is what is addressed to people at the level "quiet"', async () => {
    await play(stream, { activityLevel: "quiet" });

    expect(said()).toEqual([["response", "Oil the hinges."]]);
  });

  it('keeps what the bot posts at the level "quiet"', async () => {
    await play(
      async (thread) => {
        await thread.startTyping("Looking");
        await thread.post("First.");
        await thread.post("Second.");
      },
      { activityLevel: "quiet" },
    );

    expect(said()).toEqual([
      ["thought", "First."],
      ["response", "Second."],
    ]);
  });

  it("is acknowledged at every level", async () => {
    await play(
      async (thread) => {
        await world.clock.sleep(20);
        await thread.post("Done.");
      },
      { activityLevel: "quiet", acknowledgeAfterMs: 10 },
    );

    expect(said()).toEqual([
      ["thought", "Working on it…", "ephemeral"],
      ["response", "Done."],
    ]);
  });
});

describe("while the rate limit shrinks", () => {
  it("what passes by goes first, then finished steps become one, and the answer lands", async () => {
    const chunks = async function* (): AsyncGenerator<string | StreamChunk> {
      for (let number = 1; number <= 60; number += 1) {
        yield step(String(number), "in_progress");
        await world.clock.sleep(10);
        yield step(String(number), "complete");
        await world.clock.sleep(10);
      }
      yield "All sixty are done.";
    };
    await play((thread) => thread.post(chunks()), {}, { requestsPerHour: 50 });

    const shown = content();
    expect(shown.at(-1)).toEqual({ type: "response", text: "All sixty are done.", isEphemeral: false });
    expect(shown.length).toBeLessThan(50);
    expect(shown.slice(-5).filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
    expect(shown.at(-2)?.text).toMatch(/^Several steps .*Step 60$/);
    // Each step is told once, and in order.
    expect(
      shown
        .filter(({ type, isEphemeral }) => type === "action" && !isEphemeral)
        .flatMap(({ text }) => text.match(/Step \d+/g) ?? []),
    ).toEqual(Array.from({ length: 60 }, (_, index) => `Step ${index + 1}`));
  });

  it("an answer waits until the limit has refilled", async () => {
    await play(async (thread) => {
      bot.linear.injectFault({
        on: "graphql",
        kind: "rate-limited",
        retryAfterMs: 31_000,
        operation: "CreateAgentActivity",
      });
      await thread.post("Done.");
    }, {});

    expect(said()).toEqual([["response", "Done."]]);
  });
});
