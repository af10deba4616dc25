import { afterEach, expect, it, vi } from "vitest";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;

afterEach(() => bot.close());

it("all reach the next turn: the newest as the message, the others as skipped, oldest first", async () => {
  const started = createSignal();
  const goOn = createSignal();
  const heard: string[] = [];
  bot = await startTestBot({
    mode: "agent-sessions",
    concurrency: "queue",
    on: (chat) => {
      chat.onNewMention(async (thread, message, context) => {
        const prompts = [...(context?.skipped ?? []), message].map(({ text }) => text);
        heard.push(prompts.join(" + "));
        started.give();
        await goOn.given;
        await thread.post(`To ${prompts.join(" and ")}`);
      });
    },
  });
  const issue = bot.linear.createIssue({ title: "Fix it" });
  const session = await bot.linear.delegate({ issue });
  await started.given;
  await bot.linear.prompt({ session, body: "one" });
  await bot.linear.prompt({ session, body: "two" });
  await bot.linear.prompt({ session, body: "three" });
  await vi.waitFor(async () => expect(await bot.state.queueDepth(`linear:${issue.id}:s:${session.id}`)).toBe(3), {
    timeout: 15_000,
  });
  goOn.give();
  await bot.settled();

  expect(heard).toEqual(["Fix it", "one + two + three"]);
  expect(bot.linear.activities(session).filter(({ content }) => content.type === "response")).toMatchObject([
    { content: { body: "To Fix it" } },
    { content: { body: "To one and two and three" } },
  ]);
});
