// Covers: src/webhook/parse-context.ts
// Covers: src/webhook/payload-readers.ts

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parseWebhook } from "chat-adapter-linear/webhook";
import { describe, expect, it } from "vitest";
import { type FixturePayload, fixture, fixtureNames } from "../fixtures/fixture.js";
import { absolute, isPresent } from "../support/guards/repository.js";
import { type OddPayload, oddPayloads } from "./odd-values.js";
import { withField } from "./payload-edits.js";

/** What events of a type cannot do without: what they are, ids, what was written, and when. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Comment: ["data", "data.id", "data.body"],
  AgentSessionEvent: [
    "appUserId",
    "agentSession",
    "agentSession.id",
    "agentSession.sourceCommentId",
    "agentActivity",
    "agentActivity.id",
    "agentActivity.content",
    "agentActivity.content.body",
  ],
  Reaction: ["data", "data.id", "data.emoji"],
  OAuthApp: ["oauthClientId"],
  AppUserNotification: ["appUserId", "notification"],
  Issue: ["data", "data.id", "data.delegateId", "updatedFrom", "updatedFrom.delegateId"],
};
const ALWAYS_NEEDED = ["type", "action", "organizationId", "createdAt"];

/** Ids that nothing else in the delivery tells, and fields that Linear types loosely. */
const OF_FIXTURE: Readonly<Record<string, readonly string[]>> = {
  "agent-session-created-root-mention": ["guidance.0.origin", "guidance.1.origin"],
  "agent-session-created-without-issue": ["agentSession.issueId", "agentSession.commentId"],
  "comment-create-integration": ["data.botActor"],
  "comment-create-slack-synced": ["data.botActor"],
  "comment-create-reply": ["data.parentId"],
  "comment-create-reply-2023": ["data.parentId"],
};

/** What an odd field has done to an event; undefined where it is left out and told of, or was never read. */
function harmOf({ path, value, payload }: OddPayload, whole: unknown): unknown {
  const told: string[] = [];
  try {
    const event = parseWebhook(payload, { onUnreadable: (field) => told.push(field) });
    return told.length > 0 || isDeepStrictEqual(event, whole) ? undefined : { path, value, silently: event };
  } catch (error) {
    return { path, value, error };
  }
}

function harms(name: string, payload: FixturePayload): unknown[] {
  const needed = [...ALWAYS_NEEDED, ...(NEEDED[String(payload.type)] ?? []), ...(OF_FIXTURE[name] ?? [])];
  const whole = parseWebhook(payload);
  return oddPayloads(payload, needed)
    .map((odd) => harmOf(odd, whole))
    .filter((harm) => harm !== undefined);
}

describe("a field that is only shown", () => {
  it.each(fixtureNames)("never costs the event when it is odd, and is told of: %s", (name) => {
    expect(harms(name, fixture(name))).toEqual([]);
  });

  it.each([
    ["guidance", "Always write tests.", "guidance"],
    ["guidance", [{ body: null }], "guidance[0].body"],
    ["guidance", ["Rule"], "guidance[0]"],
    ["guidance", { body: "Rule" }, "guidance"],
    ["promptContext", { text: "x" }, "promptContext"],
    ["previousComments", [null], "previousComments[0]"],
    ["previousComments.0.body", 7, "previousComments[0].body"],
    ["agentSession.issue", "ENG-594", "agentSession.issue"],
    ["agentSession.issue.title", ["x"], "agentSession.issue.title"],
    ["agentSession.issue.description", { type: "doc" }, "agentSession.issue.description"],
    ["agentSession.issue.team", "Acme", "agentSession.issue.team"],
    ["agentSession.issue.team.name", 7, "agentSession.issue.team.name"],
    ["agentSession.issueId", 7, "agentSession.issueId"],
    ["agentSession.creator", "Ada", "agentSession.creator"],
    ["agentSession.creator.name", {}, "agentSession.creator.name"],
    ["agentSession.comment", "hello", "agentSession.comment"],
    ["agentSession.comment.quotedText", 7, "agentSession.comment.quotedText"],
    ["agentSession.url", 7, "agentSession.url"],
    ["agentSession.status", null, undefined],
    ["oauthClientId", 7, "oauthClientId"],
    ["webhookId", [], "webhookId"],
  ])("is named by its path: %s that is %j", (path, value, named) => {
    const told: string[] = [];
    const payload = withField(fixture("agent-session-created-root-mention"), path, value);
    const event = parseWebhook(payload, { onUnreadable: (field) => told.push(field) });

    expect([event.kind, ...told]).toEqual(["session.created", ...(named === undefined ? [] : [named])]);
  });

  it("is told of once, though two things are read from it", () => {
    const told: string[] = [];
    const payload = withField(fixture("comment-create-reply"), "data.issueId", {});
    parseWebhook(withField(payload, "data.issue.title", 7), { onUnreadable: (field) => told.push(field) });

    expect(told).toEqual(["data.issueId", "data.issue.title"]);
  });

  it("leaves the rest of a list as it is", () => {
    const rules = [{ body: "First." }, null, "Rule", { body: 7 }, { body: "Last.", origin: { type: 7, team: "x" } }];
    const event = parseWebhook({ ...fixture("agent-session-created-root-mention"), guidance: rules });

    expect(event).toMatchObject({
      guidance: [
        { body: "First.", origin: { type: "unknown" } },
        { body: "Last.", origin: { type: "unknown", team: undefined } },
      ],
    });
  });
});

const CAPTURES = "../shared/linear/webhooks";
const captured = [
  "agent-session-created-description-mention",
  "app-user-notification-issue-assigned",
  "comment-create",
  "comment-create-reply",
  "comment-update",
  "issue-update",
];

describe.skipIf(!isPresent(CAPTURES))(`a recorded delivery (skipped where ${CAPTURES} is absent)`, () => {
  it.each(captured)("costs nothing when a field that is only shown is odd: %s", (name) => {
    const payload: FixturePayload = JSON.parse(readFileSync(absolute(`${CAPTURES}/${name}.json`), "utf8"));

    expect(harms(name, payload)).toEqual([]);
  });
});
