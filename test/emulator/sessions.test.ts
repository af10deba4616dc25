// Covers: src/emulator/actions/post-comment.ts
// Covers: src/emulator/driver/people.ts
// Covers: src/emulator/driver/reading.ts
// Covers: src/emulator/webhooks/session-payload.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "./client.js";
import { createActivity, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.close());

const ANCHOR = "This thread is for an agent session with helper.";

describe("a mention", () => {
  it("in a root comment opens a session on that comment", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue({ title: "Fix it", description: "It broke" });
    const comment = await linear.mention({ issue, text: "please look" });
    await linear.settled();
    const [session] = linear.sessions();
    const child = { id: comment.id, body: "@helper please look", userId: linear.ada.id, issueId: issue.id };

    expect(hooks.kinds()).toEqual(expect.arrayContaining(["Comment create", "AgentSessionEvent created"]));
    expect(hooks.payloads("AgentSessionEvent created")).toEqual([
      {
        type: "AgentSessionEvent",
        action: "created",
        createdAt: expect.any(String),
        organizationId: linear.organization.id,
        oauthClientId: linear.app.clientId,
        appUserId: linear.organization.appUserId,
        guidance: null,
        previousComments: [child],
        promptContext: expect.stringContaining('<issue identifier="ENG-1">'),
        webhookId: expect.any(String),
        webhookTimestamp: expect.any(Number),
        agentSession: {
          id: session?.id,
          createdAt: session?.createdAt,
          updatedAt: session?.createdAt,
          archivedAt: null,
          creatorId: linear.ada.id,
          creator: { id: linear.ada.id, name: linear.ada.name, email: linear.ada.email, url: linear.ada.url },
          appUserId: linear.organization.appUserId,
          organizationId: linear.organization.id,
          commentId: comment.id,
          comment: child,
          sourceCommentId: null,
          issueId: issue.id,
          issue: {
            id: issue.id,
            title: "Fix it",
            description: "It broke",
            teamId: issue.teamId,
            team: { id: issue.teamId, key: "ENG", name: "Engineering" },
            identifier: "ENG-1",
            url: issue.url,
          },
          status: "pending",
          slugId: expect.stringMatching(/^[0-9a-f]{13}$/),
          url: expect.stringMatching(/^https:\/\/linear\.app\/acme\/issue\/ENG-1\/fix-it#agent-session-[0-9a-f]{8}$/),
          startedAt: null,
          endedAt: null,
          dismissedAt: null,
          dismissedById: null,
          externalLink: null,
          externalUrls: [],
          summary: null,
          sourceMetadata: null,
          plan: null,
          workspaceDiff: null,
          pullRequestId: null,
          context: [],
        },
      },
    ]);
  });

  it("in a reply opens a new thread with a root that nobody wrote", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Hello", by: linear.bo });
    const reply = await linear.mention({ issue, text: "help us", parent: root });
    await linear.settled();
    const anchor = linear.comments().at(-1);

    expect(anchor).toMatchObject({ body: ANCHOR, isArtificialAgentSessionRoot: true, userId: undefined });
    expect(hooks.payloads("AgentSessionEvent created")).toMatchObject([
      {
        previousComments: [{ id: root.id }, { id: reply.id }],
        agentSession: { commentId: anchor?.id, sourceCommentId: reply.id, comment: { body: ANCHOR } },
      },
    ]);
  });

  it("opens none for an app without the sessions category", async () => {
    const { linear } = scene;
    const app = linear.addApp({ name: "plain", events: ["Comment"] });
    await linear.mention({ issue: linear.createIssue(), text: "hello", app });

    expect(linear.sessions()).toEqual([]);
  });

  it("through the API needs the profile URL", async () => {
    const { linear, ada } = scene;
    const issue = linear.createIssue();
    const write = (body: string): Promise<unknown> =>
      ada.read("mutation($i: CommentCreateInput!) { commentCreate(input: $i) { success } }", {
        i: { issueId: issue.id, body },
      });
    await write("@helper please");
    const afterName = linear.sessions();
    await write("https://linear.app/acme/profiles/helper please");

    expect(afterName).toEqual([]);
    expect(linear.sessions()).toHaveLength(1);
  });

  it("in a description gives an anchor and no previous comments", async () => {
    const { linear, hooks } = scene;
    const session = await linear.mentionInDescription({ issue: linear.createIssue({ description: "Look" }) });
    await linear.settled();

    expect(linear.issue("ENG-1").description).toBe(
      `Look\n\n<user id="${linear.organization.appUserId}" notify>helper</user>`,
    );
    expect(hooks.payloads("AgentSessionEvent created")).toMatchObject([
      { previousComments: null, agentSession: { id: session.id, sourceCommentId: null, comment: { body: ANCHOR } } },
    ]);
  });

  it("goes on with the latest session where the emulator is told so", async () => {
    const modern = await startScene({ mentionsContinueSessions: true });
    const issue = modern.linear.createIssue();
    await modern.linear.mention({ issue, text: "one" });
    const second = await modern.linear.mention({ issue, text: "two" });
    await modern.linear.settled();
    await modern.close();

    expect(modern.linear.sessions()).toHaveLength(1);
    expect(modern.hooks.payloads("AgentSessionEvent prompted")).toMatchObject([
      { agentActivity: { sourceCommentId: second.id, content: { type: "prompt", body: "@helper two" } } },
    ]);
  });
});

describe("a delegation", () => {
  it("opens a session, sets the delegate and assigns the person", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue();
    const session = await linear.delegate({ issue, by: linear.bo });
    await linear.settled();

    expect(linear.issue(issue)).toMatchObject({
      delegateId: linear.organization.appUserId,
      assigneeId: linear.bo.id,
    });
    expect(hooks.payloads("AgentSessionEvent created")).toMatchObject([
      { agentSession: { id: session.id, creatorId: linear.bo.id, sourceCommentId: null, comment: { body: ANCHOR } } },
    ]);
  });

  it("by an automation has no creator", async () => {
    const { linear, hooks } = scene;
    await linear.delegate({ issue: linear.createIssue(), by: "automation" });
    await linear.settled();
    const [payload] = hooks.payloads("AgentSessionEvent created");

    expect(payload?.agentSession).not.toHaveProperty("creator");
    expect(payload?.agentSession).not.toHaveProperty("creatorId");
  });

  it("a second time brings no new session", async () => {
    const { linear } = scene;
    const issue = linear.createIssue();
    const first = await linear.delegate({ issue });
    const second = await linear.delegate({ issue });

    expect(second.id).toBe(first.id);
    expect(linear.sessions()).toHaveLength(1);
  });

  it("through the API is a delegation too, and taking an issue oneself is none", async () => {
    const { linear, ada, app } = scene;
    const delegate =
      "mutation($id: String!, $to: String!) { issueUpdate(id: $id, input: { delegateId: $to }) { success } }";
    const to = linear.organization.appUserId;
    await app.read(delegate, { id: linear.createIssue().id, to });
    const afterOwn = linear.sessions();
    await ada.read(delegate, { id: linear.createIssue().id, to });

    expect(afterOwn).toEqual([]);
    expect(linear.sessions()).toMatchObject([{ creatorId: linear.ada.id }]);
  });
});

describe("a person in a session", () => {
  it("prompts it with a comment in its thread", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue();
    const root = await linear.mention({ issue, text: "one" });
    const reply = await linear.comment({ issue, body: "and the tests?", parent: root, by: linear.bo });
    await linear.settled();

    expect(linear.sessions()).toHaveLength(1);
    expect(hooks.payloads("AgentSessionEvent prompted")).toMatchObject([
      {
        agentSession: { status: "active" },
        agentActivity: {
          content: { type: "prompt", body: "and the tests?" },
          userId: linear.bo.id,
          user: { id: linear.bo.id, name: "Bo Berg" },
          sourceCommentId: reply.id,
          signal: null,
        },
      },
    ]);
  });

  it("prompts it, not a new one, with a mention in its thread", async () => {
    const { linear } = scene;
    const issue = linear.createIssue();
    const root = await linear.mention({ issue, text: "one" });
    await linear.mention({ issue, text: "two", parent: root });

    expect(linear.sessions()).toHaveLength(1);
  });

  it("stops it with a signal and an empty body", async () => {
    const { linear, hooks } = scene;
    const session = await linear.delegate({ issue: linear.createIssue() });
    await linear.stop({ session });
    await linear.settled();

    expect(hooks.payloads("AgentSessionEvent prompted")).toMatchObject([
      { agentActivity: { signal: "stop", content: { type: "prompt", body: "" }, sourceCommentId: null } },
    ]);
  });

  it("may write where there is no issue and no comment", async () => {
    const { linear, hooks } = scene;
    const session = await linear.openSession({ prompt: "Sum this up" });
    await linear.prompt({ session, body: "Shorter" });
    await linear.settled();

    expect(linear.comments()).toEqual([]);
    expect(hooks.payloads("AgentSessionEvent created")).toMatchObject([
      {
        promptContext: "<prompt>Sum this up</prompt>",
        agentSession: { issueId: null, commentId: null, url: null },
      },
    ]);
    expect(hooks.payloads("AgentSessionEvent prompted")).toMatchObject([
      { agentActivity: { content: { body: "Shorter" } } },
    ]);
  });
});

describe("a session's status", () => {
  it.each([
    [{ type: "thought", body: "Hm" }, "active"],
    [{ type: "action", action: "Reading", parameter: "a file" }, "active"],
    [{ type: "elicitation", body: "Which?" }, "awaitingInput"],
    [{ type: "response", body: "Done" }, "complete"],
    [{ type: "error", body: "Failed" }, "error"],
  ])("after %o is %s", async (content, status) => {
    const { linear, app } = scene;
    const { id } = await linear.delegate({ issue: linear.createIssue() });
    await app.read(createActivity, { input: { agentSessionId: id, content } });

    expect(await app.read(`{ agentSession(id: "${id}") { status } }`)).toEqual({ agentSession: { status } });
    expect(linear.session(id).status).toBe(status);
  });

  it("is active again after a prompt, while its end stays the first", async () => {
    const { linear, app } = scene;
    const { id } = await linear.delegate({ issue: linear.createIssue() });
    await app.read(createActivity, { input: { agentSessionId: id, content: { type: "response", body: "Done" } } });
    const done = linear.session(id);
    await linear.prompt({ session: id, body: "More" });

    expect(linear.session(id)).toEqual({ ...done, status: "active", lastActivityAt: expect.any(String) });
    expect(done.endedAt).toBe(done.updatedAt);
  });

  it("is stale after 30 silent minutes, until the next activity", async () => {
    let minutes = 0;
    const slow = await startScene({ now: () => new Date(Date.UTC(2026, 8, 20, 10, minutes)) });
    const { id } = await slow.linear.delegate({ issue: slow.linear.createIssue() });
    minutes = 29;
    const early = slow.linear.session(id).status;
    minutes = 31;
    const late = slow.linear.session(id).status;
    const app = createClient(slow.linear.apiUrl, `Bearer ${slow.linear.createAccessToken()}`);
    await app.read(createActivity, { input: { agentSessionId: id, content: { type: "thought", body: "Hm" } } });
    const again = slow.linear.session(id).status;
    await slow.close();

    expect([early, late, again]).toEqual(["pending", "stale", "active"]);
  });
});
