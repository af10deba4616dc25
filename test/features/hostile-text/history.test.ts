import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ mode: "comments" });
});
afterAll(() => bot.close());

it("reads a history in which somebody has nested emphasis thousands deep", async () => {
  const hostile = `*x* ]: a${"*".repeat(3_900)}b${"*".repeat(3_900)}c`;
  const issue = bot.linear.createIssue({ title: "x" });
  await bot.linear.comment({ issue, body: "first, innocent" });
  await bot.linear.comment({ issue, body: hostile });

  const { messages } = await bot.adapter.fetchMessages(`linear:${issue.id}`);

  expect(messages.map(({ text }) => text)).toEqual(["first, innocent", hostile]);
});
