// Covers: src/inbound/delivery-report.ts

import { expect, it } from "vitest";
import { latestSession, mention, startAgent } from "../../support/agent.js";
import { createBreakableState } from "../../support/breakable-state.js";
import { answerTo, deliver, signBody, toRequest } from "../../support/deliver.js";
import type { MemoryLogger } from "../../support/memory-logger.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

/** The lines that begin with `text`, on one line each and without what differs from run to run. */
const lines = (logger: MemoryLogger, text: string): string[] =>
  logger.entries
    .filter((entry) => entry.text.startsWith(text))
    .map((entry) => entry.text.replace(/\s+/g, " ").replace(/(\w*[mM]s): \d+/g, "$1: …"));

const lastDelivery = ({ linear }: TestBot, type: string): string =>
  linear.deliveries().findLast((delivery) => delivery.type === type)?.id ?? expect.fail(`Nothing of ${type} was sent`);

it("a line from within a turn tells the delivery, organization, thread, session and issue", async () => {
  const bot = await startAgent(async (thread) => {
    await thread.post("An answer.");
  });
  const { linear, logger } = bot;
  linear.injectFault({
    on: "graphql",
    operation: "CreateAgentActivity",
    kind: "graphql-error",
    type: "forbidden",
    message: "Read only",
    times: 2,
  });

  const session = await mention(linear);
  await bot.settled();

  const issue = linear.issue(session.issueId ?? "");
  const told = {
    delivery: lastDelivery(bot, "AgentSessionEvent"),
    event: "AgentSessionEvent",
    organizationId: linear.organization.id,
    threadId: `linear:${issue.id}:s:${session.id}`,
    sessionId: session.id,
    issueId: issue.id,
    issue: issue.identifier,
  };
  const [line = ""] = lines(logger, "The answer of a turn did not reach its agent session");
  expect(Object.entries(told).filter(([name, value]) => !line.includes(`${name}: '${value}'`))).toEqual([]);
});

it("every delivery is one line with its outcome, the answer's status and times", async () => {
  const bot = await startAgent(async (thread) => {
    await thread.post("An answer.");
  });
  const session = await mention(bot.linear);
  await bot.settled();
  const request = (): Request => {
    const again = bot.linear.deliveries().find(({ type }) => type === "AgentSessionEvent");
    return toRequest(bot.linear.buildWebhook(again?.payload ?? {}));
  };
  await answerTo(bot, request());
  await deliver(bot, signBody(bot, "{}"));
  await deliver(bot, bot.linear.buildWebhook({ type: "Sprocket", action: "create" }));
  await bot.settled();

  const told = lines(bot.logger, "Linear delivery").map((line) => line.replace(/, (delivery|event|organ).*/, " }"));
  expect(told.toSorted()).toEqual([
    "Linear delivery { outcome: 'duplicate', status: 200, answeredMs: …, ms: … }",
    "Linear delivery { outcome: 'handled', status: 200, answeredMs: …, ms: … }",
    // The comment of the mention, which the mode does not hear.
    "Linear delivery { outcome: 'handled', status: 200, answeredMs: …, ms: … }",
    "Linear delivery { outcome: 'ignored', reason: 'Sprocket create is not handled', status: 200, answeredMs: …, ms: … }",
    // What Linear says of the session's own thread.
    "Linear delivery { outcome: 'ignored', reason: 'the mode is agent-sessions', status: 200, answeredMs: …, ms: … }",
    "Linear delivery { outcome: 'refused', reason: 'timestamp-missing', status: 401, answeredMs: …, ms: … }",
  ]);
  expect(latestSession(bot.linear).id).toBe(session.id);
});

it("what fails before the answer tells the delivery and the organization", async () => {
  const { state, breakDown, repair } = createBreakableState();
  const bot = await startTestBot({ state, emulator: { app: { events: ["Comment"] } } });
  const issue = bot.linear.createIssue();
  breakDown();
  await bot.linear.comment({ issue, body: "@helper hello" });
  await expect.poll(() => bot.logger.at("error")).toHaveLength(1);
  repair();
  await bot.close();

  const [line = ""] = lines(bot.logger, "A Linear webhook could not be kept");
  expect(line).toContain(`organizationId: '${bot.linear.organization.id}', threadId: 'linear:${issue.id}:c:`);
});

it("a request that is tried again is a line at debug", async () => {
  const bot = await startTestBot({ emulator: { app: { events: ["Comment"] } } });
  const { linear, adapter, logger } = bot;
  const issue = linear.createIssue();
  linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "status", status: 503, times: 1 });
  await adapter.postMessage(`linear:${issue.id}`, "Hello.");
  await bot.close();

  expect(lines(logger, "A Linear request failed and is tried again")).toEqual([
    `A Linear request failed and is tried again { operation: 'CreateComment', failure: 'transient', tries: 1, waitMs: …, threadId: 'linear:${issue.id}', issueId: '${issue.id}' }`,
  ]);
});
