import type { FormattedContent, Message } from "chat";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostileTexts } from "../../render/text/hostile-texts.js";
import { deliver } from "../../support/deliver.js";
import { newComment } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let heard: { text: string; formatted: FormattedContent; saved: FormattedContent }[] = [];

beforeAll(async () => {
  bot = await startTestBot({
    mode: "comments",
    on: (chat) => chat.onNewMessage(/.*/s, async (_, message) => hear(message)),
  });
});
afterAll(() => bot.close());

function hear(message: Message): void {
  heard.push({ text: message.text, formatted: message.formatted, saved: message.toJSON().formatted });
}

async function send(body: string): Promise<typeof heard> {
  heard = [];
  const payload = newComment(bot.linear);
  const comment = { ...payload, data: { ...(payload.data as object), body } };
  expect(await deliver(bot, bot.linear.buildWebhook(comment))).toBe(200);
  return heard;
}

const oneTextNode = (value: string): FormattedContent => ({
  type: "root",
  children: [{ type: "paragraph", children: [{ type: "text", value }] }],
});

describe("a comment of somebody who means harm", () => {
  it.each(hostileTexts)("is heard as one text that was never parsed to a tree: %s", async (_, build) => {
    const [message] = await send(build(170_000));

    const tree = oneTextNode(message?.text ?? "");
    expect(message).toEqual({ text: expect.any(String), formatted: tree, saved: tree });
  });

  it("mentions the bot like any other", async () => {
    const mentions: boolean[] = [];
    bot.bot.onNewMention(async (_, message) => void mentions.push(message.isMention ?? false));
    await send(`@helper ${"*_".repeat(30_000)}`);

    expect(mentions).toEqual([true]);
  });
});

describe("a comment that a person wrote", () => {
  it("is heard with its tree", async () => {
    const [message] = await send("Some **Markdown**");

    expect(message?.text).toBe("Some Markdown");
    expect(message?.saved).toMatchObject({
      type: "root",
      children: [{ children: [{ type: "text", value: "Some " }, { type: "strong" }] }],
    });
  });
});
