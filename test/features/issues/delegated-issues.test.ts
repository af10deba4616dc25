import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { describe, expect, it } from "vitest";
import { startAgent, type Work } from "../../support/agent.js";

const answer: Work = (thread) => thread.post("Done.");

const stateOf = (linear: LinearEmulator): string | undefined =>
  linear.workflowStates().find(({ id }) => id === linear.issue("ENG-1").stateId)?.name;
const answersOf = (linear: LinearEmulator): unknown[] =>
  linear.sessions().flatMap(({ id }) => linear.activities(id).flatMap(({ content }) => content.body ?? []));
const operationsOf = (linear: LinearEmulator): string[] =>
  linear.requests().flatMap(({ operationName }) => operationName ?? []);

describe("an issue that a person delegates", () => {
  it("is started, and nothing else", async () => {
    const { linear, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    const before = linear.createIssue();
    await linear.delegate({ issue: before, by: linear.bo });
    await settled();

    expect(linear.issue("ENG-1")).toEqual({
      ...before,
      stateId: linear.workflowStates().find(({ name }) => name === "In Progress")?.id,
      delegateId: linear.organization.appUserId,
      assigneeId: linear.bo.id,
      updatedAt: expect.any(String),
      // Linear notes when the issue has first been started.
      startedAt: expect.any(String),
    });
    expect(answersOf(linear)).toEqual(["Done."]);
    expect(operationsOf(linear)).toEqual(expect.arrayContaining(["GetIssueWorkflow", "UpdateIssue"]));
  });

  it("stays where it is unless the bot wants that", async () => {
    const { linear, settled } = await startAgent(answer);
    await linear.delegate({ issue: linear.createIssue() });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["Backlog", ["Done."]]);
    expect(operationsOf(linear)).not.toContain("GetIssueWorkflow");
  });

  it("is started beside the handler, which does not wait for it", async () => {
    let isLetThrough = (): void => {};
    const { linear, settled } = await startAgent(answer, {
      settings: { startDelegatedIssues: true },
      on: (chat) => {
        chat.onNewMention(async () => isLetThrough());
      },
    });
    const fault = linear.injectFault({
      on: "graphql",
      operation: "GetIssueWorkflow",
      kind: "status",
      status: 500,
      times: Number.POSITIVE_INFINITY,
    });
    isLetThrough = fault.remove;
    await linear.delegate({ issue: linear.createIssue() });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["In Progress", ["Done."]]);
  });

  it("that cannot be started is a warning, and the answer goes out", async () => {
    const { linear, logger, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    linear.injectFault({
      on: "graphql",
      operation: "UpdateIssue",
      kind: "graphql-error",
      type: "forbidden",
      message: "Not yours",
    });
    const { id: issueId } = linear.createIssue();
    await linear.delegate({ issue: issueId });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["Backlog", ["Done."]]);
    expect(logger.at("warn")).toEqual([
      expect.stringContaining("A delegated issue could not be started; the bot's handler goes on"),
    ]);
    expect(logger.at("warn")).toEqual([expect.stringContaining("Linear refused UpdateIssue: Not yours")]);
  });

  it("is started though its description mentions the bot", async () => {
    const { linear, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    await linear.delegate({ issue: linear.createIssue({ description: "For @helper." }) });
    await settled();

    expect(stateOf(linear)).toBe("In Progress");
  });
});

describe("an issue", () => {
  it("is not started by a mention", async () => {
    const { linear, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    await linear.mention({ issue: linear.createIssue(), text: "what is this?" });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["Backlog", ["Done."]]);
  });

  it("is not started by a mention in its description, whose event looks like a delegation", async () => {
    const { linear, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    await linear.mentionInDescription({ issue: linear.createIssue() });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["Backlog", ["Done."]]);
  });

  it("is not started when an automation delegates it", async () => {
    const { linear, settled } = await startAgent(answer, { settings: { startDelegatedIssues: true } });
    await linear.delegate({ issue: linear.createIssue(), by: "automation" });
    await settled();

    expect([stateOf(linear), answersOf(linear)]).toEqual(["Backlog", ["Done."]]);
  });
});
