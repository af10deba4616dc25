import { type Message, parseMarkdown } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { createGate, type Gate } from "./gate.js";
import { startTwoBots, type TwoBots, type TwoBotsOptions } from "./two-bots.js";

interface SeenMessage {
  by: "first" | "second";
  message: Message;
  skipped: readonly Message[];
}

describeOnEachStore("messages that wait in one process while the other one answers", ({ create }) => {
  let store: OpenStore;
  let running: TwoBots | undefined;
  let seen: SeenMessage[];
  let began: Gate;
  let end: Gate;

  beforeEach(async () => {
    store = await create();
    seen = [];
    began = createGate();
    end = createGate();
  });
  afterEach(async () => {
    end.open();
    await running?.close();
    running = undefined;
    await store.close();
  });

  /** Bots whose turns do not end before the test says so. */
  async function start(mode: NonNullable<TwoBotsOptions["mode"]>): Promise<TwoBots> {
    running = await startTwoBots(store, {
      mode,
      concurrency: "queue",
      on: (bot, by) => {
        bot.onNewMention(async (thread, message, context) => {
          seen.push({ by, message, skipped: context?.skipped ?? [] });
          began.open();
          await end.opened;
          await thread.post(`${context?.totalSinceLastHandler ?? 1} answered by ${by}`);
        });
      },
    });
    return running;
  }

  it("are comments with all that they had when they came in", async () => {
    const bots = await start("comments");
    const { linear } = bots;
    const issue = linear.createIssue({ title: "Fix it" });
    const root = await linear.mention({ issue, text: "look" });
    await began.opened;
    bots.sendTo(bots.second);
    const parent = root.id;
    const body = '@helper see [the *spec*](https://example.com/spec), `x` and 日本 "quoted"';
    const skipped = await linear.comment({ issue, parent, by: linear.bo, body });
    await bots.second.settled();
    const latest = await linear.mention({ issue, parent, text: "**now**" });
    await bots.second.settled();
    end.open();
    await bots.settled();

    expect(seen).toMatchObject([
      { by: "first", message: { id: root.id } },
      { by: "first", message: { id: latest.id } },
    ]);
    const [waited = expect.fail("nothing was skipped")] = seen[1]?.skipped ?? [];
    const { attachments, author, formatted, id, isMention, links, metadata, raw, text, threadId } = waited;
    expect({ attachments, author, formatted, id, isMention, links, metadata, raw, text, threadId }).toEqual({
      attachments: [],
      author: {
        userId: linear.bo.id,
        userName: "bo",
        fullName: linear.bo.name,
        email: linear.bo.email,
        isBot: false,
        isMe: false,
      },
      formatted: parseMarkdown(body),
      id: skipped.id,
      isMention: true,
      links: [{ url: "https://example.com/spec" }],
      metadata: { dateSent: new Date(skipped.createdAt), edited: false },
      raw: {
        kind: "comment",
        organizationId: linear.organization.id,
        comment: {
          id: skipped.id,
          body,
          createdAt: skipped.createdAt,
          updatedAt: skipped.createdAt,
          issueId: issue.id,
          parentId: root.id,
          url: skipped.url,
          user: {
            id: linear.bo.id,
            displayName: "bo",
            fullName: linear.bo.name,
            email: linear.bo.email,
            type: "user",
          },
        },
      },
      text: '@helper see the spec, x and 日本 "quoted"',
      threadId: `linear:${issue.id}:c:${root.id}`,
    });
    expect(linear.comments({ issue, by: linear.organization.appUserId }).map((comment) => comment.body)).toEqual([
      "1 answered by first",
      "2 answered by first",
    ]);
  });

  it("are prompts with all that they had when they came in", async () => {
    const bots = await start("agent-sessions");
    const { linear } = bots;
    const session = await linear.openSession({ prompt: "begin" });
    await began.opened;
    bots.sendTo(bots.second);
    const prompt = await linear.prompt({ session, body: "and **this**" });
    await bots.second.settled();
    end.open();
    await bots.settled();

    expect(
      seen.map(({ by, message }) => ({
        by,
        text: message.text,
        raw: message.raw,
        dateSent: message.metadata.dateSent,
      }))[1],
    ).toEqual({
      by: "first",
      text: "and this",
      raw: {
        kind: "agent_session_comment",
        organizationId: linear.organization.id,
        agentSessionId: session.id,
        agentActivityId: prompt.id,
        context: { guidance: [], previousComments: [] },
        comment: {
          id: prompt.id,
          body: "and **this**",
          createdAt: prompt.createdAt,
          updatedAt: prompt.createdAt,
          url: undefined,
          user: {
            id: linear.ada.id,
            displayName: "ada",
            fullName: linear.ada.name,
            email: linear.ada.email,
            type: "user",
          },
        },
      },
      dateSent: new Date(prompt.createdAt),
    });
    expect(linear.activities(session).map(({ content }) => content)).toMatchObject([
      { type: "prompt", body: "and **this**" },
      { type: "response", body: "1 answered by first" },
      { type: "response", body: "1 answered by first" },
    ]);
  });
});
