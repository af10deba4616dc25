// Covers: src/api/identity.ts
// Covers: src/messages/remembered/own-users.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { ReactionEvent } from "chat";
import type { EmulatedComment, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { said } from "../../support/agent.js";
import { aborted, createSignal } from "../../support/signal.js";
import { type BotOfTest, startTestBot, type TestBot } from "../../support/test-bot.js";
import { CREDENTIALS, type ReinstalledBot, startReinstallable } from "./reinstalled.js";

const open: TestBot[] = [];

afterEach(async () => {
  for (const bot of open.splice(0)) await bot.close();
});

async function start(...given: Parameters<typeof startReinstallable>): Promise<ReinstalledBot> {
  const bot = await startReinstallable(...given);
  open.push(bot);
  return bot;
}

/** The README's quick start: whoever mentions the bot is answered, and so is what follows in the thread. */
function answerAll(chat: BotOfTest): void {
  chat.onNewMention(async (thread, message) => {
    await thread.subscribe();
    await thread.post(`You said: ${message.text}`);
  });
  chat.onSubscribedMessage(async (thread, message) => {
    await thread.post(`And now: ${message.text}`);
  });
}

const bodies = (comments: EmulatedComment[]): string[] => comments.map(({ body }) => body);
const questions = (linear: LinearEmulator): number =>
  linear.requests().filter(({ operationName, status }) => operationName === "GetViewer" && status === 200).length;

describe.each(CREDENTIALS)("an app that was removed and installed again, with %s", (credential) => {
  it.each(["agent-sessions", "all"] as const)("answers its sessions: %s", async (mode) => {
    const bot = await start(credential, { mode, on: answerAll });
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await bot.settled();
    await bot.reinstall();

    linear.clearRequests();
    await linear.mention({ issue: linear.createIssue(), text: "two" });
    await bot.settled();
    await linear.prompt({ session: linear.sessions()[1] ?? "", body: "three" });
    await bot.settled();

    expect(said(linear, linear.sessions()[1])).toEqual([
      ["response", "You said: @helper2 two"],
      ["response", "And now: three"],
    ]);
    expect(questions(linear)).toBe(1);
  });

  it("hears none of its own comments: comments", async () => {
    const bot = await start(credential, { mode: "comments", on: answerAll });
    const { linear } = bot;
    const issue = linear.createIssue();
    const root = await linear.mention({ issue, text: "one" });
    await bot.settled();
    const { appUserId } = await bot.reinstall();

    await linear.comment({ issue, parent: root, body: "two" });
    await bot.settled();

    expect(bodies(linear.comments({ issue }))).toEqual(["@helper one", "You said: @helper one", "two", "And now: two"]);
    expect(linear.comments({ issue, by: appUserId })).toHaveLength(1);
    expect(bot.logger.at("info").filter((line) => line.includes("another Linear user"))).toEqual([
      expect.stringContaining("The bot is another Linear user from now on: @helper2"),
    ]);
  });

  it("answers its new name", async () => {
    const bot = await start(credential, { mode: "comments", on: answerAll });
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await bot.settled();
    const { appUserId } = await bot.reinstall();

    await linear.mention({ issue: linear.createIssue(), text: "two" });
    await bot.settled();

    expect(bodies(linear.comments({ by: appUserId }))).toEqual(["You said: @helper2 two"]);
  });

  it.each(["comments", "all"] as const)("hears none of its own reactions: %s", async (mode) => {
    const reactions: ReactionEvent[] = [];
    const bot = await start(credential, {
      mode,
      on: (chat) => {
        chat.onReaction(async (event) => void reactions.push(event));
        chat.onNewMessage(/./, async (thread, message) => {
          await bot.adapter.addReaction(thread.id, message.id, "eyes");
        });
      },
    });
    const { linear } = bot;
    await linear.comment({ issue: linear.createIssue(), body: "one" });
    await bot.settled();
    await bot.reinstall();

    const comment = await linear.comment({ issue: linear.createIssue(), body: "two" });
    await bot.settled();
    await linear.react({ comment, emoji: "rocket" });
    await bot.settled();

    expect(linear.reactions(comment)).toHaveLength(2);
    expect(reactions.map(({ emoji, user }) => [emoji.name, user.userName])).toEqual([["rocket", "ada"]]);
  });

  it.each(["agent-sessions", "all"] as const)("hears that an issue is taken from it: %s", async (mode) => {
    const started = createSignal();
    const bot = await start(credential, {
      mode,
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          started.give();
          await aborted(thread.signal);
        });
      },
    });
    const { linear } = bot;
    await bot.reinstall();
    const issue = linear.createIssue();
    await linear.delegate({ issue });
    await started.given;
    await linear.undelegate({ issue });
    await bot.settled();

    expect(said(linear).at(-1)).toEqual(["response", "Stopped."]);
  });

  it("knows what it wrote as the earlier user: in history, in events that come late, and in another process", async () => {
    const state = createMemoryState();
    const heard: unknown[] = [];
    const bot = await start(credential, { mode: "comments", state, on: answerAll });
    const { linear } = bot;
    const issue = linear.createIssue();
    const root = await linear.mention({ issue, text: "one" });
    await bot.settled();
    const late = linear.deliveries().find(({ payload }) => JSON.stringify(payload).includes("You said"));
    const { accessToken } = await bot.reinstall();

    const other = await startTestBot({
      linear,
      state,
      config: () => ({ accessToken }),
      on: (chat) => {
        chat.onNewMessage(/./, async (_thread, message) => void heard.push(message.text));
      },
    });
    open.unshift(other);
    await linear.redeliver(late ?? expect.fail("The bot said nothing"));
    await other.settled();
    const { messages } = await other.adapter.fetchMessages(`linear:${issue.id}:c:${root.id}`);

    expect(heard).toEqual([]);
    expect(messages.map(({ text, author }) => [text, author.isMe])).toEqual([
      ["@helper one", false],
      ["You said: @helper one", true],
    ]);
  });
});

describe("a token that is renewed for the same app user", () => {
  it("costs one question, and changes nothing", async () => {
    let token = "";
    const bot = await startTestBot({
      emulator: { webhookRetryDelaysMs: [] },
      mode: "comments",
      config: (linear) => {
        token = linear.createAccessToken();
        return { accessToken: () => token };
      },
      on: answerAll,
    });
    open.push(bot);
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await bot.settled();
    token = linear.createAccessToken();
    linear.clearRequests();
    await linear.mention({ issue: linear.createIssue(), text: "two" });
    await bot.settled();
    await linear.mention({ issue: linear.createIssue(), text: "three" });
    await bot.settled();

    expect(questions(linear)).toBe(1);
    expect(bodies(linear.comments({ by: linear.organization.appUserId }))).toEqual([
      "You said: @helper one",
      "You said: @helper two",
      "You said: @helper three",
    ]);
  });
});
