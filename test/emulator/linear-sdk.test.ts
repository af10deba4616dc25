// Covers: src/emulator/resolvers/people.ts

import { LinearClient } from "@linear/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
let client: LinearClient;
beforeEach(async () => {
  scene = await startScene();
  client = new LinearClient({ accessToken: scene.linear.createAccessToken(), apiUrl: scene.linear.apiUrl });
});
afterEach(() => scene.close());

describe("@linear/sdk", () => {
  it("reads and writes comments", async () => {
    const issue = scene.linear.createIssue();
    const { success, commentId = "" } = await client.createComment({ issueId: issue.id, body: "Hi" });
    await client.updateComment(commentId, { body: "Hi again" });
    const comment = await client.comment({ id: commentId });
    const author = await comment.user;
    const { nodes } = await (await client.issue("ENG-1")).comments({ first: 5 });

    expect({ success, body: comment.body, author: author?.id, nodes: nodes.map(({ id }) => id) }).toEqual({
      success: true,
      body: "Hi again",
      author: scene.linear.organization.appUserId,
      nodes: [commentId],
    });
  });

  it("drives an agent session", async () => {
    const { id } = await scene.linear.delegate({ issue: scene.linear.createIssue() });
    await client.createAgentActivity({ agentSessionId: id, content: { type: "response", body: "Done" } });
    const session = await client.agentSession(id);
    const { nodes } = await session.activities();

    expect({ status: session.status, contents: nodes.map(({ content }) => content) }).toMatchObject({
      status: "complete",
      contents: [{ type: "response", body: "Done" }],
    });
  });

  it("reacts, and learns of errors by their type", async () => {
    const { id } = await scene.linear.comment({ issue: scene.linear.createIssue(), body: "Hello" });
    await client.createReaction({ commentId: id, emoji: "eyes" });

    expect(scene.linear.reactions(id)).toMatchObject([{ emoji: "eyes" }]);
    await expect(client.issue("ENG-9")).rejects.toMatchObject({ type: "InvalidInput" });
  });

  it("knows who it is", async () => {
    const viewer = await client.viewer;

    expect([viewer.id, viewer.app, viewer.displayName]).toEqual([scene.linear.organization.appUserId, true, "helper"]);
  });
});
