import { createMemoryState } from "@chat-adapter/state-memory";
import { Actions, type AgentSessionStoppedEvent, Button, Card } from "chat";
import type { LinearSessionStopped } from "chat-adapter-linear";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { said, startAgent, type Work } from "../../support/agent.js";
import { deliver } from "../../support/deliver.js";
import { aborted, createSignal } from "../../support/signal.js";
import { type BotOfTest, clientCredentials, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let linear: LinearEmulator;
const open: TestBot[] = [];
const stops: AgentSessionStoppedEvent[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((bot) => bot.close()));
  await linear.close();
  stops.length = 0;
});

/** A Linear whose app listens to sessions and to these categories. */
async function startLinear(...categories: string[]): Promise<void> {
  linear = await startLinearEmulator({
    app: { events: ["AgentSessionEvent", ...categories] },
    webhookRetryDelaysMs: [],
  });
}

async function startBot(work: Work, options: TestBotOptions = {}): Promise<TestBot> {
  const on = (chat: BotOfTest): void => chat.onAgentSessionStopped(async (event) => void stops.push(event));
  const bot = await startAgent(work, { linear, config: clientCredentials, on, ...options });
  open.push(bot);
  return bot;
}

const PATIENCE = { timeout: 5_000 };

const APPROVAL = Card({
  title: "Deploy?",
  children: [Actions([Button({ id: "yes", label: "Yes" }), Button({ id: "no", label: "No" })])],
});

const stopOf = (bot: TestBot, session: EmulatedSession, userId: string): LinearSessionStopped => ({
  cause: "undelegation",
  adapter: bot.adapter,
  channelId: `linear:${session.issueId}`,
  streamingMessageTs: [],
  threadId: `linear:${session.issueId}:s:${session.id}`,
  threadTs: session.id,
  userId,
});

describe.each([
  ["a notification", ["AppUserNotification"]],
  ["the issue's own event", ["Issue"]],
  ["both", ["AppUserNotification", "Issue"]],
])("an issue that is taken from the bot, as told by %s", (_, categories) => {
  beforeEach(() => startLinear(...categories));

  it("stops the running turn, silences it, and tells the bot once", async () => {
    const started = createSignal();
    const bot = await startBot(async (thread) => {
      started.give();
      await aborted(thread.signal);
      await thread.post("too late");
    });
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await started.given;

    await linear.undelegate({ issue, by: linear.bo });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "Stopped."]]);
    expect(stops).toEqual([stopOf(bot, session, linear.bo.id)]);
    expect(bot.logger.at("error")).toEqual([]);
  });

  it("silences the handler of an answer, and closes the session that it works in", async () => {
    const [acting, goOn] = [createSignal(), createSignal()];
    const bot = await startBot((thread) => thread.post(APPROVAL), {
      on: (chat) =>
        chat.onAction("yes", async ({ thread }) => {
          acting.give();
          await goOn.given;
          await thread?.post("too late");
        }),
    });
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await bot.settled();
    await linear.prompt({ session, body: "Yes" });
    await acting.given;
    await linear.undelegate({ issue, by: linear.bo });
    await vi.waitFor(() => expect(linear.session(session).status).toBe("complete"), PATIENCE);
    goOn.give();
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["elicitation", "**Deploy?**"],
      ["response", "Stopped."],
    ]);
  });

  it("is told to a bot that works elsewhere, and adds nothing to the session", async () => {
    const bot = await startBot((thread) => thread.post("I have started a job."));
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await bot.settled();

    await linear.undelegate({ issue });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "I have started a job."]]);
    expect(stops).toEqual([stopOf(bot, session, linear.ada.id)]);
  });

  it("is worked on again when it comes back, until it is taken again", async () => {
    const bot = await startBot((thread, message) => thread.post(`On it: ${message.text}`));
    const issue = linear.createIssue({ title: "Fix the gate" });
    const first = await linear.delegate({ issue });
    await bot.settled();
    await linear.undelegate({ issue });
    await bot.settled();
    const second = await linear.delegate({ issue });
    await bot.settled();
    await linear.undelegate({ issue });
    await bot.settled();

    expect([said(linear, first), said(linear, second)]).toEqual([
      [["response", "On it: Fix the gate"]],
      [["response", "On it: Fix the gate"]],
    ]);
    expect(stops.map(({ threadTs }) => threadTs)).toEqual([first.id, second.id]);
  });
});

describe("taking an issue from the bot", () => {
  beforeEach(() => startLinear("AppUserNotification"));

  it("reaches the bot when a person dismisses its session", async () => {
    const bot = await startBot((thread) => thread.post("Done."));
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();

    await linear.dismiss({ session, by: linear.bo });
    await bot.settled();

    expect(stops).toEqual([stopOf(bot, session, linear.bo.id)]);
    expect(linear.issue(session.issueId ?? "").delegateId).toBeUndefined();
  });

  it("stops a turn in another process that shares the state", async () => {
    const state = createMemoryState();
    const started = createSignal();
    const running = await startBot(
      async (thread) => {
        started.give();
        await aborted(thread.signal);
        await thread.post("too late");
      },
      { state },
    );
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await started.given;
    const other = await startBot(async () => {}, { state });

    await linear.undelegate({ issue });
    await other.settled();
    await running.settled();

    expect(said(linear, session)).toEqual([["response", "Stopped."]]);
    expect(stops.map(({ adapter }) => adapter === other.adapter)).toEqual([true]);
  });

  it("ends every session of the issue that is at work, and of the others the latest only", async () => {
    const started = createSignal();
    const bot = await startBot(async (thread, message) => {
      if (message.text.includes("quick")) {
        await thread.post("Done.");
        return;
      }
      started.give();
      await aborted(thread.signal);
    });
    const issue = linear.createIssue();
    const delegated = await linear.delegate({ issue });
    await started.given;
    await linear.mention({ issue, text: "quick one" });
    await linear.mention({ issue, text: "quick two" });
    await linear.settled();
    const [, , latest = expect.fail("there is no third session")] = linear.sessions();

    await linear.undelegate({ issue });
    await bot.settled();

    expect(stops.map(({ threadTs }) => threadTs).sort()).toEqual([delegated.id, latest.id].sort());
    expect([said(linear, delegated), said(linear, latest)]).toEqual([
      [["response", "Stopped."]],
      [["response", "Done."]],
    ]);
  });

  it("leaves the work on other issues alone", async () => {
    const [started, taken] = [createSignal(), createSignal()];
    const bot = await startBot(async (thread, message) => {
      if (message.text === "taken") return;
      started.give();
      await taken.given;
      await thread.post("Done.");
    });
    const issue = linear.createIssue({ title: "taken" });
    await linear.delegate({ issue });
    const session = await linear.delegate({ issue: linear.createIssue({ title: "kept" }) });
    await started.given;

    await linear.undelegate({ issue });
    await linear.settled();
    taken.give();
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "Done."]]);
  });

  it("does not stop a bot that gives the issue up itself", async () => {
    const bot = await startBot(async (thread) => {
      await bot.adapter.linearClient.updateIssue(issue.id, { delegateId: null });
      await linear.settled();
      await thread.post("This is not for me: I have given it back.");
    });
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "This is not for me: I have given it back."]]);
    expect(stops).toEqual([]);
  });

  it("does not stop what was asked for afterwards, when Linear tells of it late", async () => {
    const bot = await startBot((thread, message) => thread.post(`An answer to ${message.text}`));
    const issue = linear.createIssue({ title: "first" });
    const session = await linear.delegate({ issue });
    await bot.settled();
    linear.injectFault({ on: "webhook-delivery", operation: "AppUserNotification", kind: "drop-before" });
    await linear.undelegate({ issue });
    await linear.settled();
    const told = linear.deliveries().find(({ action }) => action === "issueUnassignedFromYou");
    await linear.prompt({ session, body: "second" });
    await bot.settled();

    await deliver(bot, linear.buildWebhook({ ...told?.payload }));

    expect(stops).toEqual([]);
  });

  it("is not worked on when its session is told of only after that, until it comes back", async () => {
    const bot = await startBot((thread, message) => thread.post(`On it: ${message.text}`));
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const issue = linear.createIssue({ title: "Fix the gate" });
    const first = await linear.delegate({ issue });
    await linear.settled();
    const [created] = linear.deliveries();
    await linear.undelegate({ issue });
    await bot.settled();
    await deliver(bot, linear.buildWebhook({ ...created?.payload }));
    const second = await linear.delegate({ issue });
    await bot.settled();

    expect([said(linear, first), said(linear, second)]).toEqual([[], [["response", "On it: Fix the gate"]]]);
  });

  it("is no matter of a bot that only answers comments", async () => {
    const bot = await startBot((thread) => thread.post("Done."), { mode: "comments" });
    const issue = linear.createIssue();
    await linear.delegate({ issue });
    await linear.undelegate({ issue });
    await bot.settled();

    expect(stops).toEqual([]);
  });
});
