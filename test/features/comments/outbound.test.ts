// Covers: src/adapter/linear-adapter.ts
// Covers: src/adapter/surfaces/comment-surface.ts
// Covers: src/adapter/surfaces/lookup.ts
// Covers: src/api/operations/issues.ts

import { emoji, NotImplementedError, type Thread } from "chat";
import type { LinearRawMessage } from "chat-adapter-linear";
import type { EmulatedComment, EmulatedIssue, EmulatedSession } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { introduce, requestsOf } from "../../support/requests-of.js";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const opposed = { on: "graphql", kind: "graphql-error", type: "forbidden", message: "No" } as const;

let bot: TestBot;
let issue: EmulatedIssue;

const reactionsTo = (comment: { id: string }): [string, string][] =>
  bot.linear.reactions(comment).map(({ emoji, userId }) => [emoji, userId]);

describe("in a comment thread", () => {
  let root: EmulatedComment;
  let threadId: string;
  let thread: Thread;
  const subjects: unknown[] = [];

  beforeAll(async () => {
    bot = await startTestBot({
      on: (chat) => {
        chat.onNewMention(async (_, message) => {
          subjects.push(await message.subject, await message.subject);
        });
      },
    });
    await introduce(bot);
  });
  afterAll(async () => {
    await bot.close();
  });
  beforeEach(async () => {
    issue = bot.linear.createIssue({ title: "The door sticks", description: "In the kitchen." });
    root = await bot.linear.comment({ issue, body: "It does." });
    threadId = `linear:${issue.id}:c:${root.id}`;
    thread = bot.bot.thread(threadId);
  });
  afterEach(() => {
    bot.linear.clearFaults();
  });

  describe("a post", () => {
    it("is one request", async () => {
      const requests = await requestsOf(bot, () => thread.post("**Oiled** it."));

      expect(requests).toEqual(["CreateComment"]);
      expect(bot.linear.comments({ issue })).toMatchObject([
        { id: root.id },
        { body: "**Oiled** it.", parentId: root.id, userId: bot.linear.organization.appUserId },
      ]);
    });

    it("on an issue is a root comment, and its thread is the one that answers come in", async () => {
      const sent = await bot.bot.thread(`linear:${issue.id}`).post("Hello");
      const again = await bot.bot.thread(sent.threadId).post("Anybody?");

      expect([sent.threadId, again.threadId]).toEqual([
        `linear:${issue.id}:c:${sent.id}`,
        `linear:${issue.id}:c:${sent.id}`,
      ]);
      expect(bot.linear.comments({ issue, by: bot.linear.organization.appUserId })).toMatchObject([
        { id: sent.id, parentId: undefined, body: "Hello" },
        { id: again.id, parentId: sent.id, body: "Anybody?" },
      ]);
    });

    it("in a thread that is named by one of its replies lands below the root", async () => {
      const reply = await bot.linear.comment({ issue, parent: root, body: "Still." });

      const sent = await bot.adapter.postMessage(`linear:${issue.id}:c:${reply.id}`, "On it");

      expect(sent.threadId).toBe(threadId);
      expect(bot.linear.comments({ issue }).at(-1)).toMatchObject({ id: sent.id, parentId: root.id, body: "On it" });
    });

    it("says what Linear has stored", async () => {
      const sent = await bot.adapter.postMessage(threadId, "On it");

      const [, stored] = bot.linear.comments({ issue });
      expect(sent.raw).toEqual({
        kind: "comment",
        organizationId: bot.linear.organization.id,
        comment: {
          id: sent.id,
          body: "On it",
          createdAt: stored?.createdAt,
          updatedAt: stored?.updatedAt,
          issueId: issue.id,
          parentId: root.id,
          url: stored?.url,
          user: expect.objectContaining({ id: bot.linear.organization.appUserId, displayName: "helper", type: "bot" }),
        },
      });
    });

    it("below a comment that is not there is an error", async () => {
      await expect(bot.bot.thread(`linear:${issue.id}:c:${NOBODY}`).post("Hello?")).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });

    it("in another adapter's thread is an error without a request", async () => {
      const requests = await requestsOf(bot, () =>
        expect(bot.adapter.postMessage("slack:C1:1.2", "Hello")).rejects.toMatchObject({ code: "THREAD_ID_INVALID" }),
      );

      expect(requests).toEqual([]);
    });
  });

  it("an edit is one request", async () => {
    const sent = await thread.post("On it.");

    const requests = await requestsOf(bot, () => sent.edit("Done."));

    expect(requests).toEqual(["UpdateComment"]);
    expect(bot.linear.comments({ issue })).toMatchObject([{ id: root.id }, { id: sent.id, body: "Done." }]);
  });

  it("a deletion is one request", async () => {
    const sent = await thread.post("Oops");

    const requests = await requestsOf(bot, () => sent.delete());

    expect(requests).toEqual(["DeleteComment"]);
    expect(bot.linear.comments({ issue })).toMatchObject([{ id: root.id }]);
  });

  it("a sign of working is no request", async () => {
    expect(await requestsOf(bot, () => thread.startTyping("Looking"))).toEqual([]);
  });

  describe("a reaction", () => {
    it("is one request", async () => {
      const requests = await requestsOf(bot, () => bot.adapter.addReaction(threadId, root.id, emoji.thumbs_up));

      expect(requests).toEqual(["CreateReaction"]);
      expect(reactionsTo(root)).toEqual([["+1", bot.linear.organization.appUserId]]);
    });

    it.each([[emoji.eyes], ["eyes"], ["👀"], [":eyes:"]])("is understood as %s", async (given) => {
      await bot.adapter.addReaction(threadId, root.id, given);

      expect(reactionsTo(root)).toEqual([["eyes", bot.linear.organization.appUserId]]);
    });

    it("that is there already is a success", async () => {
      await bot.adapter.addReaction(threadId, root.id, emoji.rocket);
      await bot.adapter.addReaction(threadId, root.id, emoji.rocket);

      expect(reactionsTo(root)).toEqual([["rocket", bot.linear.organization.appUserId]]);
    });

    it("to a comment that is not there is an error", async () => {
      await expect(bot.adapter.addReaction(threadId, NOBODY, emoji.rocket)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });
  });

  describe("taking a reaction back", () => {
    it("is two requests and leaves those of others", async () => {
      await bot.linear.react({ comment: root, emoji: "+1" });
      await bot.adapter.addReaction(threadId, root.id, emoji.thumbs_up);
      await bot.adapter.addReaction(threadId, root.id, emoji.heart);

      const requests = await requestsOf(bot, () => bot.adapter.removeReaction(threadId, root.id, emoji.thumbs_up));

      expect(requests).toEqual(["ListReactions", "DeleteReaction"]);
      expect(reactionsTo(root)).toEqual([
        ["+1", bot.linear.ada.id],
        ["heart", bot.linear.organization.appUserId],
      ]);
    });

    it("works through any name of the emoji", async () => {
      await bot.adapter.addReaction(threadId, root.id, "👍");
      await bot.adapter.removeReaction(threadId, root.id, ":thumbsup:");

      expect(reactionsTo(root)).toEqual([]);
    });

    it("that is not there is a success", async () => {
      await bot.linear.react({ comment: root, emoji: "eyes" });

      const requests = await requestsOf(bot, () => bot.adapter.removeReaction(threadId, root.id, emoji.eyes));

      expect(requests).toEqual(["ListReactions"]);
      expect(reactionsTo(root)).toEqual([["eyes", bot.linear.ada.id]]);
    });

    it("twice at a time is a success", async () => {
      await bot.adapter.addReaction(threadId, root.id, emoji.eyes);
      bot.linear.injectFault({ on: "graphql", operation: "DeleteReaction", kind: "delay", ms: 100, times: 2 });

      await Promise.all([
        bot.adapter.removeReaction(threadId, root.id, emoji.eyes),
        bot.adapter.removeReaction(threadId, root.id, emoji.eyes),
      ]);

      expect(reactionsTo(root)).toEqual([]);
    });
  });

  describe("one message", () => {
    it("is one request", async () => {
      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchMessage(threadId, root.id)).toMatchObject({
          id: root.id,
          threadId,
          text: "It does.",
          author: { userId: bot.linear.ada.id, userName: "ada", fullName: "Ada Lovelace", isMe: false, isBot: false },
        });
      });

      expect(requests).toEqual(["GetComment"]);
    });

    it("is null when it is not there", async () => {
      expect(await bot.adapter.fetchMessage(threadId, NOBODY)).toBeNull();
    });

    it("is an error when Linear does not let us", async () => {
      bot.linear.injectFault({ ...opposed, operation: "GetComment" });

      await expect(bot.adapter.fetchMessage(threadId, root.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    });
  });

  describe("the thread", () => {
    it("is one request", async () => {
      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchThread(threadId)).toEqual({
          id: threadId,
          channelId: `linear:${issue.id}`,
          channelName: `${issue.identifier}: The door sticks`,
          channelVisibility: "workspace",
          isDM: false,
          metadata: {
            issueId: issue.id,
            identifier: issue.identifier,
            title: "The door sticks",
            url: issue.url,
            state: "Backlog",
            team: { key: "ENG", name: "Engineering" },
          },
        });
      });

      expect(requests).toEqual(["GetIssue"]);
    });

    it("of an issue that is not there is an error", async () => {
      await expect(bot.adapter.fetchThread(`linear:${NOBODY}`)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });
  });

  describe("the subject", () => {
    const messageOn = (issueId: string | undefined): LinearRawMessage => ({
      kind: "comment",
      organizationId: bot.linear.organization.id,
      comment: {
        id: root.id,
        body: root.body,
        createdAt: root.createdAt,
        updatedAt: root.updatedAt,
        issueId,
        parentId: undefined,
        url: root.url,
        user: {
          id: bot.linear.ada.id,
          displayName: "ada",
          fullName: "Ada Lovelace",
          email: undefined,
          avatarUrl: undefined,
          type: "user",
        },
      },
    });

    it("is one request", async () => {
      await bot.linear.delegate({ issue });

      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchSubject(messageOn(issue.id))).toMatchObject({
          type: "issue",
          id: issue.identifier,
          title: "The door sticks",
          description: "In the kitchen.",
          status: "Backlog",
          url: issue.url,
          author: { id: bot.linear.ada.id, name: "ada" },
          labels: [],
          raw: { delegate: { displayName: "helper" } },
        });
      });

      expect(requests).toEqual(["GetIssueSubject"]);
    });

    it("is asked for once by a message, and only when somebody wants it", async () => {
      const requests = await requestsOf(bot, async () => {
        await bot.linear.mention({ issue, text: "what is this about?" });
        await bot.settled();
      });

      expect(requests).toEqual(["GetIssueSubject"]);
      expect(subjects.slice(-2)).toMatchObject([{ id: issue.identifier }, { id: issue.identifier }]);
    });

    it("is null where there is no issue, or none that we see", async () => {
      expect(await bot.adapter.fetchSubject(messageOn(undefined))).toBeNull();
      expect(await bot.adapter.fetchSubject(messageOn(NOBODY))).toBeNull();
    });

    it("is an error when Linear does not let us", async () => {
      bot.linear.injectFault({ ...opposed, operation: "GetIssueSubject" });

      await expect(bot.adapter.fetchSubject(messageOn(issue.id))).rejects.toMatchObject({ code: "FORBIDDEN" });
    });
  });

  describe("a user", () => {
    it("is one request", async () => {
      const requests = await requestsOf(bot, async () => {
        expect(await bot.bot.getUser(bot.linear.ada.id)).toEqual({
          userId: bot.linear.ada.id,
          userName: "ada",
          fullName: "Ada Lovelace",
          email: bot.linear.ada.email,
          isBot: false,
        });
      });

      expect(requests).toEqual(["GetUser"]);
    });

    it("that is an app is a bot", async () => {
      expect(await bot.bot.getUser(bot.linear.organization.appUserId)).toMatchObject({
        userName: "helper",
        isBot: true,
      });
    });

    it("is null when there is none", async () => {
      expect(await bot.bot.getUser(NOBODY)).toBeNull();
    });

    it("is an error when Linear does not let us", async () => {
      bot.linear.injectFault({ ...opposed, operation: "GetUser" });

      await expect(bot.bot.getUser(bot.linear.ada.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    });
  });
});

describe("in an agent session", () => {
  let mention: EmulatedComment;
  let session: EmulatedSession;
  let threadId: string;
  let thread: Thread;

  beforeAll(async () => {
    bot = await startTestBot({
      mode: "agent-sessions",
      // What the sessions hold is what the tests say in them.
      config: (linear) => ({ ...clientCredentials(linear), silentResponse: false }),
    });
    await introduce(bot);
  });
  afterAll(async () => {
    await bot.close();
  });
  beforeEach(async () => {
    issue = bot.linear.createIssue({ title: "The door sticks" });
    mention = await bot.linear.mention({ issue, text: "please help" });
    await bot.settled();
    session = bot.linear.sessions().filter(({ issueId }) => issueId === issue.id)[0] as EmulatedSession;
    threadId = `linear:${issue.id}:s:${session.id}`;
    thread = bot.bot.thread(threadId);
  });
  afterEach(() => {
    bot.linear.clearFaults();
  });

  describe("a post", () => {
    it("is one response", async () => {
      const requests = await requestsOf(bot, () => thread.post("Oiled it."));

      expect(requests).toEqual(["CreateAgentActivity"]);
      expect(bot.linear.activities(session)).toMatchObject([{ content: { type: "response", body: "Oiled it." } }]);
      expect(bot.linear.session(session).status).toBe("complete");
    });

    it("says what Linear has stored", async () => {
      const sent = await bot.adapter.postMessage(threadId, "Oiled it.");

      const [activity] = bot.linear.activities(session);
      const [, comment] = bot.linear.comments({ issue });
      expect(sent).toEqual({
        id: activity?.id,
        threadId,
        raw: {
          kind: "agent_session_comment",
          organizationId: bot.linear.organization.id,
          agentSessionId: session.id,
          agentActivityId: activity?.id,
          sourceCommentId: comment?.id,
          comment: {
            id: comment?.id,
            body: "Oiled it.",
            createdAt: activity?.createdAt,
            updatedAt: activity?.createdAt,
            issueId: issue.id,
            parentId: undefined,
            url: comment?.url,
            user: expect.objectContaining({ id: bot.linear.organization.appUserId, type: "bot" }),
          },
        },
      });
    });

    it("through the ID with the comment in it lands in the same session and thread", async () => {
      const sent = await bot.adapter.postMessage(`linear:${issue.id}:c:${mention.id}:s:${session.id}`, "Oiled it.");

      expect(sent.threadId).toBe(threadId);
      expect(bot.linear.activities(session)).toMatchObject([{ id: sent.id }]);
    });
  });

  it("an edit follows as one more response", async () => {
    const sent = await thread.post("Oiled it.");

    const requests = await requestsOf(bot, () => sent.edit("Replaced it."));

    expect(requests).toEqual(["CreateAgentActivity"]);
    expect(bot.linear.activities(session).map(({ content }) => content)).toEqual([
      { type: "response", body: "Oiled it." },
      { type: "response", body: "Replaced it." },
    ]);
  });

  it("a deletion is not implemented, and no request", async () => {
    const sent = await thread.post("Oiled it.");

    const requests = await requestsOf(bot, () => expect(sent.delete()).rejects.toBeInstanceOf(NotImplementedError));

    expect(requests).toEqual([]);
  });

  describe("a sign of working", () => {
    it("is one ephemeral thought", async () => {
      const requests = await requestsOf(bot, () => thread.startTyping("Looking at the door"));

      expect(requests).toEqual(["CreateEphemeralActivity"]);
      expect(bot.linear.activities(session)).toMatchObject([
        { content: { type: "thought", body: "Looking at the door" }, ephemeral: true },
      ]);
    });

    it("has a text of its own where the bot gives none", async () => {
      await thread.startTyping();

      expect(bot.linear.activities(session)).toMatchObject([{ content: { type: "thought", body: "Thinking…" } }]);
    });

    it("never fails", async () => {
      bot.linear.injectFault({ ...opposed, operation: "CreateEphemeralActivity" });

      await expect(thread.startTyping("Looking")).resolves.toBeUndefined();
    });
  });

  describe("a reaction", () => {
    it("to the request that opened the session is one request, on the mention", async () => {
      const requests = await requestsOf(bot, () => bot.adapter.addReaction(threadId, session.id, emoji.eyes));

      expect(requests).toEqual(["CreateReaction"]);
      expect(reactionsTo(mention)).toEqual([["eyes", bot.linear.organization.appUserId]]);
    });

    it("to a prompt is one request, on the prompt's comment", async () => {
      const prompt = await bot.linear.prompt({ session, body: "and the window?" });
      await bot.settled();

      const requests = await requestsOf(bot, () => bot.adapter.addReaction(threadId, prompt.id, emoji.eyes));

      expect(requests).toEqual(["CreateReaction"]);
      expect(reactionsTo({ id: prompt.sourceCommentId ?? "" })).toEqual([["eyes", bot.linear.organization.appUserId]]);
    });

    it("to our own answer is one request, and taking it back two", async () => {
      const sent = await thread.post("Oiled it.");

      const added = await requestsOf(bot, () => sent.addReaction(emoji.check));
      const removed = await requestsOf(bot, () => sent.removeReaction(emoji.check));

      expect([added, removed]).toEqual([["CreateReaction"], ["ListReactions", "DeleteReaction"]]);
    });

    it("to a message from before the bot's time is on its comment too", async () => {
      const late = await startTestBot({ mode: "agent-sessions", linear: bot.linear });
      const prompt = await bot.linear.prompt({ session, body: "and the window?" });
      await late.state.delete(`linear:source-comment:${prompt.id}`);

      await late.adapter.addReaction(threadId, prompt.id, emoji.eyes);
      await late.adapter.addReaction(threadId, session.id, emoji.wave);
      bot.linear.setWebhookUrl(bot.webhookUrl);
      await late.close();

      expect(reactionsTo({ id: prompt.sourceCommentId ?? "" })).toMatchObject([["eyes", expect.any(String)]]);
      expect(reactionsTo(mention)).toMatchObject([["wave", expect.any(String)]]);
    });
  });

  describe("one message", () => {
    it("is one request, whoever said it", async () => {
      const prompt = await bot.linear.prompt({ session, body: "and the window?" });
      const answer = await thread.post("That too.");

      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchMessage(threadId, session.id)).toMatchObject({
          id: session.id,
          threadId,
          text: "@helper please help",
          author: { userId: bot.linear.ada.id, isMe: false },
        });
        expect(await bot.adapter.fetchMessage(threadId, prompt.id)).toMatchObject({
          id: prompt.id,
          threadId,
          text: "and the window?",
          author: { userId: bot.linear.ada.id, isMe: false },
        });
        expect(await bot.adapter.fetchMessage(threadId, answer.id)).toMatchObject({
          id: answer.id,
          threadId,
          text: "That too.",
          author: { userId: bot.linear.organization.appUserId, isMe: true, isBot: true },
        });
      });

      expect(requests).toEqual(["GetAgentSession", "GetAgentActivity", "GetAgentActivity"]);
    });

    it("is null when it is not there", async () => {
      expect(await bot.adapter.fetchMessage(threadId, NOBODY)).toBeNull();
    });
  });

  it("the thread is one request, under its canonical ID", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(await bot.adapter.fetchThread(`linear:${issue.id}:c:${mention.id}:s:${session.id}`)).toMatchObject({
        id: threadId,
        channelId: `linear:${issue.id}`,
        channelName: `${issue.identifier}: The door sticks`,
        metadata: { issueId: issue.id, agentSessionId: session.id, url: issue.url },
      });
    });

    expect(requests).toEqual(["GetIssue"]);
  });

  it("the subject is the issue", async () => {
    const sent = await bot.adapter.postMessage(threadId, "Oiled it.");

    expect(await bot.adapter.fetchSubject(sent.raw)).toMatchObject({ type: "issue", id: issue.identifier });
  });

  describe("without an issue", () => {
    let homeless: EmulatedSession;

    beforeEach(async () => {
      homeless = await bot.linear.openSession({ prompt: "How do doors work?" });
      await bot.settled();
      threadId = `linear::s:${homeless.id}`;
    });

    it("a post is one response", async () => {
      const requests = await requestsOf(bot, () => bot.bot.thread(threadId).post("On hinges."));

      expect(requests).toEqual(["CreateAgentActivity"]);
      expect(bot.linear.activities(homeless)).toMatchObject([{ content: { type: "response", body: "On hinges." } }]);
    });

    it("the thread is one request, and its own channel", async () => {
      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchThread(threadId)).toEqual({
          id: threadId,
          channelId: threadId,
          isDM: false,
          metadata: { agentSessionId: homeless.id, url: undefined, status: "pending" },
        });
      });

      expect(requests).toEqual(["GetAgentSession"]);
    });

    it("there is no subject, and no request for one", async () => {
      const sent = await bot.adapter.postMessage(threadId, "On hinges.");

      const requests = await requestsOf(bot, async () => {
        expect(await bot.adapter.fetchSubject(sent.raw)).toBeNull();
      });

      expect(requests).toEqual([]);
    });

    it("an answer that no comment shows carries no reaction, which is no error", async () => {
      const sent = await bot.adapter.postMessage(threadId, "On hinges.");
      const requests = await requestsOf(bot, async () => {
        await bot.adapter.addReaction(threadId, sent.id, emoji.eyes);
      });

      expect(requests).not.toContain("CreateReaction");
    });
  });
});
