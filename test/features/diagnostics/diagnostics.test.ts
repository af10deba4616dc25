// Covers: src/diagnostics/diagnose.ts
// Covers: src/diagnostics/events.ts

import type { LinearDiagnosticsEvent } from "chat-adapter-linear";
import { expect, it } from "vitest";
import { mention, said, startAgent } from "../../support/agent.js";
import { clientCredentials, startTestBot } from "../../support/test-bot.js";

/** A listener, and what it was told of a kind. */
function listen(): { diagnostics: (event: LinearDiagnosticsEvent) => void; told: (kind: string) => unknown[] } {
  const events: LinearDiagnosticsEvent[] = [];
  return {
    diagnostics: (event) => void events.push(event),
    told: (kind) => events.filter((event) => event.kind === kind),
  };
}

const measured = { at: expect.any(Number), ms: expect.any(Number) };
const done = { ...measured, outcome: "done", error: undefined };

it("a mention in a session is told as its delivery, its turn and its requests", async () => {
  const { diagnostics, told } = listen();
  const bot = await startAgent((thread) => thread.post("An answer."), { settings: { diagnostics } });

  const session = await mention(bot.linear);
  await bot.settled();

  const { id, identifier } = bot.linear.issue(session.issueId ?? "");
  const work = {
    delivery: expect.any(String),
    event: "AgentSessionEvent",
    organizationId: bot.linear.organization.id,
    threadId: `linear:${id}:s:${session.id}`,
    sessionId: session.id,
    issueId: id,
    issue: identifier,
  };
  expect(told("turn")).toEqual([{ kind: "turn", ...done, work }]);
  expect(told("delivery")).toContainEqual({
    kind: "delivery",
    ...measured,
    outcome: "handled",
    reason: undefined,
    status: 200,
    answeredMs: expect.any(Number),
    work,
  });
  expect(told("request")).toContainEqual({
    kind: "request",
    ...done,
    operation: "CreateAgentActivity",
    tries: 1,
    waitedMs: 0,
    points: expect.any(Number),
    budgetLeft: expect.closeTo(1, 1),
    work,
  });
});

it("a turn whose handler throws has failed", async () => {
  const { diagnostics, told } = listen();
  const bot = await startAgent(() => Promise.reject(new Error("The model is down")), { settings: { diagnostics } });

  await mention(bot.linear);
  await bot.settled();

  expect(told("turn")).toMatchObject([{ outcome: "failed", error: undefined }]);
});

it("retries, refusals and new tokens are told", async () => {
  const { diagnostics, told } = listen();
  const bot = await startTestBot({ config: (linear) => ({ ...clientCredentials(linear), diagnostics }) });
  const { linear, adapter } = bot;
  const issue = linear.createIssue();
  linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "status", status: 503, times: 1 });

  await adapter.postMessage(`linear:${issue.id}`, "Hello.");
  const missing = adapter.deleteMessage(`linear:${issue.id}`, crypto.randomUUID());
  await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
  await bot.close();

  expect(told("retry")).toEqual([
    {
      kind: "retry",
      at: expect.any(Number),
      operation: "CreateComment",
      cause: "transient",
      tries: 1,
      waitMs: expect.any(Number),
      work: { threadId: `linear:${issue.id}`, issueId: issue.id },
    },
  ]);
  expect(told("request")).toMatchObject([
    { operation: "CreateComment", outcome: "done", tries: 2 },
    { operation: "DeleteComment", outcome: "failed", error: "NOT_FOUND", tries: 1 },
  ]);
  expect(told("refresh")).toMatchObject([{ grant: "client_credentials", ...done }]);
});

it.each([
  ["throws", () => expect.fail("no metrics today")],
  ["rejects", () => Promise.reject(new Error("no metrics today"))],
])("a listener that %s breaks nothing and is logged once", async (_how, diagnostics) => {
  const bot = await startAgent((thread) => thread.post("An answer."), { settings: { diagnostics } });

  await mention(bot.linear);
  await bot.settled();

  expect(said(bot.linear)).toEqual([["response", "An answer."]]);
  expect(bot.logger.at("warn")).toEqual([
    expect.stringMatching(/^The diagnostics option threw; its later failures are not logged .*no metrics today/s),
  ]);
});
