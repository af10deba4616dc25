// Covers: src/messages/to-chat-message.ts

import type { Message } from "chat";
import { expect, it, onTestFinished } from "vitest";
import { latestSession, startAgent } from "../../support/agent.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const shown = (message: Message | undefined): unknown =>
  message?.attachments.map(({ type, name, mimeType, url }) => ({ type, name, mimeType, url }));

/** A bot in sessions that keeps what it hears. */
async function startListener(): Promise<{ bot: TestBot; heard: Message[]; fileAt: (path: string) => string }> {
  const heard: Message[] = [];
  const bot = await startAgent((thread, message) => {
    heard.push(message);
    return thread.post("Seen.");
  });
  return { bot, heard, fileAt: (path) => `${bot.linear.url}/files/acme/${path}` };
}

it("a prompt that is nothing but a picture has it as an attachment, and its address as text", async () => {
  const { bot, heard, fileAt } = await startListener();
  await bot.linear.delegate({ issue: bot.linear.createIssue() });
  await bot.settled();
  await bot.linear.prompt({ session: latestSession(bot.linear), body: `![](${fileAt("1")})` });
  await bot.settled();

  expect(shown(heard[1])).toEqual([{ type: "image", name: undefined, mimeType: undefined, url: fileAt("1") }]);
  expect([heard[1]?.text, heard[1]?.links]).toEqual([fileAt("1"), [{ url: fileAt("1") }]]);
});

it("a delegated issue brings the pictures and files of its description", async () => {
  const { bot, heard, fileAt } = await startListener();
  const description = `It looks so:\n\n![login.png](${fileAt("1")})\n\n[server.log](${fileAt("2")})`;
  await bot.linear.delegate({ issue: bot.linear.createIssue({ description }) });
  await bot.settled();

  expect(heard.map(shown)).toEqual([
    [
      { type: "image", name: "login.png", mimeType: "image/png", url: fileAt("1") },
      { type: "file", name: "server.log", mimeType: "text/plain", url: fileAt("2") },
    ],
  ]);
});

it("a session that a mention opens brings those of the issue and of the thread too, once, behind its own", async () => {
  const { bot, heard, fileAt } = await startListener();
  const { linear } = bot;
  const issue = linear.createIssue({ description: `![a.png](${fileAt("a")})` });
  const parent = await linear.comment({ issue, body: `![b.png](${fileAt("b")})` });
  await linear.mention({ issue, parent, text: `like this? ![c.png](${fileAt("c")}) ![a.png](${fileAt("a")})` });
  await bot.settled();
  await linear.prompt({ session: latestSession(linear), body: "and now?" });
  await bot.settled();

  expect(heard.map((message) => message.attachments.map(({ name }) => name))).toEqual([
    ["c.png", "a.png", "b.png"],
    [],
  ]);
});

it("a picture of another host can be told by its address, and is not fetched for anybody", async () => {
  const { bot, heard } = await startListener();
  await bot.linear.mention({
    issue: bot.linear.createIssue(),
    text: "![cat](https://cats.test/1.jpg) https://cats.test/",
  });
  await bot.settled();

  expect(heard[0]?.attachments).toEqual([
    { type: "image", name: "1.jpg", mimeType: "image/jpeg", url: "https://cats.test/1.jpg" },
  ]);
});

it("comments have their files in handlers, in history, and when they are read by id", async () => {
  const heard: Message[] = [];
  const bot = await startTestBot({
    on: (chat) => {
      chat.onNewMention((_, message) => void heard.push(message));
    },
  });
  onTestFinished(bot.close);
  const issue = bot.linear.createIssue();
  const url = `${bot.linear.url}/files/acme/1`;
  const { id } = await bot.linear.mention({ issue, text: `![a.png](${url})` });
  await bot.settled();
  const threadId = `linear:${issue.id}:c:${id}`;
  const { messages } = await bot.adapter.fetchMessages(threadId);
  const read = await bot.adapter.fetchMessage(threadId, id);

  const attachment = { type: "image", name: "a.png", mimeType: "image/png", url };
  expect([heard[0], messages[0], read ?? undefined].map(shown)).toEqual([[attachment], [attachment], [attachment]]);
});

it("a long body that no tree is made of has its files, and code has none", async () => {
  const { bot, heard, fileAt } = await startListener();
  const text = `${"**a** ".repeat(2_500)}\n\n![a.png](${fileAt("a")})\n\n\`![b.png](${fileAt("b")})\``;
  await bot.linear.mention({ issue: bot.linear.createIssue(), text });
  await bot.settled();

  expect(heard[0]?.attachments.map(({ name }) => name)).toEqual(["a.png"]);
});

it("a message without files has none", async () => {
  const { bot, heard } = await startListener();
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "please help" });
  await bot.settled();

  expect(heard[0]?.attachments).toEqual([]);
});
