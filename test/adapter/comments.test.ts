import { afterEach, describe, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

describe("a comment that mentions the bot", () => {
  it("is answered in its own thread", async () => {
    const bot = await startTestBot({
      on: (chat) => {
        chat.onNewMention(async (thread, message) => {
          await thread.post(`You said: ${message.text}`);
        });
      },
    });
    open = bot;
    const issue = bot.linear.createIssue({ title: "Fix it" });
    const mention = await bot.linear.mention({ issue, text: "please look" });
    await bot.settled();
    expect(bot.linear.comments({ issue })).toMatchObject([
      { id: mention.id },
      { body: "You said: @helper please look", parentId: mention.id, userId: bot.linear.organization.appUserId },
    ]);
  });
});
