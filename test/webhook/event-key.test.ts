import { describe, expect, it } from "vitest";
import { eventKey } from "../../src/webhook/event-key.js";
import { parseWebhook } from "../../src/webhook/parse-webhook.js";
import { type FixtureName, fixture, fixtureNames } from "../fixtures/fixture.js";

const FIRST = "11f0b7f5-6c5e-4b8e-9a53-0f5b1f6a9a01";
const SECOND = "7d2b8e16-9f43-4c0d-8a77-3e6c5d4b2f19";
const ACME = "882e7ddb-fccd-4824-a62b-ab6cd553bd34";

const known = fixtureNames.filter((name) => parseWebhook(fixture(name)).kind !== "unknown");
const keyOf = (name: FixtureName, delivery: string | null) => eventKey(parseWebhook(fixture(name)), delivery);

describe("eventKey", () => {
  it.each([
    ["comment-create-root-mention", `comment.created:${ACME}:b6e6cb72-3d52-43f5-a6a5-e9e67765fb5b`],
    ["agent-session-created-root-mention", `session.created:${ACME}:9c04d1f7-19c3-4b7e-8d2a-6f5e0c91b3d7`],
    ["agent-session-prompted", `session.prompted:${ACME}:d5f0a7b3-1e94-4c28-b6d7-803c9e5f2a14`],
    ["oauth-app-revoked", `app.revoked:${ACME}:697c8c35-e5b7-4505-aedb-7d4945ca2292:2025-05-09T15:20:11.746Z`],
    ["reaction-create", `reaction.created:${ACME}:71e4d9b0-c638-4a5f-8b12-f09d6e37c2a5`],
    [
      "app-user-notification-unassigned",
      `issue.undelegated:${ACME}:a135ca6b-6d19-49d6-a465-86cc9e830ce7:062a4532-86dc-411b-a348-f76b8b5cf345:2025-05-06T10:04:41.052Z`,
    ],
    ["issue-update", `unknown:${ACME}:Issue.update:${FIRST}`],
    ["app-user-notification", `unknown:${ACME}:AppUserNotification.issueAssignedToYou:${FIRST}`],
  ] as const)("names what %s is about", (name, key) => {
    expect(keyOf(name, FIRST)).toBe(key);
  });

  it.each(known)("is the same for a later delivery of %s, whichever ids the delivery has", (name) => {
    const retry = {
      ...fixture(name, { sentAt: new Date("2026-09-20T16:00:00.000Z") }),
      webhookId: "5f0c3e2a-1b94-4d67-8e38-a7c6d9f0b415",
    };

    expect(eventKey(parseWebhook(retry), SECOND)).toBe(keyOf(name, FIRST));
    expect(eventKey(parseWebhook(retry), null)).toBe(keyOf(name, FIRST));
  });

  it("tells unknown events apart by their delivery", () => {
    expect(keyOf("issue-update", FIRST)).toBe(keyOf("issue-update", FIRST));
    expect(keyOf("issue-update", FIRST)).not.toBe(keyOf("issue-update", SECOND));
  });

  it("differs between all fixtures", () => {
    const keys = fixtureNames.map((name) => keyOf(name, FIRST));

    expect(new Set(keys).size).toBe(fixtureNames.length);
  });

  it("differs between organizations", () => {
    const elsewhere = { ...fixture("agent-session-prompted"), organizationId: "e94cb084-006e-4c94-a9de-b2343282d28d" };

    expect(eventKey(parseWebhook(elsewhere), FIRST)).not.toBe(keyOf("agent-session-prompted", FIRST));
  });
});
