// Covers: src/api/operations/agent-sessions.ts
// Covers: src/api/operations/comments.ts
// Covers: src/messages/history/comment-history.ts
// Covers: src/messages/history/session-history.ts
// Covers: src/sessions/stream/play-stream.ts

import { createLinearAdapter, type LinearAdapter } from "chat-adapter-linear";
import {
  type EmulatedComment,
  type EmulatedIssue,
  type EmulatedSession,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PlainBot, startPlainBot } from "../../support/plain-bot.js";
import { clientCredentials } from "../../support/test-bot.js";
import { readAll, readPages } from "./read-pages.js";

let linear: LinearEmulator;
let bot: PlainBot;

/** A bot that hears of nothing: what it knows it has read. */
const startReader = (auth: object): Promise<PlainBot> =>
  startPlainBot(createLinearAdapter({ ...auth, apiUrl: linear.apiUrl, webhookSecret: linear.app.webhookSecret }));

beforeAll(async () => {
  linear = await startLinearEmulator();
  bot = await startReader(clientCredentials(linear));
});
afterAll(async () => {
  await linear.close();
});
beforeEach(() => {
  linear.clearRequests();
});

const operations = (): unknown[] => linear.requests().map(({ operationName }) => operationName);
const idsOf = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

/** A root comment with replies, by all of `authors` in turn. Oldest first. */
async function discuss(issue: EmulatedIssue, count: number, authors: readonly { id: string }[]): Promise<void> {
  const [by] = authors;
  const root = await linear.comment({ issue, body: "Comment 0", ...(by && { by }) });
  for (let index = 1; index < count; index++) {
    const author = authors[index % authors.length];
    await linear.comment({ issue, parent: root, body: `Comment ${index}`, ...(author && { by: author }) });
  }
}

describe("a thread of 250 comments by ten people", () => {
  let issue: EmulatedIssue;
  let threadId: string;
  let ids: string[];

  beforeAll(async () => {
    issue = linear.createIssue();
    const people = Array.from({ length: 10 }, (_, index) => linear.addPerson({ name: `Person ${index}` }));
    await discuss(issue, 250, people);
    ids = idsOf(linear.comments({ issue }));
    threadId = `linear:${issue.id}:c:${ids[0]}`;
  });

  it("is read newest first in five requests", async () => {
    const messages = await readAll(bot.bot.thread(threadId).messages);

    expect(idsOf(messages)).toEqual([...ids].reverse());
    expect(new Set(messages.map(({ author }) => author.userName)).size).toBe(10);
    expect(new Set(messages.map((message) => message.threadId))).toEqual(new Set([threadId]));
    expect(operations()).toEqual(Array(5).fill("ListComments"));
  });

  it("is read oldest first in three requests, by a hundred each", async () => {
    const messages = await readAll(bot.bot.thread(threadId).allMessages);

    expect(idsOf(messages)).toEqual(ids);
    expect(operations()).toEqual(Array(3).fill("ListComments"));
  });

  it("has chronological pages in both directions", async () => {
    const backward = await readPages(bot.adapter, threadId, { limit: 100 });
    const forward = await readPages(bot.adapter, threadId, { limit: 100, direction: "forward" });

    expect(backward).toEqual([ids.slice(150), ids.slice(50, 150), ids.slice(0, 50)]);
    expect(forward).toEqual([ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)]);
  });

  it.each([
    [undefined, 50],
    [7, 7],
    [0, 1],
    [250, 250],
    // Linear gives no more at a time.
    [1_000, 250],
  ])("asked for %s, gives %i at once", async (limit, count) => {
    const { messages } = await bot.adapter.fetchMessages(threadId, limit === undefined ? {} : { limit });

    expect(idsOf(messages)).toEqual(ids.slice(-count));
    expect(operations()).toEqual(["ListComments"]);
  });

  it("costs far less than Linear allows for one query", async () => {
    await bot.adapter.fetchMessages(threadId, { limit: 250 });

    expect(linear.requests()[0]?.complexity).toBeLessThan(2_500);
  });

  it("is the same when one of its replies names it, and takes one request more", async () => {
    const byReply = `linear:${issue.id}:c:${ids[3]}`;

    const backward = await readPages(bot.adapter, byReply, { limit: 100 });
    const forward = await readPages(bot.adapter, byReply, { limit: 100, direction: "forward" });
    const messages = await readAll(bot.bot.thread(byReply).messages);

    expect(backward).toEqual([ids.slice(150), ids.slice(50, 150), ids.slice(0, 50)]);
    expect(forward).toEqual([ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)]);
    expect(new Set(messages.map((message) => message.threadId))).toEqual(new Set([threadId]));
    expect(operations()).toHaveLength(4 + 4 + 6);
  });
});

describe("an issue", () => {
  it("has its root comments as messages, each with its own thread", async () => {
    const issue = linear.createIssue();
    const first = await linear.comment({ issue, body: "First" });
    await linear.comment({ issue, parent: first, body: "A reply" });
    const second = await linear.comment({ issue, body: "Second", by: linear.bo });

    const { messages, nextCursor } = await bot.adapter.fetchMessages(`linear:${issue.id}`);

    expect(messages.map(({ id, threadId, text }) => [id, threadId, text])).toEqual([
      [first.id, `linear:${issue.id}:c:${first.id}`, "First"],
      [second.id, `linear:${issue.id}:c:${second.id}`, "Second"],
    ]);
    expect(nextCursor).toBeUndefined();
    expect(operations()).toEqual(["ListComments"]);
  });

  it("is a channel of the Chat SDK", async () => {
    const issue = linear.createIssue();
    const comments = [await linear.comment({ issue, body: "First" }), await linear.comment({ issue, body: "Second" })];

    const messages = await readAll(bot.bot.channel(`linear:${issue.id}`).messages);

    expect(idsOf(messages)).toEqual(idsOf(comments).reverse());
  });

  it("without comments has no messages", async () => {
    expect(await bot.adapter.fetchMessages(`linear:${linear.createIssue().id}`)).toEqual({ messages: [] });
  });
});

describe("a message that was read", () => {
  let issue: EmulatedIssue;
  let root: EmulatedComment;

  beforeEach(async () => {
    issue = linear.createIssue();
    root = await linear.comment({ issue, body: "It **sticks**: https://example.com/door" });
  });

  const readThread = async (adapter: LinearAdapter) =>
    (await adapter.fetchMessages(`linear:${issue.id}:c:${root.id}`)).messages;

  it("is what a webhook would have brought", async () => {
    const [message] = await readThread(bot.adapter);

    expect(message).toMatchObject({
      id: root.id,
      threadId: `linear:${issue.id}:c:${root.id}`,
      text: "It sticks: https://example.com/door",
      links: [{ url: "https://example.com/door" }],
      isMention: false,
      author: {
        userId: linear.ada.id,
        userName: "ada",
        fullName: "Ada Lovelace",
        email: linear.ada.email,
        isMe: false,
        isBot: false,
      },
      metadata: { dateSent: new Date(root.createdAt), edited: false },
      raw: { kind: "comment", organizationId: linear.organization.id, comment: { id: root.id, issueId: issue.id } },
    });
    expect(message?.metadata.editedAt).toBeUndefined();
  });

  it("tells when it was edited, which a reaction is not", async () => {
    const reply = await linear.comment({ issue, parent: root, body: "Where?" });
    const edited = await linear.editComment({ comment: root, body: "It sticks." });
    await linear.react({ comment: reply, emoji: "eyes" });

    const messages = await readThread(bot.adapter);

    expect(messages.map(({ text, metadata: { edited, editedAt } }) => ({ text, edited, editedAt }))).toEqual([
      { text: "It sticks.", edited: true, editedAt: new Date(edited.editedAt ?? "") },
      { text: "Where?", edited: false, editedAt: undefined },
    ]);
  });

  it("is by whoever wrote it in another product", async () => {
    await linear.comment({ issue, parent: root, body: "From Slack", externalUser: { name: "Mona" } });
    await linear.comment({ issue, parent: root, body: "From GitHub", botActor: { name: "GitHub" } });

    const messages = await readThread(bot.adapter);

    expect(messages.map(({ author: { fullName, isBot, isMe } }) => ({ fullName, isBot, isMe }))).toEqual([
      { fullName: "Ada Lovelace", isBot: false, isMe: false },
      { fullName: "Mona", isBot: false, isMe: false },
      { fullName: "GitHub", isBot: true, isMe: false },
    ]);
  });

  it("is the app's own when the app user wrote it, also before this process", async () => {
    await bot.adapter.postMessage(`linear:${issue.id}:c:${root.id}`, "On it");
    const other = await startReader(clientCredentials(linear));

    const messages = await readThread(other.adapter);

    expect(messages.map(({ author: { userName, isBot, isMe } }) => ({ userName, isBot, isMe }))).toEqual([
      { userName: "ada", isBot: false, isMe: false },
      { userName: "helper", isBot: true, isMe: true },
    ]);
  });

  it.each([
    ["API key", () => ({ apiKey: linear.createApiKey(linear.ada) })],
    ["access token", () => ({ accessToken: linear.createAccessToken({ as: linear.ada }) })],
  ])("is the bot's own when the bot wrote it with a person's %s, but not when the person did", async (_, auth) => {
    const own = await startReader(auth());
    await own.adapter.postMessage(`linear:${issue.id}:c:${root.id}`, "Written by the bot");
    await linear.comment({ issue, parent: root, body: "Typed by Ada" });

    const messages = await readThread(own.adapter);

    expect(messages.map(({ text, author: { isMe } }) => [text, isMe])).toEqual([
      ["It sticks: https://example.com/door", false],
      ["Written by the bot", true],
      ["Typed by Ada", false],
    ]);
  });
});

describe("an agent session", () => {
  let issue: EmulatedIssue;
  let mention: EmulatedComment;
  let session: EmulatedSession;
  let threadId: string;

  const say = (body: string) => bot.adapter.postMessage(threadId, body);
  const prompt = (body: string) => linear.prompt({ session, body, by: linear.bo });

  beforeEach(async () => {
    issue = linear.createIssue({ title: "The door sticks", description: "In the kitchen." });
    mention = await linear.mention({ issue, text: "please help" });
    session = linear.sessions().at(-1) as EmulatedSession;
    threadId = `linear:${issue.id}:s:${session.id}`;
  });

  it("begins with the request that opened it, and goes on with what was said", async () => {
    await bot.adapter.startTyping(threadId, "Looking");
    const answer = await bot.adapter.stream(threadId, answerAfterSteps());
    const question = await prompt("and the window?");
    const second = await say("That too.");
    linear.clearRequests();

    const { messages, nextCursor } = await bot.adapter.fetchMessages(threadId);

    expect(
      messages.map(({ id, threadId, text, author: { userId, isMe } }) => ({ id, threadId, text, userId, isMe })),
    ).toEqual([
      { id: session.id, threadId, text: "@helper please help", userId: linear.ada.id, isMe: false },
      { id: answer.id, threadId, text: "Oiled it.", userId: linear.organization.appUserId, isMe: true },
      { id: question.id, threadId, text: "and the window?", userId: linear.bo.id, isMe: false },
      { id: second.id, threadId, text: "That too.", userId: linear.organization.appUserId, isMe: true },
    ]);
    expect(messages[0]?.raw).toMatchObject({ trigger: "mention", comment: { id: mention.id } });
    expect(nextCursor).toBeUndefined();
    expect(operations()).toEqual(["ListSessionMessages"]);
  });

  it.each([1, 2, 3, 4, 5, 6])("has each message once, in chronological pages of %i", async (limit) => {
    const said = [await say("1"), await prompt("2"), await say("3"), await prompt("4")];
    const ids = [session.id, ...idsOf(said)];

    const backward = await readPages(bot.adapter, threadId, { limit });
    const forward = await readPages(bot.adapter, threadId, { limit, direction: "forward" });

    expect(backward.toReversed().flat()).toEqual(ids);
    expect(forward.flat()).toEqual(ids);
    expect(Math.max(...[...backward, ...forward].map(({ length }) => length))).toBe(Math.min(limit, 5));
  });

  it("is iterated to its end, both ways", async () => {
    const said = [await say("1"), await prompt("2"), await say("3")];
    const ids = [session.id, ...idsOf(said)];

    expect(idsOf(await readAll(bot.bot.thread(threadId).allMessages))).toEqual(ids);
    expect(idsOf(await readAll(bot.bot.thread(threadId).messages))).toEqual(ids.toReversed());
  });

  it("has questions and errors as messages, a Stop as none", async () => {
    await bot.adapter.stream(threadId, textOnly("Which door?"), { sessionStatus: "suspended" });
    await prompt("The left one");
    await linear.stop({ session });
    await expect(bot.adapter.stream(threadId, failing())).rejects.toThrow("no oil");

    const { messages } = await bot.adapter.fetchMessages(threadId);

    expect(messages.map(({ text }) => text)).toEqual([
      "@helper please help",
      "Which door?",
      "The left one",
      "Something went wrong while I was working on this. Please try again.",
    ]);
  });

  it("that was delegated begins with the issue itself", async () => {
    const delegated = await linear.delegate({ issue, by: linear.bo });

    const { messages } = await bot.adapter.fetchMessages(`linear:${issue.id}:s:${delegated.id}`);

    expect(messages).toMatchObject([
      {
        id: delegated.id,
        text: "The door sticks\n\nIn the kitchen.",
        author: { userId: linear.bo.id },
        raw: { trigger: "delegation" },
      },
    ]);
  });

  it("that a reply started begins with the reply", async () => {
    const root = await linear.comment({ issue, body: "It sticks." });
    const reply = await linear.mention({ issue, parent: root, text: "look at this", by: linear.bo });
    const started = linear.sessions().at(-1) as EmulatedSession;

    const { messages } = await bot.adapter.fetchMessages(`linear:${issue.id}:s:${started.id}`);

    expect(messages).toMatchObject([
      {
        id: started.id,
        text: "@helper look at this",
        author: { userId: linear.bo.id },
        raw: { trigger: "mention", sourceCommentId: reply.id },
      },
    ]);
  });

  it("without an issue has its messages too", async () => {
    const homeless = await linear.openSession({ prompt: "How do doors work?" });
    threadId = `linear::s:${homeless.id}`;
    const answer = await say("On hinges.");

    const { messages } = await bot.adapter.fetchMessages(threadId);

    expect(messages.map((message) => [message.id, message.threadId])).toEqual([
      [homeless.id, threadId],
      [answer.id, threadId],
    ]);
  });

  it("that is not there is an error", async () => {
    await expect(bot.adapter.fetchMessages(`linear:${issue.id}:s:${mention.id}`)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

async function* answerAfterSteps() {
  yield "Let me look.";
  yield { type: "task_update" as const, id: "1", title: "Look", status: "complete" as const };
  yield "Oiled it.";
}

async function* textOnly(text: string) {
  yield text;
}

async function* failing() {
  yield "Let me ";
  throw new Error("no oil");
}
