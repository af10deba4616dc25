import type { Message } from "chat";
import { type LinearAgentSessionCommentRawMessage, renderSessionContext } from "chat-adapter-linear";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deliver } from "../../support/deliver.js";
import { recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
const seen: Message<LinearAgentSessionCommentRawMessage>[] = [];

beforeAll(async () => {
  bot = await startTestBot({
    mode: "agent-sessions",
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        seen.push(message as Message<LinearAgentSessionCommentRawMessage>);
        await thread.post("On it.");
      });
    },
  });
});
afterEach(() => {
  seen.length = 0;
});
afterAll(async () => {
  await bot.close();
});

const contexts = (): unknown[] => seen.map(({ raw }) => raw.context);
const prompts = (): string[] =>
  seen.map(({ raw }) => renderSessionContext(raw).text.replaceAll(/text-[0-9a-f]{16}/g, "MARK"));
const usages = (): string[] => seen.map(({ raw }) => renderSessionContext(raw).promptContext);

describe("the context of a session", () => {
  it("of a mention is the issue and the comment", async () => {
    const { linear } = bot;
    const issue = linear.createIssue({ title: "Fix the login", description: "It fails on Mondays." });
    const comment = await linear.mention({ issue, text: "please look", by: linear.bo });
    await bot.settled();

    expect(contexts()).toEqual([
      {
        trigger: "mention",
        issue: {
          id: issue.id,
          identifier: issue.identifier,
          title: "Fix the login",
          description: "It fails on Mondays.",
          url: issue.url,
          team: expect.objectContaining({ id: issue.teamId }),
        },
        guidance: [],
        previousComments: [],
        sourceComment: {
          id: comment.id,
          body: "@helper please look",
          author: { id: linear.bo.id, name: "Bo Berg" },
        },
      },
    ]);
    expect(usages()).toEqual(["used"]);
  });

  it("of a mention in a reply is the thread before it, too, with names in the prompt", async () => {
    const { linear } = bot;
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Why is <b>it</b> slow?" });
    const reply = await linear.mention({ issue, text: "do you know?", parent: root, by: linear.bo });
    await bot.settled();

    expect(contexts()).toMatchObject([
      {
        trigger: "mention",
        previousComments: [{ id: root.id, body: "Why is <b>it</b> slow?", author: { id: linear.ada.id } }],
        sourceComment: { id: reply.id, body: "@helper do you know?", author: { id: linear.bo.id, name: "Bo Berg" } },
      },
    ]);
    expect(prompts()).toEqual([
      expect.stringMatching(
        /<MARK is="comment">\nauthor: Ada Lovelace\nwritten: .+\n\nWhy is <b>it<\/b> slow\?\n<\/MARK>/,
      ),
    ]);
  });

  it("of a delegation is the issue, which is the request", async () => {
    const issue = bot.linear.createIssue({ title: "Fix the login" });
    await bot.linear.delegate({ issue });
    await bot.settled();

    expect(contexts()).toMatchObject([
      { trigger: "delegation", issue: { id: issue.id }, previousComments: [], sourceComment: undefined },
    ]);
    expect(prompts()).toEqual([expect.stringMatching(/title: Fix the login[\s\S]+The request is the issue itself\.$/)]);
  });

  it("of an automation says so", async () => {
    const issue = bot.linear.createIssue();
    await bot.linear.delegate({ issue, by: "automation" });
    await bot.settled();

    expect(contexts()).toMatchObject([{ trigger: "automation", issue: { id: issue.id } }]);
  });

  it("of a later prompt is the issue and the comment, without the rules of the first message", async () => {
    const { linear } = bot;
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await bot.settled();
    const prompt = await linear.prompt({ session, body: "and the tests?", by: linear.bo });
    await bot.settled();

    expect(contexts()[1]).toMatchObject({
      trigger: undefined,
      issue: { id: issue.id },
      guidance: [],
      sourceComment: { id: prompt.sourceCommentId, body: "and the tests?", author: { id: linear.bo.id } },
    });
  });

  it("has the rules of team and workspace, as rules in the prompt", async () => {
    await deliver(bot, bot.linear.buildWebhook(recorded("agent-session-created-root-mention", bot.linear)));

    expect(prompts()).toEqual([
      expect.stringContaining(
        'the one that comes first wins.\n1. (team "Acme") Link the pull request in every answer.\n2. (workspace) Answer in English.\n',
      ),
    ]);
  });

  it("costs no request", async () => {
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "first" });
    await bot.settled();
    bot.linear.clearRequests();
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "second" });
    await bot.settled();

    expect(seen).toHaveLength(2);
    expect(bot.linear.requests()).toHaveLength(1);
  });
});
