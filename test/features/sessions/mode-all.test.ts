// Covers: src/inbound/session-event.ts
// Covers: src/sessions/intake/mention-claims.ts

import type { Message, Thread } from "chat";
import { type EmulatedIssue, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliver } from "../../support/deliver.js";
import { startTestBot, type TestBot, type TestBotOptions, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const SESSIONS = ["AgentSessionEvent", "AppUserNotification", "Comment"];
const EVENTS = [...SESSIONS, "Reaction"];

let world: TestWorld;
let linear: LinearEmulator;
let bot: TestBot | undefined;
const heard: string[] = [];

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({ ...worldOfLinear(world), app: { events: EVENTS }, webhookRetryDelaysMs: [] });
});
afterEach(async () => {
  await bot?.close();
  bot = undefined;
  await linear.close();
  heard.length = 0;
});

/** A bot that answers mentions, and patterns in what does not mention it. */
async function startBot(options: TestBotOptions = {}): Promise<TestBot> {
  const answer = async (thread: Thread, message: Message): Promise<void> => {
    heard.push(`${kindOf(thread)}: ${message.text}`);
    await thread.post(`You said: ${message.text}`);
  };
  bot = await startTestBot({
    linear,
    mode: "all",
    on: (chat) => {
      chat.onNewMention(answer);
      chat.onSubscribedMessage(answer);
      chat.onNewMessage(/deploy/i, answer);
    },
    ...options,
  });
  return bot;
}

const kindOf = ({ id }: Thread): string => (id.includes(":s:") ? "session" : "comments");

/** The comments on an issue, whoever wrote them. */
const written = (issue: EmulatedIssue): string[] => linear.comments({ issue }).map(({ body }) => body);

describe('a bot with mode: "all"', () => {
  it.each(SESSIONS)("answers a mention once, in its session, also when its %s comes last", async (last) => {
    const running = await startBot();
    linear.injectFault({ on: "webhook-delivery", operation: last, kind: "delay", ms: 150 });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await running.settled();

    expect(heard).toEqual(["session: @helper please look"]);
    expect(written(issue)).toEqual(["@helper please look", "You said: @helper please look"]);
    expect(linear.sessions().map(({ status }) => status)).toEqual(["complete"]);
  });

  it("answers a mention in a reply in the session that Linear opens for it", async () => {
    const running = await startBot();
    const issue = linear.createIssue();
    const parent = await linear.comment({ issue, body: "Something is slow." });
    await linear.mention({ issue, parent, text: "please look" });
    await running.settled();

    expect(heard).toEqual(["session: @helper please look"]);
  });

  it("answers what is written in a session's thread in the session only, with and without a mention", async () => {
    const running = await startBot();
    const issue = linear.createIssue();
    const parent = await linear.mention({ issue, text: "please look" });
    await running.settled();
    await linear.comment({ issue, parent, body: "and deploy it" });
    await running.settled();
    await linear.mention({ issue, parent, text: "now?" });
    await running.settled();

    expect(heard).toEqual(["session: @helper please look", "session: and deploy it", "session: @helper now?"]);
    expect(linear.sessions()).toHaveLength(1);
  });

  it("answers a mention that goes on with an earlier session there", async () => {
    await linear.close();
    linear = await startLinearEmulator({ app: { events: SESSIONS }, mentionsContinueSessions: true });
    const running = await startBot();
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await running.settled();
    await linear.mention({ issue, text: "and here" });
    await running.settled();

    expect(heard).toEqual(["session: @helper please look", "session: @helper and here"]);
  });

  it("hears of comments that do not mention it at once", async () => {
    const running = await startBot({ world });
    const issue = linear.createIssue();
    const parent = await linear.comment({ issue, body: "Time to deploy." });
    await world.clock.passUntil(running.settled(), 4_000);
    await linear.comment({ issue, parent, body: "Or do we deploy tomorrow?" });
    await world.clock.passUntil(running.settled(), 4_000);
    await linear.comment({ issue, body: "Lunch?" });
    await world.clock.passUntil(running.settled(), 4_000);

    expect(heard).toEqual(["comments: Time to deploy.", "comments: Or do we deploy tomorrow?"]);
    expect(linear.comments({ issue }).map(({ parentId }) => parentId)).toEqual([
      undefined,
      parent.id,
      parent.id,
      parent.id,
      undefined,
    ]);
  });

  it("works on what is delegated to it", async () => {
    const running = await startBot();
    await linear.delegate({ issue: linear.createIssue({ title: "Fix the gate" }) });
    await running.settled();

    expect(heard).toEqual(["session: Fix the gate"]);
  });

  it("answers a mention as a comment where the app has no agent sessions", async () => {
    await linear.close();
    linear = await startLinearEmulator({
      ...worldOfLinear(world),
      app: { events: ["Comment", "AppUserNotification"] },
    });
    const running = await startBot({ world });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await world.clock.passUntil(running.settled(), 4_000);

    expect(heard).toEqual(["comments: @helper please look"]);
    expect(written(issue)).toEqual(["@helper please look", "You said: @helper please look"]);
  });

  it("does not answer a mention twice whose session comes very late, and leaves no session that looks dead", async () => {
    const running = await startBot({ world });
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await world.clock.passUntil(running.settled(), 4_000);
    const late = linear.deliveries().find(({ type }) => type === "AgentSessionEvent");
    await world.clock.passUntil(deliver(running, linear.buildWebhook({ ...late?.payload })));

    expect(heard).toEqual(["comments: @helper please look"]);
    expect(linear.sessions().map(({ status }) => status)).toEqual(["complete"]);
    expect(written(issue).at(-1)).toBe("I have answered this in the comments.");
  });

  it("can be stopped", async () => {
    const running = await startBot();

    expect(running.adapter.supportsTurnCancellation).toBe(true);
  });
});

describe('a session that the bot opened, with mode: "all"', () => {
  it("hears the answer to its first words once, also when it comes as a comment first", async () => {
    const running = await startBot();
    const issue = linear.createIssue();
    const thread = await running.adapter.withInstallation(linear.organization.id, () =>
      running.adapter.openSession({ issueId: issue.id }),
    );
    await thread.post("Shall I go on?");
    await running.settled();
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "delay", ms: 150 });
    const [question] = linear.comments({ issue });
    await linear.comment({ issue, parent: question ?? "", body: "deploy it" });
    await running.settled();

    expect(heard).toEqual(["session: deploy it"]);
  });
});

describe('a reaction, with mode: "all"', () => {
  it("to what was said in a session is one in that session", async () => {
    const threads: string[] = [];
    const running = await startBot({
      world,
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.post("Oiled.");
        });
        chat.onReaction(async ({ threadId }) => void threads.push(threadId));
      },
    });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "please look" });
    await world.clock.passUntil(running.settled(), 4_000);
    const answer = linear.comments({ issue }).at(-1);
    await linear.react({ comment: answer ?? "", emoji: "+1" });
    await world.clock.passUntil(running.settled(), 4_000);

    expect(threads).toEqual([`linear:${issue.id}:s:${linear.sessions()[0]?.id}`]);
  });
});
