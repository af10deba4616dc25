// Covers: src/api/operations/reactions.ts
// Covers: src/inbound/handlers/session-created.ts
// Covers: src/messages/opening-request.ts

import type { Message } from "chat";
import type { LinearAgentSessionCommentRawMessage } from "chat-adapter-linear";
import { type LinearEmulator, type SignedWebhook, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FixtureName } from "../../fixtures/fixture.js";
import { latestSession } from "../../support/agent.js";
import { deliver } from "../../support/deliver.js";
import { recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

type SessionMessage = Message<LinearAgentSessionCommentRawMessage>;

/** What reached the mention handler, and where it would answer. */
interface Seen {
  threadId: string;
  message: SessionMessage;
}

let linear: LinearEmulator;
let bot: TestBot;
const seen: Seen[] = [];

beforeAll(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [] });
  bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        seen.push({ threadId: thread.id, message: message as SessionMessage });
        await thread.post(`On it: ${message.text}`);
      });
    },
  });
});
afterEach(() => {
  seen.length = 0;
});
afterAll(async () => {
  await bot.close();
  await linear.close();
});

/** The newest session of the emulator. */
const described = (): unknown[] =>
  seen.map(({ message }) => [message.text, message.author.userName, message.raw.trigger]);

describe("a session", () => {
  it("that a root comment opens starts with that comment", async () => {
    const issue = linear.createIssue();
    const comment = await linear.mention({ issue, text: "please look", by: linear.bo });
    await bot.settled();

    const session = latestSession(linear);
    expect(seen.map(({ message }) => message.toJSON())).toEqual([
      {
        _type: "chat:Message",
        id: session.id,
        threadId: `linear:${issue.id}:s:${session.id}`,
        text: "@helper please look",
        formatted: expect.objectContaining({ type: "root" }),
        author: {
          userId: linear.bo.id,
          userName: "bo",
          fullName: "Bo Berg",
          email: linear.bo.email,
          isBot: false,
          isMe: false,
        },
        metadata: { dateSent: expect.any(String), edited: false },
        attachments: [],
        isMention: true,
        links: undefined,
        raw: {
          kind: "agent_session_comment",
          organizationId: linear.organization.id,
          agentSessionId: session.id,
          context: expect.objectContaining({ trigger: "mention" }),
          trigger: "mention",
          agentSessionPromptContext: expect.stringContaining(`<issue identifier="${issue.identifier}">`),
          guidance: [],
          previousComments: [{ id: comment.id, body: "@helper please look", issueId: issue.id, userId: linear.bo.id }],
          comment: {
            id: comment.id,
            body: "@helper please look",
            createdAt: expect.any(String),
            updatedAt: expect.any(String),
            issueId: issue.id,
            url: session.url,
            user: expect.objectContaining({ id: linear.bo.id, type: "user" }),
          },
        },
      },
    ]);
  });

  it("that a reply opens starts with that reply, not with the sentence at its head", async () => {
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Why is it slow?" });
    const reply = await linear.mention({ issue, text: "do you know?", parent: root, by: linear.bo });
    await bot.settled();

    expect(described()).toEqual([["@helper do you know?", "bo", "mention"]]);
    expect(seen.map(({ message }) => [message.raw.sourceCommentId, message.raw.comment.id])).toEqual([
      [reply.id, reply.id],
    ]);
  });

  it("that a reply opens starts with it also when Linear does not send its text along", async () => {
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Why is it slow?" });
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const reply = await linear.mention({ issue, text: "do you know?", parent: root });
    await bot.settled();
    const sent = linear
      .deliveries()
      .filter(({ type }) => type === "AgentSessionEvent")
      .at(-1);

    await deliver(bot, linear.buildWebhook({ ...sent?.payload, previousComments: [] }));

    expect(described()).toEqual([["@helper do you know?", "ada", "mention"]]);
    expect(seen[0]?.message.raw.sourceCommentId).toBe(reply.id);
  });

  it("starts with Linear's context when the comment behind it cannot be read", async () => {
    const payload = recorded("agent-session-created-reply-mention", linear);
    await deliver(bot, linear.buildWebhook({ ...payload, previousComments: null }));

    expect(seen.map(({ message }) => message.text)).toEqual([expect.stringContaining("do you?")]);
    expect(bot.logger.at("warn")).toContainEqual(expect.stringContaining("could not be read"));
  });

  it("of a delegated issue starts with the issue", async () => {
    const issue = linear.createIssue({ title: "Fix the login", description: "It **fails** on Mondays." });
    await linear.delegate({ issue, by: linear.bo });
    await bot.settled();

    expect(described()).toEqual([["Fix the login\n\nIt fails on Mondays.", "bo", "delegation"]]);
  });

  it("of an issue that mentions the bot in its description starts with the issue", async () => {
    const issue = linear.createIssue({ title: "Fix the login", description: "Somebody?" });
    await linear.mentionInDescription({ issue });
    await bot.settled();

    expect(described()).toEqual([["Fix the login\n\nSomebody?\n\n@helper", "ada", "delegation"]]);
  });

  it("of an automation has an author of its own, which is not the bot", async () => {
    const issue = linear.createIssue({ title: "Nightly import failed" });
    await linear.delegate({ issue, by: "automation" });
    await bot.settled();

    expect(described()).toEqual([["Nightly import failed", "linear-automation", "automation"]]);
    expect(seen.map(({ message }) => [message.author.isMe, message.author.isBot])).toEqual([[false, true]]);
    expect(latestSession(linear).status).toBe("complete");
  });

  it("without an issue and a comment has a thread of its own and is answered there", async () => {
    const { id } = await linear.openSession({ prompt: "What is left to do?" });
    await bot.settled();

    expect(seen.map(({ threadId, message }) => [threadId, message.threadId, message.id])).toEqual([
      [`linear::s:${id}`, `linear::s:${id}`, id],
    ]);
    expect(seen[0]?.message.text).toContain("What is left to do?");
    expect(linear.activities(id).map(({ content }) => content.type)).toEqual(["response"]);
  });

  it("of another app is ignored", async () => {
    const other = { appUserId: crypto.randomUUID() };
    const ofOther = (name: FixtureName): SignedWebhook => {
      const payload = recorded(name, linear);
      return linear.buildWebhook({ ...payload, ...other, agentSession: { ...Object(payload.agentSession), ...other } });
    };

    const statuses = [
      await deliver(bot, ofOther("agent-session-created-delegation")),
      await deliver(bot, ofOther("agent-session-prompted")),
      await deliver(bot, ofOther("agent-session-prompted-stop")),
    ];

    expect([statuses, seen]).toEqual([[200, 200, 200], []]);
  });
});

describe("a prompt", () => {
  it("of anybody is a message of the session's thread, with the activity's id", async () => {
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await bot.settled();
    const session = latestSession(linear);
    const prompt = await linear.prompt({ session, body: "and the tests?", by: linear.bo });
    await bot.settled();

    const threadId = `linear:${issue.id}:s:${session.id}`;
    expect(
      seen.map(({ message, ...thread }) => [message.id, message.text, message.author.userName, thread.threadId]),
    ).toEqual([
      [session.id, "@helper please look", "ada", threadId],
      [prompt.id, "and the tests?", "bo", threadId],
    ]);
    expect(seen[1]?.message.raw).toEqual({
      kind: "agent_session_comment",
      organizationId: linear.organization.id,
      agentSessionId: session.id,
      agentActivityId: prompt.id,
      context: expect.objectContaining({ issue: expect.objectContaining({ id: issue.id }) }),
      sourceCommentId: prompt.sourceCommentId,
      comment: {
        id: prompt.sourceCommentId,
        body: "and the tests?",
        createdAt: prompt.createdAt,
        updatedAt: prompt.createdAt,
        issueId: issue.id,
        parentId: session.commentId,
        url: session.url,
        user: expect.objectContaining({ id: linear.bo.id, displayName: "bo" }),
      },
    });
  });

  it("has the same ids and threads in the session's history", async () => {
    const issue = linear.createIssue();
    await linear.delegate({ issue });
    await bot.settled();
    await linear.prompt({ session: latestSession(linear), body: "and the tests?" });
    await bot.settled();

    const threadId = `linear:${issue.id}:s:${latestSession(linear).id}`;
    const { messages } = await bot.adapter.fetchMessages(threadId);
    const fromPeople = messages.filter((message) => !message.author.isMe);
    expect(fromPeople.map(({ id, threadId, text }) => [id, threadId, text])).toEqual(
      seen.map(({ message }) => [message.id, message.threadId, message.text]),
    );
    expect(messages.map((message) => message.threadId)).toEqual(Array(4).fill(threadId));
  });

  it("keeps a signal other than stop", async () => {
    const payload = recorded("agent-session-prompted", linear);
    const agentActivity = { ...Object(payload.agentActivity), id: crypto.randomUUID(), signal: "continue" };
    await deliver(bot, linear.buildWebhook({ ...payload, agentActivity }));

    expect(seen.map(({ message }) => message.raw.signal)).toEqual(["continue"]);
  });

  it("may be a mention elsewhere on the issue, and is answered in the session", async () => {
    await deliver(bot, linear.buildWebhook(recorded("agent-session-prompted-from-other-thread", linear)));

    expect(seen.map(({ threadId, message }) => [threadId, message.text, message.raw.sourceCommentId])).toEqual([
      [
        "linear:a135ca6b-6d19-49d6-a465-86cc9e830ce7:s:9c04d1f7-19c3-4b7e-8d2a-6f5e0c91b3d7",
        "@helperbot is there anything new?",
        "ec17b2f4-d08a-4536-8e9b-5c6a3d70f182",
      ],
    ]);
  });
});

describe("the messages of recorded deliveries", () => {
  it.each<[FixtureName, string, string, string, string | undefined]>([
    [
      "agent-session-created-root-mention",
      "linear:a135ca6b-6d19-49d6-a465-86cc9e830ce7:s:9c04d1f7-19c3-4b7e-8d2a-6f5e0c91b3d7",
      "@helperbot let's see about his",
      "ada",
      "mention",
    ],
    [
      "agent-session-created-description-mention",
      "linear:d64b0e93-5a17-4f8c-b2e6-7c3d91a0f528:s:420f8700-b6d1-4c5e-9a37-18e0f2d7c94b",
      "Discovery: exact webhook shape for each helperbot trigger path\n\nWhat does @helperbot get to see of this?",
      "ada",
      "delegation",
    ],
    [
      "agent-session-created-automation",
      "linear:3e8d1b5c-f049-4672-9a0c-b5d7e2f4861a:s:a90e6c2d-51f7-4b83-8e6a-0d4c3f9b72e1",
      "Nightly import failed\n\nExit code 3 in step load.",
      "linear-automation",
      "automation",
    ],
    [
      "agent-session-created-without-issue",
      "linear::s:b7450d1e-8c3f-4a69-a2d5-e6f19c70b384",
      "What is left to do for the launch?",
      "bo",
      "delegation",
    ],
  ])("say who asks for what, and where: %s", async (name, threadId, text, userName, trigger) => {
    await deliver(bot, linear.buildWebhook(recorded(name, linear)));

    expect(seen.map(({ message, ...thread }) => [thread.threadId, message.threadId, message.text])).toEqual([
      [threadId, threadId, text],
    ]);
    expect(described()).toEqual([[text, userName, trigger]]);
  });

  it("keep the guidance of workspace and team", async () => {
    const payload = recorded("agent-session-created-root-mention", linear);
    const session = { ...Object(payload.agentSession), id: crypto.randomUUID() };
    await deliver(bot, linear.buildWebhook({ ...payload, agentSession: session }));

    expect(seen.map(({ message }) => message.raw.guidance)).toEqual([
      [
        { body: "Answer in English.", origin: { type: "Organization" } },
        {
          body: "Link the pull request in every answer.",
          origin: {
            type: "Team",
            teamName: "Acme",
            team: { id: "ca01f61f-6279-4f21-a561-4699d4793222", key: "ENG", name: "Acme" },
          },
        },
      ],
    ]);
  });
});

describe("a mention in agent-sessions mode", () => {
  it("is answered once, though it comes as a comment as well", async () => {
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await bot.settled();

    expect(
      linear
        .deliveries()
        .slice(-3)
        .map(({ type, action }) => `${type} ${action}`),
    ).toEqual(["Comment create", "AgentSessionEvent created", "Comment create"]);
    expect(linear.comments({ issue }).map(({ body }) => body)).toEqual([
      "@helper please look",
      "On it: @helper please look",
    ]);
  });
});

describe("a reaction to a session's message", () => {
  it.each([
    ["the mention", () => linear.mention({ issue: linear.createIssue(), text: "please look" })],
    [
      "the mention in a reply",
      async () => {
        const issue = linear.createIssue();
        return linear.mention({ issue, text: "look", parent: await linear.comment({ issue, body: "root" }) });
      },
    ],
  ])("lands on the comment behind it: %s", async (_, act) => {
    const comment = await act();
    await bot.settled();
    const [{ threadId, message }] = seen as [Seen];
    linear.clearRequests();

    await bot.adapter.addReaction(threadId, message.id, "eyes");

    expect(linear.reactions(comment).map(({ emoji, userId }) => [emoji, userId])).toEqual([
      ["eyes", linear.organization.appUserId],
    ]);
    expect(linear.requests()).toHaveLength(1);
  });

  it("lands on the head of the thread when the issue was delegated", async () => {
    await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    const [{ threadId, message }] = seen as [Seen];

    await bot.adapter.addReaction(threadId, message.id, "eyes");

    expect(linear.reactions(latestSession(linear).commentId ?? "")).toMatchObject([{ emoji: "eyes" }]);
  });

  it("lands on the comment of a prompt, and is taken back from there", async () => {
    await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();
    const prompt = await linear.prompt({ session: latestSession(linear), body: "and the tests?" });
    await bot.settled();
    const threadId = seen[1]?.threadId ?? "";

    await bot.adapter.addReaction(threadId, prompt.id, "eyes");
    const added = linear.reactions(prompt.sourceCommentId ?? "").map(({ emoji }) => emoji);
    await bot.adapter.removeReaction(threadId, prompt.id, "eyes");

    expect([added, linear.reactions(prompt.sourceCommentId ?? "")]).toEqual([["eyes"], []]);
  });
});
