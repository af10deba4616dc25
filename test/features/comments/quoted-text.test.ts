import type { Message } from "chat";
import { type LinearRawMessage, renderSessionContext } from "chat-adapter-linear";
import { expect, it, onTestFinished } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const PASSAGE = "at most 500 requests a minute";

async function startBot(
  mode: "agent-sessions" | "comments",
): Promise<{ bot: TestBot; heard: Message<LinearRawMessage>[] }> {
  const heard: Message<LinearRawMessage>[] = [];
  const bot = await startTestBot({
    mode,
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        heard.push(message as Message<LinearRawMessage>);
        await thread.post("Yes.");
      });
    },
  });
  onTestFinished(bot.close);
  return { bot, heard };
}

const quotedIn = (messages: readonly Message[]): unknown[] =>
  messages.map(({ raw }) => (raw as LinearRawMessage).comment.quotedText);

it("a comment on a passage has it, in the event, in history and for a model", async () => {
  const { bot, heard } = await startBot("comments");
  const issue = bot.linear.createIssue();
  const comment = await bot.linear.mention({ issue, text: "is this number still right?", quotedText: PASSAGE });
  await bot.settled();

  const { messages } = await bot.adapter.fetchMessages(`linear:${issue.id}:c:${comment.id}`);
  expect(quotedIn(heard)).toEqual([PASSAGE]);
  expect(quotedIn(messages)).toEqual([PASSAGE, undefined]);
  expect(heard.map(({ raw }) => renderSessionContext(raw).text)).toEqual([
    expect.stringContaining(`\nauthor: Ada Lovelace\nquoted text: ${PASSAGE}\n\n@helper is this number still right?\n`),
  ]);
});

it("a comment on nothing has no such field", async () => {
  const { bot, heard } = await startBot("comments");
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello" });
  await bot.settled();

  expect(heard.map(({ raw }) => "quotedText" in raw.comment)).toEqual([false]);
});

it("the comment that opened a session has it in history", async () => {
  const { bot, heard } = await startBot("agent-sessions");
  const issue = bot.linear.createIssue();
  await bot.linear.mention({ issue, text: "is this number still right?", quotedText: PASSAGE });
  await bot.settled();

  const { messages } = await bot.adapter.fetchMessages(heard[0]?.threadId ?? "");
  expect(quotedIn(messages)).toEqual([PASSAGE, undefined]);
});
