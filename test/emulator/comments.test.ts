// Covers: src/emulator/request-error.ts
// Covers: src/emulator/resolvers/comment-mutations.ts
// Covers: src/emulator/state.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "./client.js";
import { createComment, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.close());

const OWN_ID = "0d7c1f4e-4c7b-4c2e-9f0a-0f6f3f1f2a3b";

describe("creating comments", () => {
  it("writes as the app user, below the root that is named", async () => {
    const { linear, app } = scene;
    const issue = linear.createIssue({ title: "Fix it" });
    const root = await linear.comment({ issue, body: "Hello" });

    const { commentCreate } = await app.read(createComment, {
      input: { id: OWN_ID, issueId: issue.id, parentId: root.id, body: "Hi" },
    });

    expect(commentCreate).toEqual({
      success: true,
      comment: {
        id: OWN_ID,
        body: "Hi",
        parentId: root.id,
        url: "https://linear.app/acme/issue/ENG-1/fix-it#comment-0d7c1f4e",
        user: { id: linear.organization.appUserId },
        botActor: null,
      },
    });
  });

  it("takes an issue's identifier for its id", async () => {
    scene.linear.createIssue();

    await scene.app.read(createComment, { input: { issueId: "ENG-1", body: "Hi" } });

    expect(scene.linear.comments({ issue: "ENG-1" })).toMatchObject([{ body: "Hi" }]);
  });

  it("writes under another name for an app, and not for a person", async () => {
    const { linear, app, ada } = scene;
    const issue = linear.createIssue();
    const input = { issueId: issue.id, body: "Hi", createAsUser: "Grace" };

    expect(await app.read(createComment, { input })).toMatchObject({
      commentCreate: { comment: { botActor: { userDisplayName: "Grace" } } },
    });
    expect(await ada.refusal(createComment, { input })).toBe("createAsUser is for tokens with actor=app only");
  });

  it("refuses what Linear refuses, in Linear's words", async () => {
    const { linear, app } = scene;
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Hello" });
    const reply = await linear.comment({ issue, body: "And", parent: root });
    const refusal = (input: object): Promise<string> => app.refusal(createComment, { input });

    expect(await refusal({ parentId: root.id, body: "No issue" })).toBe(
      "Argument Validation Error - Exactly one of issueId, projectId, projectUpdateId, initiativeId, " +
        "initiativeUpdateId, documentContentId, postId must be defined.",
    );
    expect(await refusal({ issueId: issue.id, projectId: issue.id, body: "Two" })).toContain("Exactly one of");
    expect(await refusal({ issueId: issue.id, parentId: reply.id, body: "Too deep" })).toBe("incorrect parent");
    expect(await refusal({ issueId: issue.id, parentId: OWN_ID, body: "Gone" })).toBe("Entity not found: Comment");
    expect(await refusal({ issueId: OWN_ID, body: "Gone" })).toBe("Entity not found: Issue");
    expect(await refusal({ issueId: issue.id, body: " " })).toBe("Argument Validation Error - body must not be empty");
    expect(await refusal({ issueId: issue.id, body: "x", id: "1" })).toBe(
      "Argument Validation Error - id must be a UUID",
    );
    expect(linear.comments()).toHaveLength(2);
  });

  it("answers a second creation with the same id with a conflict", async () => {
    const { linear, app } = scene;
    const input = { id: OWN_ID, issueId: linear.createIssue().id, body: "Once" };
    await app.read(createComment, { input });

    const { status, data, errors } = await app.send(createComment, { input });

    expect({ status, data, errors }).toEqual({
      status: 200,
      data: null,
      errors: [
        {
          message: "conflict on insert of Comment",
          path: ["commentCreate"],
          extensions: {
            type: "invalid input",
            code: "INPUT_ERROR",
            statusCode: 400,
            userError: true,
            userPresentableMessage: `Entity Comment with id ${OWN_ID} already exists.`,
          },
        },
      ],
    });
    expect(linear.comments()).toHaveLength(1);
  });

  it("goes into a Slack thread only where there is one", async () => {
    const { linear, app } = scene;
    const issue = linear.createIssue();
    const synced = await linear.comment({
      issue,
      body: "From Slack",
      externalUser: { name: "Sam" },
      slackSynced: true,
    });
    const plain = await linear.comment({ issue, body: "From Linear" });
    const inThread = (parentId: string): object => ({
      input: { issueId: issue.id, parentId, body: "Hi", createOnSyncedSlackThread: true },
    });

    expect(await app.refusal(createComment, inThread(synced.id))).toBe("none");
    expect(await app.refusal(createComment, inThread(plain.id))).toBe(
      "Argument Validation Error - the thread is not synced with Slack",
    );
  });
});

describe("changing comments", () => {
  const update =
    'mutation($id: String!) { commentUpdate(id: $id, input: { body: "New" }) { comment { body editedAt } } }';
  const remove = "mutation($id: String!) { commentDelete(id: $id) { entityId success } }";

  it("lets only the author edit", async () => {
    const { linear, app, ada } = scene;
    const { id } = await linear.comment({ issue: linear.createIssue(), body: "Old" });

    expect(await app.refusal(update, { id })).toBe("Only the author of a comment may edit it");
    expect(await ada.read(update, { id })).toEqual({
      commentUpdate: { comment: { body: "New", editedAt: expect.stringMatching(/Z$/) } },
    });
  });

  it("deletes for good: then it is not found", async () => {
    const { linear, ada } = scene;
    const { id } = await linear.comment({ issue: linear.createIssue(), body: "Old" });

    expect(await ada.read(remove, { id })).toEqual({ commentDelete: { entityId: id, success: true } });
    expect(await ada.refusal(remove, { id })).toBe("Entity not found: Comment");
  });

  it("resolves a root and opens it again", async () => {
    const { linear, ada } = scene;
    const { id } = await linear.comment({ issue: linear.createIssue(), body: "Question" });
    await ada.read("mutation($id: String!) { commentResolve(id: $id) { success } }", { id });
    const resolved = linear.comments();
    await ada.read("mutation($id: String!) { commentUnresolve(id: $id) { success } }", { id });

    expect(resolved).toMatchObject([{ resolvedAt: expect.any(String), resolvingUserId: linear.ada.id }]);
    expect(linear.comments()).toMatchObject([{ resolvedAt: undefined, resolvingUserId: undefined }]);
  });
});

describe("Comment events", () => {
  it("come for what people write, with the fields of recorded deliveries", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue({ title: "Fix it" });
    const root = await linear.comment({ issue, body: "Hello" });
    await linear.settled();
    const { id, name, email, url } = linear.ada;

    expect(hooks.payloads("Comment create")).toEqual([
      {
        action: "create",
        actor: { id, name, email, url, type: "user" },
        createdAt: root.createdAt,
        data: {
          id: root.id,
          createdAt: root.createdAt,
          updatedAt: root.updatedAt,
          body: "Hello",
          issueId: issue.id,
          issue: {
            id: issue.id,
            title: "Fix it",
            teamId: issue.teamId,
            team: { id: issue.teamId, key: "ENG", name: "Engineering" },
            identifier: "ENG-1",
            url: issue.url,
          },
          userId: id,
          user: { id, name, email, url },
          reactionData: [],
          isArtificialAgentSessionRoot: false,
        },
        url: root.url,
        type: "Comment",
        organizationId: linear.organization.id,
        webhookId: expect.any(String),
        webhookTimestamp: expect.any(Number),
      },
    ]);
  });

  it("come for the app's own comments too, without a bot actor", async () => {
    const { linear, hooks, app } = scene;
    await app.read(createComment, { input: { issueId: linear.createIssue().id, body: "Mine" } });
    await linear.settled();

    expect(hooks.payloads("Comment create")).toEqual([
      expect.objectContaining({
        actor: expect.objectContaining({ id: linear.organization.appUserId, type: "user" }),
        data: expect.not.objectContaining({ botActor: expect.anything() }),
      }),
    ]);
  });

  it("tell external people and integrations from users", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue();
    await linear.comment({ issue, body: "One", externalUser: { name: "Sam" } });
    await linear.comment({ issue, body: "Two", botActor: { name: "GitHub", type: "github" } });
    await linear.settled();

    expect(hooks.payloads("Comment create")).toMatchObject([
      { actor: { name: "Sam", type: "externalUser" }, data: { externalUser: { name: "Sam" } } },
      { actor: { service: "github", type: "integration" }, data: { botActor: expect.stringContaining("GitHub") } },
    ]);
  });

  it("say what an edit changed, and that a comment is gone", async () => {
    const { linear, hooks } = scene;
    const comment = await linear.comment({ issue: linear.createIssue(), body: "Old" });
    await linear.editComment({ comment, body: "New" });
    await linear.deleteComment({ comment });
    await linear.settled();

    expect(hooks.payloads("Comment update")).toMatchObject([
      { data: { body: "New" }, updatedFrom: { body: "Old", editedAt: null, updatedAt: comment.updatedAt } },
    ]);
    expect(hooks.payloads("Comment remove")).toMatchObject([{ data: { id: comment.id }, url: comment.url }]);
  });

  it("do not come to an app that does not listen to them", async () => {
    const { linear, hooks } = scene;
    const deaf = linear.addApp({ name: "deaf", webhookUrl: hooks.url, events: ["Issue"] });
    await linear.comment({ issue: linear.createIssue(), body: "Hello" });
    await linear.settled();

    expect(linear.deliveries().map(({ appId, type }) => [appId, type])).toEqual([
      [deaf.id, "Issue"],
      [linear.app.id, "Comment"],
    ]);
  });
});

describe("organizations", () => {
  it("do not see each other's comments", async () => {
    const { linear } = scene;
    const other = linear.addOrganization({ name: "Globex" });
    const { id } = await linear.comment({ issue: linear.createIssue(), body: "Secret" });
    const token = linear.createAccessToken({ organization: other });
    const outsider = createClient(linear.apiUrl, `Bearer ${token}`);

    expect(await outsider.refusal(`{ comment(id: "${id}") { id } }`)).toBe("Entity not found: Comment");
    expect(await outsider.read("{ comments { nodes { id } } organization { name urlKey } viewer { id app } }")).toEqual(
      {
        comments: { nodes: [] },
        organization: { name: "Globex", urlKey: "globex" },
        viewer: { id: other.appUserId, app: true },
      },
    );
  });
});
