import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LinearApi } from "../../src/api/operation.js";
import { createAgentActivity } from "../../src/api/operations/agent-activities.js";
import { updateComment } from "../../src/api/operations/comment-parts.js";
import { createComment, deleteComment } from "../../src/api/operations/comments.js";
import { createApi } from "./api-by-hand.js";

let linear: LinearEmulator;
let api: LinearApi;

beforeAll(async () => {
  linear = await startLinearEmulator();
  api = createApi(linear.apiUrl, linear.createAccessToken()).api;
});
afterAll(async () => {
  await linear.close();
});
beforeEach(() => {
  linear.clearRequests();
  linear.clearFaults();
});

const newId = (): string => crypto.randomUUID();
const operations = (): unknown[] => linear.requests().map(({ operationName, status }) => [operationName, status]);

describe("a comment whose answer was lost", () => {
  it("is there once, and its answer is read", async () => {
    const issue = linear.createIssue();
    const id = newId();
    linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "drop-after" });

    const written = await api.execute(createComment, { input: { id, issueId: issue.id, body: "Once" } });

    expect(written).toMatchObject({ id, body: "Once", author: { id: linear.organization.appUserId } });
    expect(linear.comments({ issue })).toMatchObject([{ id, body: "Once" }]);
    expect(operations()).toEqual([
      ["CreateComment", "dropped"],
      ["CreateComment", 200],
      ["GetWrittenComment", 200],
    ]);
  });

  it("is written the second time when it had not landed", async () => {
    const issue = linear.createIssue();
    const id = newId();
    linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "drop-before" });

    await api.execute(createComment, { input: { id, issueId: issue.id, body: "Once" } });

    expect(linear.comments({ issue })).toMatchObject([{ id, body: "Once" }]);
    expect(operations()).toEqual([
      ["CreateComment", "dropped"],
      ["CreateComment", 200],
    ]);
  });
});

describe("a comment that is written twice under one id", () => {
  it("is there once, as it was first", async () => {
    const issue = linear.createIssue();
    const id = newId();
    await api.execute(createComment, { input: { id, issueId: issue.id, body: "Once" } });

    const written = await api.execute(createComment, { input: { id, issueId: issue.id, body: "Twice" } });

    expect(written).toMatchObject({ id, body: "Once" });
    expect(linear.comments({ issue })).toMatchObject([{ id, body: "Once" }]);
  });
});

describe("an activity whose answer was lost", () => {
  it("is there once, and its answer is read", async () => {
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue });
    const input = { id: newId(), agentSessionId: session.id, content: { type: "response" as const, body: "Done." } };
    linear.injectFault({ on: "graphql", operation: "CreateAgentActivity", kind: "drop-after" });

    const written = await api.execute(createAgentActivity, { input });

    expect(written).toMatchObject({ id: input.id, sourceComment: { id: expect.any(String) } });
    expect(linear.activities(session)).toMatchObject([{ id: input.id, content: { body: "Done." } }]);
    expect(operations()).toEqual([
      ["CreateAgentActivity", "dropped"],
      ["CreateAgentActivity", 200],
      ["GetWrittenActivity", 200],
    ]);
  });
});

describe("an edit whose answer was lost", () => {
  it("is made again", async () => {
    const issue = linear.createIssue();
    const { id } = await api.execute(createComment, { input: { id: newId(), issueId: issue.id, body: "One" } });
    linear.injectFault({ on: "graphql", operation: "UpdateComment", kind: "drop-after" });

    const written = await api.execute(updateComment, { id, body: "Two" });

    expect(written).toMatchObject({ id, body: "Two" });
    expect(linear.comments({ issue })).toMatchObject([{ id, body: "Two" }]);
  });
});

describe("a deletion", () => {
  const commentOn = async (issueId: string): Promise<string> =>
    (await api.execute(createComment, { input: { id: newId(), issueId, body: "Gone soon" } })).id;

  it("has succeeded when the answer was lost and the comment is gone", async () => {
    const issue = linear.createIssue();
    const id = await commentOn(issue.id);
    linear.injectFault({ on: "graphql", operation: "DeleteComment", kind: "drop-after" });

    await api.execute(deleteComment, { id });

    expect(linear.comments({ issue })).toEqual([]);
  });

  it("of what was never there is an error", async () => {
    await expect(api.execute(deleteComment, { id: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of what was never there is an error also when the first try was refused unseen", async () => {
    linear.injectFault({ on: "graphql", operation: "DeleteComment", kind: "rate-limited", retryAfterMs: 50 });

    await expect(api.execute(deleteComment, { id: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
