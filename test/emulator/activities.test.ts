// Covers: src/emulator/resolvers/session-mutations.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EmulatedSession } from "../../src/emulator.js";
import { createClient } from "./client.js";
import { createActivity, type Scene, startScene } from "./scene.js";

const OWN_ID = "7d7c1f4e-4c7b-4c2e-9f0a-0f6f3f1f2a3b";

let scene: Scene;
let session: EmulatedSession;
beforeEach(async () => {
  scene = await startScene();
  session = await scene.linear.delegate({ issue: scene.linear.createIssue() });
});
afterEach(() => scene.close());

const say = (content: object, more: object = {}): Promise<object> =>
  scene.app.read(createActivity, { input: { agentSessionId: session.id, content, ...more } });
const refusal = (content: object, more: object = {}): Promise<string> =>
  scene.app.refusal(createActivity, { input: { agentSessionId: session.id, content, ...more } });

describe("an activity", () => {
  it.each(["response", "elicitation", "error"])("of type %s shows as a comment of the app user", async (type) => {
    await say({ type, body: "Here" });

    expect(scene.linear.comments({ by: session.appUserId })).toMatchObject([
      { body: "Here", parentId: session.commentId, issueId: session.issueId },
    ]);
  });

  it("of another type shows as none", async () => {
    await say({ type: "thought", body: "Hm" });
    await say({ type: "action", action: "Read", parameter: "a file", result: "12 lines" });

    expect(scene.linear.comments({ by: session.appUserId })).toEqual([]);
    expect(scene.linear.activities(session)).toMatchObject([
      { content: { type: "thought", body: "Hm" } },
      { content: { type: "action", action: "Read", parameter: "a file", result: "12 lines" } },
    ]);
  });

  it("that is a response names its comment in the answer", async () => {
    const answer = await say({ type: "response", body: "Here" });
    const [comment] = scene.linear.comments({ by: session.appUserId });

    expect(answer).toMatchObject({ agentActivityCreate: { agentActivity: { sourceComment: { id: comment?.id } } } });
  });

  it("that is a response names none where the emulator is told so", async () => {
    const other = await startScene({ sourceCommentOnActivities: false });
    const { id } = await other.linear.delegate({ issue: other.linear.createIssue() });
    const answer = await other.app.read(createActivity, {
      input: { agentSessionId: id, content: { type: "response", body: "Here" } },
    });
    await other.close();

    expect(answer).toMatchObject({ agentActivityCreate: { agentActivity: { sourceComment: null } } });
  });

  it("gives a session without a thread its root, and none where there is no issue", async () => {
    const { linear, app } = scene;
    const issue = linear.createIssue();
    const { agentSessionCreateOnIssue } = await app.read(
      `mutation { agentSessionCreateOnIssue(input: { issueId: "${issue.id}" }) { agentSession { id status comment { id } } } }`,
    );
    const own = linear.sessions().at(-1)?.id ?? "";
    await app.read(createActivity, { input: { agentSessionId: own, content: { type: "response", body: "Here" } } });
    const homeless = await linear.openSession({ prompt: "Hi" });
    await app.read(createActivity, {
      input: { agentSessionId: homeless.id, content: { type: "response", body: "Here" } },
    });
    const [root] = linear.comments({ issue });

    expect(agentSessionCreateOnIssue).toEqual({ agentSession: { id: own, status: "active", comment: null } });
    expect(root).toMatchObject({ body: "Here", parentId: undefined });
    expect(linear.session(own).commentId).toBe(root?.id);
    expect(linear.session(homeless).commentId).toBeUndefined();
  });

  it("that is ephemeral vanishes with the next one of the agent", async () => {
    await say({ type: "thought", body: "Hm" }, { ephemeral: true });
    const before = scene.linear.activities(session);
    await say({ type: "response", body: "Done" });
    const query = (more: string): string =>
      `{ agentSession(id: "${session.id}") { activities(first: 5${more}) { nodes { content { __typename } } } } }`;

    expect(before).toMatchObject([{ ephemeral: true }]);
    expect(scene.linear.activities(session)).toMatchObject([{ content: { type: "response" } }]);
    expect(await scene.app.read(query(", includeArchived: true"))).toEqual({
      agentSession: {
        activities: {
          nodes: [
            { content: { __typename: "AgentActivityResponseContent" } },
            { content: { __typename: "AgentActivityThoughtContent" } },
          ],
        },
      },
    });
    expect(await scene.app.read(query(""))).toMatchObject({ agentSession: { activities: { nodes: [{}] } } });
  });

  it("is refused when it is malformed", async () => {
    const prefix = "Argument Validation Error - ";

    expect(await refusal({ type: "thought" })).toBe(`${prefix}content.body must be a string`);
    expect(await refusal({ type: "thought", body: "x", ephemeral: true })).toBe(
      `${prefix}Unrecognized key: "ephemeral"`,
    );
    expect(await refusal({ type: "action", action: "Run", parameter: "" })).toBe(
      `${prefix}content.parameter must not be empty`,
    );
    expect(await refusal({ type: "shout", body: "x" })).toBe(`${prefix}content.type is not a type of activity`);
    expect(await refusal({ type: "response", body: "x" }, { ephemeral: true })).toBe(
      `${prefix}Only thoughts and actions can be ephemeral`,
    );
    expect(await refusal({ type: "prompt", body: "x" })).toBe(`${prefix}prompts are created by people`);
    expect(scene.linear.activities(session)).toEqual([]);
  });

  it("is a conflict when its id is taken", async () => {
    await say({ type: "response", body: "Once" }, { id: OWN_ID });

    expect(await refusal({ type: "response", body: "Once" }, { id: OWN_ID })).toBe(
      "conflict on insert of AgentActivity",
    );
    expect(scene.linear.activities(session)).toMatchObject([{ id: OWN_ID }]);
  });

  it("is refused in another app's session, and to people unless it is a prompt", async () => {
    const { linear, ada } = scene;
    const other = linear.addApp({ name: "other" });
    const stranger = createClient(linear.apiUrl, `Bearer ${linear.createAccessToken({ app: other })}`);
    const input = { agentSessionId: session.id, content: { type: "response", body: "x" } };

    expect(await stranger.refusal(createActivity, { input })).toBe(
      "Only the app that owns the agent session may change it",
    );
    expect(await ada.refusal(createActivity, { input })).toBe(
      "Only the session's app can create activities other than prompts",
    );
    expect(await ada.refusal(createActivity, { input: { ...input, content: { type: "prompt", body: "x" } } })).toBe(
      "none",
    );
  });

  it("keeps a signal and its metadata beside the content", async () => {
    const signalMetadata = { options: [{ value: "api", label: "api" }] };
    await say({ type: "elicitation", body: "Which?" }, { signal: "select", signalMetadata });

    expect(scene.linear.activities(session)).toMatchObject([{ signal: "select", signalMetadata }]);
  });
});

describe("a session's update", () => {
  const update =
    "mutation($id: String!, $input: AgentSessionUpdateInput!) { agentSessionUpdate(id: $id, input: $input) { agentSession { plan externalLinks { label url } } } }";
  const change = (input: object): Promise<object> => scene.app.read(update, { id: session.id, input });

  it("replaces the whole plan, which is a bare array", async () => {
    await change({ plan: [{ content: "One", status: "pending" }] });

    expect(await change({ plan: [{ content: "Two", status: "inProgress" }] })).toEqual({
      agentSessionUpdate: { agentSession: { plan: [{ content: "Two", status: "inProgress" }], externalLinks: [] } },
    });
  });

  it.each([
    [{ plan: [{ content: "One", status: "pending", title: "x" }] }, 'plan[0]: Unrecognized key: "title"'],
    [{ plan: [{ content: "One", status: "waiting" }] }, "plan[0].status is unknown"],
    [{ plan: { steps: [] } }, "plan must be an array"],
    [
      {
        externalUrls: [
          { label: "a", url: "u" },
          { label: "b", url: "u" },
        ],
      },
      "externalUrls must have unique URLs",
    ],
  ])("refuses %o", async (input, reason) => {
    expect(await scene.app.refusal(update, { id: session.id, input })).toBe(`Argument Validation Error - ${reason}`);
  });

  it("sets, adds and removes links", async () => {
    const link = (name: string): object => ({ label: name, url: `https://example.com/${name}` });
    await change({ externalUrls: [link("a"), link("b")] });
    await change({ addedExternalUrls: [link("c")], removedExternalUrls: ["https://example.com/a"] });

    expect(scene.linear.session(session).externalUrls).toEqual([link("b"), link("c")]);
  });

  it("is for the app that owns it", async () => {
    expect(await scene.ada.refusal(update, { id: session.id, input: { plan: [] } })).toBe(
      "Only the app that owns the agent session may change it",
    );
  });
});

describe("opening a session oneself", () => {
  const onComment =
    "mutation($id: String!) { agentSessionCreateOnComment(input: { commentId: $id }) { agentSession { comment { id } } } }";

  it("works on a root comment, and not on a reply", async () => {
    const { linear, app } = scene;
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Hello" });
    const reply = await linear.comment({ issue, body: "And", parent: root });

    expect(await app.refusal(onComment, { id: root.id })).toBe("none");
    expect(await app.refusal(onComment, { id: reply.id })).toBe("incorrect parent");
    expect(linear.sessions().at(-1)).toMatchObject({ commentId: root.id, status: "active" });
  });

  it("needs the sessions category", async () => {
    const { linear } = scene;
    const plain = linear.addApp({ name: "plain", events: ["Comment"] });
    const client = createClient(linear.apiUrl, `Bearer ${linear.createAccessToken({ app: plain })}`);
    const root = await linear.comment({ issue: linear.createIssue(), body: "Hello" });

    expect(await client.refusal(onComment, { id: root.id })).toBe(
      "Agent sessions are not enabled for this application.",
    );
  });
});
