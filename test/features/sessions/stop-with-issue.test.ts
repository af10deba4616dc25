import type { AgentSessionStoppedEvent } from "chat";
import type { LinearIssueEnd } from "chat-adapter-linear";
import type { IssueInput } from "chat-adapter-linear/emulator";
import { afterEach, expect, it } from "vitest";
import { latestSession, said, startAgent } from "../../support/agent.js";
import { aborted, createSignal } from "../../support/signal.js";
import type { TestBot } from "../../support/test-bot.js";

const stops: AgentSessionStoppedEvent[] = [];

afterEach(() => {
  stops.length = 0;
});

/** A bot that works on an issue of Ada's until it is stopped. */
async function startWorking(stopSessionsOn: readonly LinearIssueEnd[]): Promise<TestBot> {
  const started = createSignal();
  const bot = await startAgent(
    async (thread) => {
      started.give();
      await Promise.race([aborted(thread.signal), finished.given]);
      await thread.post("Finished.");
    },
    {
      settings: { stopSessionsOn },
      emulator: { app: { events: ["AgentSessionEvent", "Issue"] }, webhookRetryDelaysMs: [] },
      on: (chat) => chat.onAgentSessionStopped(async (event) => void stops.push(event)),
    },
  );
  await bot.linear.delegate({ issue: bot.linear.createIssue() });
  await started.given;
  return bot;
}

let finished = createSignal();

async function change(bot: TestBot, changes: Omit<IssueInput, "issue">): Promise<unknown[]> {
  const { issueId } = latestSession(bot.linear);
  await bot.linear.updateIssue({ issue: issueId ?? "", by: bot.linear.bo, ...changes });
  await bot.linear.settled();
  finished.give();
  await bot.settled();
  finished = createSignal();
  return said(bot.linear);
}

it.each([
  ["completion", { state: "Done" }],
  ["cancelation", { state: "Canceled" }],
  ["unassignment", { assignee: null }],
] as const)(
  "a %s stops the work on the issue where the option names it, and tells the bot why",
  async (cause, changes) => {
    const bot = await startWorking([cause]);

    expect(await change(bot, changes)).toEqual([["response", "Stopped."]]);
    expect(stops).toMatchObject([{ cause, userId: bot.linear.bo.id, threadTs: latestSession(bot.linear).id }]);
  },
);

it.each([
  ["nothing", []],
  ["another end", ["cancelation", "unassignment"]],
] as const)("a completion stops nothing where the option names %s", async (_, stopSessionsOn) => {
  const bot = await startWorking(stopSessionsOn);

  expect(await change(bot, { state: "Done" })).toEqual([["response", "Finished."]]);
  expect(stops).toEqual([]);
});
