// Covers: src/messages/author.ts
// Covers: src/messages/raw-message.ts
// Covers: src/messages/to-chat-message.ts
// Covers: src/messages/to-raw-message.ts

import type { Message } from "chat";
import type { LinearRawMessage } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deliver } from "../../support/deliver.js";
import { newComment, recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

/** What reached a handler, and where the handler would answer. */
interface Seen {
  handler: "mention" | "subscribed" | "other";
  threadId: string;
  message: Message<LinearRawMessage>;
}

let linear: LinearEmulator;
let bot: TestBot;
const seen: Seen[] = [];

beforeAll(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment", "Reaction"] } });
  bot = await startTestBot({
    linear,
    on: (chat) => {
      const keep =
        (handler: Seen["handler"]) =>
        async (thread: { id: string }, message: Message): Promise<void> =>
          void seen.push({ handler, threadId: thread.id, message: message as Message<LinearRawMessage> });
      chat.onNewMention(keep("mention"));
      chat.onSubscribedMessage(keep("subscribed"));
      chat.onNewMessage(/.*/s, keep("other"));
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

const whatWasSeen = (): [string, string][] => seen.map(({ handler, message }) => [handler, message.text]);

describe("a comment that mentions the bot", () => {
  it("is answered in its own thread", async () => {
    const answering = await startTestBot({
      linear,
      on: (chat) => {
        chat.onNewMention(async (thread, message) => {
          await thread.post(`You said: ${message.text}`);
        });
      },
    });
    const issue = linear.createIssue({ title: "Fix it" });

    const mention = await linear.mention({ issue, text: "please look" });
    await answering.settled();
    await answering.close();
    linear.setWebhookUrl(bot.webhookUrl);

    expect(linear.comments({ issue })).toMatchObject([
      { id: mention.id },
      { body: "You said: @helper please look", parentId: mention.id, userId: linear.organization.appUserId },
    ]);
  });

  it.each([
    ["by name", "@helper please"],
    ["by name in another case, within a sentence", "could **@Helper** look?"],
    ["by its profile's address", "https://linear.app/acme/profiles/helper please"],
    ["by a link to its profile", "[the bot](https://linear.app/acme/profiles/helper) please"],
  ])("is a mention %s", async (_, body) => {
    await linear.comment({ issue: linear.createIssue(), body });
    await bot.settled();

    expect(seen.map(({ handler, message }) => [handler, message.isMention])).toEqual([["mention", true]]);
  });

  it.each([
    ["in inline code", "run `@helper`"],
    ["in a code block", "```\n@helper\n```"],
    ["in a quote", "> @helper please\n\nwho is that?"],
    ["as a part of another name", "@helper2 please"],
    ["in a mail address", "write to me@helper.example"],
    ["of somebody else", "@bo please"],
    ["of nobody", "a remark"],
  ])("is none when the name is %s", async (_, body) => {
    await linear.comment({ issue: linear.createIssue(), body });
    await bot.settled();

    expect(seen.map(({ handler, message }) => [handler, message.isMention])).toEqual([["other", false]]);
  });
});

describe("the message of a comment", () => {
  it("is whole", async () => {
    const issue = linear.createIssue();
    const comment = await linear.comment({ issue, body: "**@helper** see https://example.com", by: linear.bo });
    await bot.settled();

    expect(seen.map(({ message }) => message.toJSON())).toEqual([
      {
        _type: "chat:Message",
        id: comment.id,
        threadId: `linear:${issue.id}:c:${comment.id}`,
        text: "@helper see https://example.com",
        formatted: expect.objectContaining({ type: "root" }),
        author: {
          userId: linear.bo.id,
          userName: "bo",
          fullName: "Bo Berg",
          email: linear.bo.email,
          isBot: false,
          isMe: false,
        },
        metadata: { dateSent: comment.createdAt, edited: false },
        attachments: [],
        isMention: true,
        links: [{ url: "https://example.com" }],
        raw: {
          kind: "comment",
          organizationId: linear.organization.id,
          comment: {
            id: comment.id,
            body: "**@helper** see https://example.com",
            createdAt: comment.createdAt,
            updatedAt: comment.createdAt,
            issueId: issue.id,
            parentId: undefined,
            url: comment.url,
            user: {
              id: linear.bo.id,
              displayName: "bo",
              fullName: "Bo Berg",
              email: linear.bo.email,
              avatarUrl: undefined,
              type: "user",
            },
          },
        },
      },
    ]);
  });

  it("belongs to the root's thread when it is a reply, as everywhere", async () => {
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "a root" });
    const reply = await linear.mention({ issue, text: "a reply", parent: root });
    await bot.settled();

    const threadId = `linear:${issue.id}:c:${root.id}`;
    const { messages } = await bot.adapter.fetchMessages(threadId);
    expect(seen.map((it) => [it.message.id, it.threadId, it.message.threadId])).toEqual([
      [root.id, threadId, threadId],
      [reply.id, threadId, threadId],
    ]);
    expect(messages.map((message) => [message.id, message.threadId])).toEqual([
      [root.id, threadId],
      [reply.id, threadId],
    ]);
  });

  it("has a synced person as its author when there is no user", async () => {
    await linear.comment({ issue: linear.createIssue(), body: "@helper from Slack", externalUser: { name: "Cy" } });
    await bot.settled();

    expect(seen.map(({ handler, message }) => [handler, message.author])).toEqual([
      ["mention", { userId: expect.stringMatching(/./), userName: "Cy", fullName: "Cy", isBot: false, isMe: false }],
    ]);
  });

  it("has an integration as its author when there is no user", async () => {
    await linear.comment({ issue: linear.createIssue(), body: "@helper build 1 failed", botActor: { name: "CI" } });
    await bot.settled();

    expect(seen.map(({ handler, message }) => [handler, message.author])).toEqual([
      ["mention", { userId: expect.stringMatching(/./), userName: "CI", fullName: "CI", isBot: true, isMe: false }],
    ]);
  });

  it.each([
    ["comment-create-slack-synced", { userName: "Bo (Slack)", fullName: "Bo (Slack)", isBot: false }],
    ["comment-create-integration", { userName: "Build bot", fullName: "Build bot", isBot: true }],
    ["comment-create-reply-2023", { userName: "Ada Lovell", fullName: "Ada Lovell", isBot: false }],
  ] as const)("names its author in the recorded delivery %s", async (name, author) => {
    await deliver(bot, linear.buildWebhook(recorded(name, linear)));

    expect(seen.map(({ message }) => message.author)).toMatchObject([author]);
  });

  it("has the user's id for a name when that is all that Linear tells", async () => {
    const payload = newComment(linear);
    const { user: _, ...data } = payload.data as Record<string, unknown>;
    await deliver(bot, linear.buildWebhook({ ...payload, data }));

    expect(seen.map(({ message }) => message.author)).toMatchObject([{ userId: data.userId, userName: data.userId }]);
  });
});

describe("a thread that the bot has subscribed to", () => {
  it("gives its replies to onSubscribedMessage, mention or not, and no other thread does", async () => {
    const issue = linear.createIssue();
    const [root, other] = [
      await linear.comment({ issue, body: "a root" }),
      await linear.comment({ issue, body: "another root" }),
    ];
    await bot.bot.thread(`linear:${issue.id}:c:${root.id}`).subscribe();
    await bot.settled();
    seen.length = 0;

    await linear.comment({ issue, body: "a reply", parent: root });
    await bot.settled();
    await linear.mention({ issue, text: "a mention", parent: root });
    await bot.settled();
    await linear.comment({ issue, body: "elsewhere", parent: other });
    await bot.settled();

    expect(whatWasSeen()).toEqual([
      ["subscribed", "a reply"],
      ["subscribed", "@helper a mention"],
      ["other", "elsewhere"],
    ]);
  });
});

describe("a comment that is not for the bot", () => {
  it("is its own", async () => {
    const issue = linear.createIssue();
    await bot.bot.thread(`linear:${issue.id}`).post("@helper, I am talking to myself");
    await bot.settled();

    expect(linear.comments({ issue })).toHaveLength(1);
    expect(seen).toEqual([]);
  });

  it("is its own, under another name", async () => {
    const payload = newComment(linear);
    const { user: _, userId: __, ...data } = payload.data as Record<string, unknown>;
    const botActor = JSON.stringify({ type: "oauthClient", name: "helper", userDisplayName: "Release notes" });
    const actor = { ...Object(payload.actor), id: linear.organization.appUserId };
    const status = await deliver(bot, linear.buildWebhook({ ...payload, actor, data: { ...data, botActor } }));

    expect([status, seen]).toEqual([200, []]);
  });

  it("stands on a project", async () => {
    const status = await deliver(bot, linear.buildWebhook(recorded("comment-create-on-project", linear)));

    expect([status, seen]).toEqual([200, []]);
  });

  it.each([
    "comment-update",
    "comment-update-2023",
    "reaction-create",
    "issue-update",
    "app-user-notification",
  ] as const)("is another event: %s", async (name) => {
    const status = await deliver(bot, linear.buildWebhook(recorded(name, linear)));

    expect([status, seen]).toEqual([200, []]);
  });

  it("comes from an organization that the credentials are not for", async () => {
    const payload = { ...newComment(linear), organizationId: crypto.randomUUID() };
    const status = await deliver(bot, linear.buildWebhook(payload));

    expect([status, seen]).toEqual([200, []]);
  });
});

describe("a bot with a person's API key", () => {
  it("hears that person, and not what it wrote itself as that person", async () => {
    const heard: string[] = [];
    const personal = await startTestBot({
      linear,
      config: () => ({ apiKey: linear.createApiKey(linear.ada) }),
      userName: "robot",
      on: (chat) => {
        const answer = async (thread: { post(text: string): Promise<unknown> }, message: Message): Promise<void> => {
          heard.push(message.text);
          await thread.post(`@robot heard: ${message.text}`);
        };
        chat.onNewMention(answer);
        chat.onNewMessage(/.*/s, async (_, message) => void heard.push(`not a mention: ${message.text}`));
      },
    });
    const issue = linear.createIssue();

    await linear.comment({ issue, body: "@robot hello", by: linear.ada });
    await personal.settled();
    await linear.comment({ issue, body: "@ada hello", by: linear.bo });
    await personal.settled();
    await personal.close();
    linear.setWebhookUrl(bot.webhookUrl);

    expect(heard).toEqual(["@robot hello", "not a mention: @ada hello"]);
    expect(linear.comments({ issue, by: linear.ada }).map(({ body }) => body)).toEqual([
      "@robot hello",
      "@robot heard: @robot hello",
    ]);
  });
});

describe("an agent session in comments mode", () => {
  it("is ignored with one clear warning", async () => {
    const status = [
      await deliver(bot, linear.buildWebhook(recorded("agent-session-created-root-mention", linear))),
      await deliver(bot, linear.buildWebhook(recorded("agent-session-prompted", linear))),
      await deliver(bot, linear.buildWebhook(recorded("agent-session-prompted-stop", linear))),
    ];

    expect([status, seen]).toEqual([[200, 200, 200], []]);
    expect(bot.logger.at("warn").filter((text) => text.includes("agent session"))).toEqual([
      expect.stringContaining(
        'Linear opens agent sessions for this app, but the mode is "comments": set mode to "agent-sessions" or "all", or turn the app\'s agent session events off',
      ),
    ]);
  });

  it("keeps the sentence that heads its thread to itself", async () => {
    const payload = recorded("comment-create-root-mention", linear);
    const { user: _, userId: __, ...data } = payload.data as Record<string, unknown>;
    const body = "This thread is for an agent session with helper.";
    await deliver(bot, linear.buildWebhook({ ...payload, data: { ...data, id: crypto.randomUUID(), body } }));

    expect(seen).toEqual([]);
  });
});
