// Covers: src/messages/remembered/source-comments.ts

import { afterEach, expect, it } from "vitest";
import { startAgent } from "../../support/agent.js";
import type { BotOfTest, TestBot } from "../../support/test-bot.js";

const heard: unknown[][] = [];
const mentions: string[] = [];

afterEach(() => {
  heard.length = 0;
  mentions.length = 0;
});

function listen(chat: BotOfTest): void {
  chat.onMessageUpdated(async (thread, message, previous) => {
    heard.push(["edit", thread.id, message.id, previous?.text, message.text]);
  });
  chat.onMessageDeleted(async ({ threadId, messageId, previousMessage }) => {
    heard.push(["deletion", threadId, messageId, previousMessage?.text]);
  });
}

const startListening = (mode: "agent-sessions" | "all"): Promise<TestBot> =>
  startAgent(
    async (thread, { text }) => {
      mentions.push(text);
      await thread.post("Yes.");
    },
    { mode, emulator: { app: { events: ["AgentSessionEvent", "Comment"] }, webhookRetryDelaysMs: [] }, on: listen },
  );

it.each(["agent-sessions", "all"] as const)(
  "what a person changes of a session's words is a change of the session's messages, in mode %s",
  async (mode) => {
    const bot = await startListening(mode);
    const comment = await bot.linear.mention({ issue: bot.linear.createIssue(), text: "help me" });
    await bot.settled();
    const session = bot.linear.sessions()[0];
    const prompt = await bot.linear.prompt({ session: session?.id ?? "", body: "and quickly" });
    await bot.settled();
    await bot.linear.editComment({ comment, body: "@helper help us" });
    await bot.settled();
    await bot.linear.editComment({ comment: prompt.sourceCommentId ?? "", body: "and slowly" });
    await bot.settled();
    await bot.linear.deleteComment({ comment: prompt.sourceCommentId ?? "" });
    await bot.settled();

    const threadId = `linear:${session?.issueId}:s:${session?.id}`;
    expect(heard).toEqual([
      ["edit", threadId, session?.id, "@helper help me", "@helper help us"],
      ["edit", threadId, prompt.id, "and quickly", "and slowly"],
      ["deletion", threadId, prompt.id, "and slowly"],
    ]);
    expect(mentions).toEqual(["@helper help me", "and quickly"]);
  },
);
