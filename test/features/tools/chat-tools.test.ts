import { type ChatToolName, createChatTools } from "chat/ai";
import type { EmulatedComment, EmulatedIssue, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let linear: LinearEmulator;
let issue: EmulatedIssue;
let root: EmulatedComment;
let thread: string;
let channel: string;

beforeEach(async () => {
  bot = await startTestBot();
  linear = bot.linear;
  issue = linear.createIssue({ title: "Fix the login page" });
  root = await linear.comment({ issue, body: "It is slow" });
  thread = `linear:${issue.id}:c:${root.id}`;
  channel = `linear:${issue.id}`;
});
afterEach(() => bot.close());

/** What a tool gives when a model calls it. */
async function call(name: ChatToolName, input: Record<string, unknown>): Promise<unknown> {
  const { execute } = createChatTools({ chat: bot.bot, preset: "moderator" })[name] ?? {};
  const toolOptions = { toolCallId: "call-1", messages: [], context: {} };
  return await execute?.(input as never, toolOptions as never);
}

describe("the tool fetchChannelMessages of chat/ai", () => {
  it("gives the issue's root comments in one request", async () => {
    await linear.comment({ issue, body: "Since when?", parent: root });
    const second = await linear.comment({ issue, body: "And ugly" });
    const requests = await requestsOf(bot, async () => {
      expect(
        await call("fetchChannelMessages", { channelId: channel, limit: 20, direction: "backward" }),
      ).toMatchObject({
        messages: [
          { id: root.id, threadId: thread, text: "It is slow", author: { userName: "ada" } },
          { id: second.id, threadId: `${channel}:c:${second.id}`, text: "And ugly" },
        ],
        nextCursor: undefined,
      });
    });

    expect(requests).toEqual(["ListComments"]);
  });

  it("pages", async () => {
    const second = await linear.comment({ issue, body: "And ugly" });
    const page = { channelId: channel, limit: 1, direction: "backward" };
    const first = await call("fetchChannelMessages", page);

    expect(first).toMatchObject({ messages: [{ id: second.id }], nextCursor: expect.any(String) });
    expect(
      await call("fetchChannelMessages", { ...page, cursor: Reflect.get(Object(first), "nextCursor") }),
    ).toMatchObject({ messages: [{ id: root.id }], nextCursor: undefined });
  });
});

describe("the tool listThreads of chat/ai", () => {
  it("gives the issue's comment threads, those with the newest replies first, in one request", async () => {
    const second = await linear.comment({ issue, body: "And ugly" });
    await linear.comment({ issue, body: "Since when?", parent: root });
    const reply = await linear.comment({ issue, body: "Since Monday", parent: root });
    const requests = await requestsOf(bot, async () => {
      expect(await call("listThreads", { channelId: channel, limit: 20 })).toMatchObject({
        threads: [
          { id: thread, replyCount: 2, lastReplyAt: reply.createdAt, rootMessage: { text: "It is slow" } },
          {
            id: `${channel}:c:${second.id}`,
            replyCount: 0,
            lastReplyAt: undefined,
            rootMessage: { text: "And ugly", author: { userName: "ada", isMe: false } },
          },
        ],
        nextCursor: undefined,
      });
    });

    expect(requests).toEqual(["ListIssueThreads"]);
    expect(Math.max(...linear.requests().map(({ complexity }) => complexity))).toBeLessThan(10_000);
  });

  it("pages, and takes the issue's identifier", async () => {
    const second = await linear.comment({ issue, body: "And ugly" });
    const first = await call("listThreads", { channelId: "linear:ENG-1", limit: 1 });

    expect(first).toMatchObject({
      threads: [{ id: `${channel}:c:${second.id}` }],
      nextCursor: expect.any(String),
    });
    expect(
      await call("listThreads", { channelId: channel, limit: 1, cursor: Reflect.get(Object(first), "nextCursor") }),
    ).toMatchObject({ threads: [{ id: thread }], nextCursor: undefined });
  });

  it("costs less than a query may, for the longest page", async () => {
    await bot.adapter.listThreads(channel, { limit: 1_000 });

    expect(linear.requests().at(-1)).toMatchObject({
      operationName: "ListIssueThreads",
      variables: { first: 50 },
      complexity: expect.toSatisfy((points: number) => points < 4_000),
    });
  });
});

describe("the other tools of chat/ai", () => {
  it("read", async () => {
    const person = { userId: linear.ada.id, userName: "ada", fullName: "Ada Lovelace", isBot: false };

    expect([
      await call("fetchMessages", { threadId: thread, limit: 20, direction: "backward" }),
      await call("fetchThread", { threadId: thread }),
      await call("getThreadParticipants", { threadId: thread }),
      await call("getChannelInfo", { channelId: channel }),
      await call("getUser", { userId: linear.ada.id }),
    ]).toMatchObject([
      { messages: [{ id: root.id }] },
      { id: thread, channelId: channel, channelName: "ENG-1: Fix the login page", channelVisibility: "workspace" },
      { participants: [person] },
      { id: channel, name: "ENG-1: Fix the login page", channelVisibility: "workspace", isDM: false },
      { userName: "ada", fullName: "Ada Lovelace" },
    ]);
  });

  it("write", async () => {
    const message = "On it";
    const posted = await call("postMessage", { threadId: thread, message });
    const messageId = String(Reflect.get(Object(posted), "messageId"));
    await call("editMessage", { threadId: thread, messageId, message: "Done" });
    await call("addReaction", { threadId: thread, messageId: root.id, emoji: "eyes" });
    await call("startTyping", { threadId: thread });
    await call("subscribeThread", { threadId: thread });
    const open = await call("postChannelMessage", { channelId: channel, message: "News" });

    expect(linear.comments({ issue }).map(({ body, parentId }) => [body, parentId])).toEqual([
      ["It is slow", undefined],
      ["Done", root.id],
      ["News", undefined],
    ]);
    expect(linear.reactions(root).map(({ emoji }) => emoji)).toEqual(["eyes"]);
    expect(await bot.state.isSubscribed(thread)).toBe(true);

    await call("removeReaction", { threadId: thread, messageId: root.id, emoji: "eyes" });
    await call("unsubscribeThread", { threadId: thread });
    await call("deleteMessage", { threadId: thread, messageId });
    await call("deleteMessage", { threadId: channel, messageId: String(Reflect.get(Object(open), "messageId")) });
    expect(linear.comments({ issue }).map(({ id }) => id)).toEqual([root.id]);
    expect([linear.reactions(root), await bot.state.isSubscribed(thread)]).toEqual([[], false]);
  });

  it("cannot write to a person alone, which Linear does not know", async () => {
    await expect(call("sendDirectMessage", { userId: linear.ada.id, message: "Psst" })).rejects.toThrow(
      'Adapter "linear" does not support openDM',
    );
  });
});

describe("a session without an issue, as a channel", () => {
  it("has itself as its thread", async () => {
    const app = await startTestBot({ mode: "agent-sessions" });
    const session = await app.linear.openSession({ prompt: "Hello" });
    await app.settled();
    const id = `linear::s:${session.id}`;

    expect(await app.adapter.listThreads(id)).toMatchObject({ threads: [{ id, rootMessage: { threadId: id } }] });
    await app.close();
  });
});
