// Covers: src/messages/to-chat-message.ts

import { type Message, toAiMessages } from "chat";
import { toPrompt } from "chat-adapter-linear";
import { expect, it, onTestFinished } from "vitest";
import { latestSession, startAgent } from "../../support/agent.js";
import { startTestBot } from "../../support/test-bot.js";

const PICTURE = "https://uploads.linear.app/o/1/2";

/** What a prompt in a session looks like to the bot. */
async function prompted(body: string): Promise<Message> {
  const heard: Message[] = [];
  const bot = await startAgent((thread, message) => {
    heard.push(message);
    return thread.post("Seen.");
  });
  await bot.linear.delegate({ issue: bot.linear.createIssue() });
  await bot.settled();
  await bot.linear.prompt({ session: latestSession(bot.linear), body });
  await bot.settled();
  return heard[1] ?? expect.fail("The prompt was not heard");
}

it("a message that is only a picture tells its address, to people's code and to models", async () => {
  const message = await prompted(`![](${PICTURE})`);
  const seen = await toAiMessages([message]);

  expect([message.text, message.links.map(({ url }) => url), toPrompt(message)]).toEqual([PICTURE, [PICTURE], PICTURE]);
  expect(seen).toEqual([{ role: "user", content: expect.stringContaining(PICTURE) }]);
});

it.each([
  ["with words", `Is this right? ![](${PICTURE})`, "Is this right?", [PICTURE]],
  ["with its description", `![the dashboard](${PICTURE})`, "the dashboard", [PICTURE]],
  ["twice", `![](${PICTURE})\n\n![](${PICTURE})`, PICTURE, [PICTURE]],
  ["of two", `![](${PICTURE})\n\n![](${PICTURE}/b)`, `${PICTURE}\n${PICTURE}/b`, [PICTURE, `${PICTURE}/b`]],
  ["behind a link", `[![](${PICTURE})](https://a.test/)`, PICTURE, ["https://a.test/", PICTURE]],
])("a picture %s is among the links", async (_, body, text, links) => {
  const message = await prompted(body);

  expect([message.text.trim(), message.links.map(({ url }) => url)]).toEqual([text, links]);
});

it("a comment that is only a picture tells its address in history", async () => {
  const bot = await startTestBot();
  onTestFinished(bot.close);
  const issue = bot.linear.createIssue();
  const comment = await bot.linear.comment({ issue, body: `![](${PICTURE})` });

  const { messages } = await bot.adapter.fetchMessages(`linear:${issue.id}:c:${comment.id}`);
  expect(messages.map(({ text, links }) => [text, links])).toEqual([[PICTURE, [{ url: PICTURE }]]]);
});

it("a message without any text has none", async () => {
  expect((await prompted("")).text).toBe("");
});
