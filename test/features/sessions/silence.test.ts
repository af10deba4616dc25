// Covers: src/sessions/turns/silence.ts

import { expect, it } from "vitest";
import { mention, said, startAgent } from "../../support/agent.js";
import { createSignal } from "../../support/signal.js";

// Longer than any of these tests: what ends the wait is what they are about.
const settings = { silentResponseAfterMs: 600_000 };
const NO_ANSWER = ["response", "I have no answer to this."];

it("a handler that starts a job and says nothing leaves the word to the job", async () => {
  const started = createSignal<string>();
  const bot = await startAgent((thread) => started.give(thread.id), { settings });
  await mention(bot.linear);

  await bot.adapter.session(await started.given).ask("May I delete it?");
  await bot.settled();

  expect(said(bot.linear)).toEqual([["elicitation", "May I delete it?"]]);
});

it("a job in another process is heard as well", async () => {
  const started = createSignal<string>();
  const silent = { settings: { silentResponseAfterMs: 1_000 } };
  const bot = await startAgent((thread) => started.give(thread.id), silent);
  const { linear } = bot;
  const elsewhere = await startAgent(() => {}, { linear, ...silent });
  linear.setWebhookUrl(bot.webhookUrl);
  await mention(linear);

  await elsewhere.adapter.session(await started.given).ask("May I delete it?");
  await bot.settled();
  await elsewhere.close();

  expect(said(linear)).toEqual([["elicitation", "May I delete it?"]]);
});

it("a job that only works on does not end in the response either", async () => {
  const started = createSignal<string>();
  const bot = await startAgent((thread) => started.give(thread.id), { settings });
  await mention(bot.linear);

  await bot.adapter.startTyping(await started.given, "Queued");
  await bot.settled();

  expect(said(bot.linear)).toEqual([["thought", "Queued", "ephemeral"]]);
});

it("where nobody says anything the response comes when the time is over", async () => {
  const bot = await startAgent(() => {}, { settings: { silentResponseAfterMs: 20 } });
  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([NO_ANSWER]);
});

it("a sign of life is not taken for a word", async () => {
  const bot = await startAgent(() => expect.poll(() => said(bot.linear)).toHaveLength(1), {
    settings: { silentResponseAfterMs: 20, acknowledgeAfterMs: 10 },
  });
  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([["thought", "Working on it…", "ephemeral"], NO_ANSWER]);
});

it("a process that ends does not wait, and leaves no session open", async () => {
  const started = createSignal();
  const bot = await startAgent(() => started.give(), { settings });
  await mention(bot.linear);
  await started.given;
  await bot.bot.shutdown();

  expect(said(bot.linear)).toEqual([NO_ANSWER]);
});

it("Stop within that time has the last word", async () => {
  const started = createSignal();
  const bot = await startAgent(() => started.give(), { settings });
  const session = await mention(bot.linear);
  await started.given;
  await bot.linear.stop({ session });
  await bot.settled();

  expect(said(bot.linear)).toEqual([["response", "Stopped."]]);
});
