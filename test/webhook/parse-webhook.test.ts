// Covers: src/util/json.ts
// Covers: src/webhook/events.ts
// Covers: src/webhook/parse-comment.ts
// Covers: src/webhook/parse-session.ts
// Covers: src/webhook/payload-readers.ts

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventKey } from "../../src/webhook/event-key.js";
import { parseWebhook } from "../../src/webhook/parse-webhook.js";
import { WebhookPayloadError } from "../../src/webhook/webhook-payload-error.js";
import { type FixtureName, fixture, fixtureNames } from "../fixtures/fixture.js";
import { expectedEvents } from "./expected-events.js";
import { damagedPayloads, withField } from "./payload-edits.js";

const ORDERLY = /^(event: |WebhookPayloadError$)/;

/** "event: " with its key, "WebhookPayloadError", or what else came of it. */
function outcomeOf(payload: unknown): string {
  try {
    return `event: ${eventKey(parseWebhook(payload), null)}`;
  } catch (error) {
    return error instanceof WebhookPayloadError ? error.name : `thrown: ${error}`;
  }
}

function errorOf(payload: unknown): unknown {
  try {
    return parseWebhook(payload);
  } catch (error) {
    return error;
  }
}

const edited = (name: FixtureName, path: string, value: unknown) => parseWebhook(withField(fixture(name), path, value));

describe("parseWebhook", () => {
  it.each(fixtureNames)("reads %s, whole", (name) => {
    expect(parseWebhook(fixture(name))).toStrictEqual(expectedEvents[name]);
  });

  it.each([
    ["comment-create-reply", "type", undefined, "type"],
    ["comment-create-reply", "type", 7, "type"],
    ["comment-create-reply", "organizationId", undefined, "organizationId"],
    ["comment-create-reply", "organizationId", "", "organizationId"],
    ["comment-create-reply", "createdAt", "yesterday", "createdAt"],
    ["comment-create-reply", "data", [], "data"],
    ["comment-create-reply", "data.id", undefined, "data.id"],
    ["comment-create-reply", "data.id", "", "data.id"],
    ["comment-create-reply", "data.body", 7, "data.body"],
    ["comment-create-reply-2023", "data.parentId", 7, "data.parentId"],
    ["agent-session-created-root-mention", "appUserId", undefined, "appUserId"],
    ["agent-session-created-root-mention", "agentSession", undefined, "agentSession"],
    ["agent-session-created-root-mention", "agentSession.id", undefined, "agentSession.id"],
    ["agent-session-prompted", "agentActivity", undefined, "agentActivity"],
    ["agent-session-prompted", "agentActivity.id", undefined, "agentActivity.id"],
    ["agent-session-prompted", "agentActivity.content.body", [], "agentActivity.content.body"],
    ["agent-session-created-reply-mention", "agentSession.sourceCommentId", 7, "agentSession.sourceCommentId"],
    ["oauth-app-revoked", "oauthClientId", undefined, "oauthClientId"],
    ["app-user-notification-unassigned", "appUserId", undefined, "appUserId"],
    ["app-user-notification-unassigned", "notification", undefined, "notification"],
    ["issue-update-undelegated", "data.id", undefined, "data.id"],
  ] as const)("names the field when, of %s, %s is %j", (name, path, value, reported) => {
    expect(errorOf(withField(fixture(name), path, value))).toMatchObject({
      name: "WebhookPayloadError",
      code: "WEBHOOK_PAYLOAD_INVALID",
      path: reported,
      message: expect.stringContaining(`: ${reported} is not `),
    });
  });

  it.each([[null], [undefined], [[]], ["Comment"], [7]])("refuses %j as a whole", (payload) => {
    expect(errorOf(payload)).toMatchObject({ code: "WEBHOOK_PAYLOAD_INVALID", path: "" });
  });

  it.each([
    ["null", null],
    ["missing", undefined],
  ])("takes lists that are %s for empty ones", (_, none) => {
    const payload = { ...fixture("agent-session-created-root-mention"), guidance: none, previousComments: none };

    expect(parseWebhook(payload)).toStrictEqual({
      ...expectedEvents["agent-session-created-root-mention"],
      guidance: [],
      previousComments: [],
    });
  });

  it.each([
    [
      { type: "Team", team: { id: "t", key: "ENG" } },
      { type: "Team", teamName: undefined },
    ],
    [
      { type: "Initiative", initiative: { name: "Launch" } },
      { type: "Initiative", teamName: undefined },
    ],
    [{ team: { name: "Acme" } }, { type: "unknown", teamName: "Acme" }],
    ["Organization", { type: "Organization", teamName: undefined }],
    [null, { type: "unknown", teamName: undefined }],
  ])("keeps guidance of origin %j", (origin, expected) => {
    expect(edited("agent-session-created-root-mention", "guidance", [{ body: "Be brief.", origin }])).toMatchObject({
      guidance: [{ body: "Be brief.", origin: expected }],
    });
  });

  it.each([
    [
      "an issue's id from the issue",
      "comment-create-reply",
      "data.issueId",
      { comment: { issueId: "a135ca6b-6d19-49d6-a465-86cc9e830ce7" } },
    ],
    [
      "an author's id from the author",
      "comment-create-reply",
      "data.userId",
      { comment: { userId: "9d1c6a7e-3f58-4b0e-8c52-6a1f4e2b7d90" } },
    ],
    [
      "a comment's dates from the event",
      "comment-create-reply",
      "data.createdAt",
      { comment: { createdAt: "2025-05-05T18:41:22.310Z" } },
    ],
    [
      "a session's issue id from the issue",
      "agent-session-prompted",
      "agentSession.issueId",
      { session: { issueId: "a135ca6b-6d19-49d6-a465-86cc9e830ce7" } },
    ],
    [
      "a session's comment id from the comment",
      "agent-session-prompted",
      "agentSession.commentId",
      { session: { commentId: "b6e6cb72-3d52-43f5-a6a5-e9e67765fb5b" } },
    ],
    [
      "a session's app user from the event",
      "agent-session-prompted",
      "agentSession.appUserId",
      { session: { appUserId: "062a4532-86dc-411b-a348-f76b8b5cf345" } },
    ],
    ["an empty text for a comment without one", "comment-create-reply", "data.body", { comment: { body: "" } }],
    [
      "an empty text for a prompt without one",
      "agent-session-prompted-stop",
      "agentActivity.content",
      { activity: { body: "" } },
    ],
    [
      "a user's name from the address",
      "agent-session-prompted",
      "agentActivity.user.name",
      { activity: { user: { name: "bo@example.com" } } },
    ],
  ] as const)("takes %s", (_, name, path, expected) => {
    expect(edited(name, path, undefined)).toMatchObject(expected);
  });

  it("finds the text of a prompt where Linear's documentation has it", () => {
    const { content, ...activity } = Object(fixture("agent-session-prompted").agentActivity);

    expect(edited("agent-session-prompted", "agentActivity", { ...activity, body: content.body })).toStrictEqual(
      expectedEvents["agent-session-prompted"],
    );
  });

  it.each([
    ["an object", { name: "GitHub", type: "github" }, "GitHub"],
    ["the person it wrote for", '{"name":"Intercom","userDisplayName":"Bo"}', "Bo"],
    ["nameless", '{"type":"github"}', "integration"],
    ["a name that is no text", '{"name":{"first":"Bo"}}', "integration"],
  ])("names an integration that is %s", (_, botActor, name) => {
    expect(edited("comment-create-integration", "data.botActor", botActor)).toMatchObject({
      comment: { externalAuthor: { kind: "integration", name } },
    });
  });

  it.each([[null], [undefined], [""], ["{"], ["null"], ["[]"], [7]])(
    "sees no integration in the bot actor %j",
    (botActor) => {
      expect(edited("comment-create-integration", "data.botActor", botActor)).toMatchObject({
        comment: { externalAuthor: undefined },
      });
    },
  );

  it.each([
    ["data.user.name", 7, { user: { name: "bo@example.com" } }],
    ["data.user.avatarUrl", {}, { user: { avatarUrl: undefined } }],
    ["data.issue.team", { id: "ca01f61f-6279-4f21-a561-4699d4793222" }, { issue: { team: undefined } }],
    ["data.isArtificialAgentSessionRoot", "yes", { isArtificialAgentSessionRoot: undefined }],
  ])("does without %s when it is %j", (path, value, comment) => {
    expect(edited("comment-create-reply", path, value)).toMatchObject({ comment });
  });

  it.each([
    [{ type: "Comment", action: "archive" }, "archive"],
    [{ type: "AgentSessionEvent", action: "dismissed" }, "dismissed"],
    [{ type: "Comment", action: ["create"] }, undefined],
    [{ type: "Comment.create" }, undefined],
    [{ type: "constructor", action: null }, undefined],
  ])("calls %j unknown", (payload, action) => {
    expect(parseWebhook(payload)).toStrictEqual({
      kind: "unknown",
      type: payload.type,
      action,
      organizationId: undefined,
    });
  });

  it("finds the issue of a notification that holds only its id, or only the issue", () => {
    const [byId, whole] = [["notification.issue"], ["notification.issueId"]].map(([path = ""]) =>
      edited("app-user-notification-unassigned", path, undefined),
    );

    expect([byId, whole]).toStrictEqual(Array(2).fill(expectedEvents["app-user-notification-unassigned"]));
  });

  it.each([
    [
      "that goes on to another delegate",
      "data.delegateId",
      "9d1c6a7e-3f58-4b0e-8c52-6a1f4e2b7d90",
      "issue.undelegated",
    ],
    ["whose delegate is the same", "data.delegateId", "062a4532-86dc-411b-a348-f76b8b5cf345", "unknown"],
    ["that had no delegate", "updatedFrom.delegateId", null, "unknown"],
    ["that changes in another way", "updatedFrom", { title: "Search is slow" }, "unknown"],
  ])("takes an issue %s for what it is", (_, path, value, kind) => {
    expect(edited("issue-update-undelegated", path, value).kind).toBe(kind);
  });

  it.each(fixtureNames)("makes an event or a WebhookPayloadError of %s with any one field missing or wrong", (name) => {
    const outcomes = damagedPayloads(fixture(name)).map(outcomeOf);

    expect(outcomes).toContain("WebhookPayloadError");
    expect(outcomes.filter((outcome) => !ORDERLY.test(outcome))).toEqual([]);
  });

  it.each(fixtureNames)("gives no event of a damaged %s an id that is none", (name) => {
    const outcomes = damagedPayloads(fixture(name)).map(outcomeOf);

    expect(outcomes.filter((outcome) => /undefined|null|\[object/.test(outcome))).toEqual([]);
  });

  it("makes an event or a WebhookPayloadError of any JSON", () => {
    const shape = fc.record(
      {
        type: fc.constantFrom("Comment", "AgentSessionEvent", "OAuthApp", "Issue"),
        action: fc.constantFrom("create", "created", "prompted", "revoked", "update"),
        organizationId: fc.string(),
        createdAt: fc.constantFrom("2026-09-20T10:00:00.000Z", "never"),
        appUserId: fc.string(),
        oauthClientId: fc.jsonValue(),
        data: fc.jsonValue(),
        agentSession: fc.jsonValue(),
        agentActivity: fc.jsonValue(),
        guidance: fc.jsonValue(),
        previousComments: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    );

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shape), (payload) => {
        expect(outcomeOf(payload)).toMatch(ORDERLY);
      }),
    );
  });

  it("never repeats what a payload holds in its error", () => {
    const payload = withField(fixture("comment-create-reply"), "data.parentId", { secret: "hunter2" });

    expect(String(errorOf(payload))).not.toMatch(/hunter2|and the tests/);
  });
});
