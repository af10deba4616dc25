import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { said } from "../support/agent.js";
import { createSignal } from "../support/signal.js";
import { startTestBot } from "../support/test-bot.js";

const TURN_MS = 120_000;

it("prompts that come during a turn of two minutes are heard after it, in their order, each once", async () => {
  const begun = createSignal();
  const heard: string[] = [];
  const bot = await startTestBot({
    mode: "agent-sessions",
    concurrency: "drop",
    on: (chat) => {
      chat.onNewMention(async (thread, { text }) => {
        heard.push(text);
        begun.give();
        if (heard.length === 1) await pause(TURN_MS);
        await thread.post(`Did: ${text}`);
      });
    },
  });
  onTestFinished(() => bot.close());
  const { linear } = bot;
  const session = await linear.delegate({ issue: linear.createIssue({ title: "Oil the door" }) });
  await begun.given;
  await linear.prompt({ session, body: "one" });
  await pause(TURN_MS / 2);
  await linear.prompt({ session, body: "two" });
  await pause(TURN_MS / 2 - 5_000);
  await linear.prompt({ session, body: "three" });
  await bot.settled();

  expect(heard).toEqual(["Oil the door", "one", "two", "three"]);
  expect(said(linear, session)).toEqual(expect.arrayContaining(heard.map((text) => ["response", `Did: ${text}`])));
  expect(linear.session(session).status).toBe("complete");
});
