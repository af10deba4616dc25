// Covers: src/api/operations/issue-relations.ts
// Covers: src/api/operations/issue-users.ts
// Covers: src/issues/assignee.ts
// Covers: src/issues/relations.ts

import type { LinearAdapterError, LinearIssue, LinearNewRelationKind, LinearPriority } from "chat-adapter-linear";
import type { EmulatedIssue, EmulatedUser, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let linear: LinearEmulator;
let given: EmulatedIssue;
let issue: LinearIssue;
let dora: EmulatedUser;

beforeEach(async () => {
  bot = await startTestBot();
  linear = bot.linear;
  given = linear.createIssue();
  issue = bot.adapter.issue(`linear:${given.id}`);
  dora = linear.addPerson({ name: "Dora Maar" });
});
afterEach(() => bot.close());

const refusal = (work: Promise<unknown>): Promise<Pick<LinearAdapterError, "code" | "message">> =>
  work.then(
    () => ({ code: "CONFIG_INVALID", message: "It was not refused" }),
    ({ code, message }) => ({ code, message }),
  );

const assigneeOf = ({ id }: EmulatedIssue): string | undefined => linear.issue(id).assigneeId;

describe("assigning", () => {
  it("finds a person by handle, address or full name, in any case, in two requests", async () => {
    const others = [linear.createIssue(), linear.createIssue(), linear.createIssue()] as const;
    const names = ["@Dora", dora.email.toUpperCase(), "dora maar"] as const;
    const expected = { id: dora.id, name: "Dora Maar", displayName: "dora", isApp: false, isMe: false };

    const requests = await requestsOf(bot, async () => {
      expect(await bot.adapter.issue(`linear:${others[0].id}`).assign(names[0])).toEqual(expected);
      expect(await bot.adapter.issue(`linear:${others[1].id}`).assign(names[1])).toEqual(expected);
      expect(await bot.adapter.issue(`linear:${others[2].id}`).assign(names[2])).toEqual(expected);
    });

    expect(others.map(assigneeOf)).toEqual([dora.id, dora.id, dora.id]);
    expect(requests).toEqual(["FindPeople", "AssignIssue", "FindPeople", "AssignIssue", "FindPeople", "AssignIssue"]);
  });

  it("takes one request by id, and to take the issue from somebody", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(await issue.assign(dora.id)).toMatchObject({ displayName: "dora" });
      expect(await issue.assign(null)).toBeUndefined();
    });

    expect(assigneeOf(given)).toBeUndefined();
    expect(requests).toEqual(["AssignIssue", "AssignIssue"]);
  });

  it("changes nothing when the name means nobody, an app or several", async () => {
    linear.addPerson({ name: "Cy Twombly" });
    linear.addPerson({ name: "Cy Twombly" });
    const refusals = await requestsOf(bot, async () => {
      expect([await refusal(issue.assign("Zoe")), await refusal(issue.assign("helper"))]).toEqual([
        {
          code: "NOT_FOUND",
          message:
            '"Zoe" is no active person of this workspace: give the @handle, the e-mail address, the full name or the id. An app cannot be the assignee; for the bot itself there is delegateToMe()',
        },
        { code: "NOT_FOUND", message: expect.stringContaining('"helper" is no active person') },
      ]);
      expect((await refusal(issue.assign("Cy Twombly"))).message).toMatch(
        /^"Cy Twombly" can be @\S+ or @\S+: give the handle or the id$/,
      );
      expect((await refusal(issue.assign(" "))).code).toBe("MESSAGE_INVALID");
    });

    expect(refusals).toEqual(["FindPeople", "FindPeople", "FindPeople"]);
    expect(assigneeOf(given)).toBeUndefined();
  });
});

describe("the priority", () => {
  it("is set in one request", async () => {
    expect(await requestsOf(bot, () => issue.setPriority("urgent"))).toEqual(["UpdateIssue"]);
    expect(linear.issue(given.id).priority).toBe(1);

    await issue.setPriority("none");
    expect(linear.issue(given.id).priority).toBe(0);
  });

  it("is one of Linear's", async () => {
    expect(await refusal(issue.setPriority("highest" as LinearPriority))).toEqual({
      code: "MESSAGE_INVALID",
      message: '"highest" is no priority: Linear has none, urgent, high, medium, low',
    });
  });
});

describe("commenting", () => {
  it("opens a thread on the issue, also from an agent session, in one request", async () => {
    const fromSession = bot.adapter.issue(`linear:${given.id}:s:some-session`);
    const requests = await requestsOf(bot, async () => {
      const posted = await fromSession.comment({ markdown: "Deployed to **staging**." });
      const [comment] = linear.comments({ issue: given });

      expect(comment).toMatchObject({ body: "Deployed to **staging**.", parentId: undefined });
      expect(posted).toEqual({
        id: comment?.id,
        threadId: `linear:${given.id}:c:${comment?.id}`,
        url: comment?.url,
      });
    });

    expect(requests).toEqual(["CreateComment"]);
  });
});

describe("relating", () => {
  it("says what the issue is to another one, seen from either", async () => {
    const other = linear.createIssue({ title: "Other" });
    const seen = bot.adapter.issue(`linear:${other.identifier}`);
    const kinds: LinearNewRelationKind[] = ["blocks", "blocked-by", "duplicate-of", "duplicated-by", "related"];
    const requests = await requestsOf(bot, async () => {
      const [kind] = kinds;
      expect(await issue.relate(kind ?? "related", other.identifier)).toEqual({
        kind: "blocks",
        issue: {
          id: other.id,
          identifier: other.identifier,
          title: "Other",
          url: other.url,
          state: { id: other.stateId, name: "Backlog", type: "backlog" },
        },
      });
    });
    await Promise.all(kinds.slice(1).map((kind) => issue.relate(kind, other.id)));

    expect(requests).toEqual(["CreateIssueRelation"]);
    expect((await issue.read()).relations.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
    expect((await seen.read()).relations.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
    expect((await seen.read()).relations.find(({ kind }) => kind === "blocked-by")?.issue.id).toBe(given.id);
  });

  it("is done once though the answer is lost", async () => {
    const other = linear.createIssue();
    linear.injectFault({ on: "graphql", operation: "CreateIssueRelation", kind: "drop-after" });

    expect(await issue.relate("blocks", other.id)).toMatchObject({ kind: "blocks", issue: { id: other.id } });
    expect((await issue.read()).relations).toHaveLength(1);
  });

  it("refuses what is no relation, and an issue that is not there", async () => {
    expect([
      await refusal(issue.relate("similar" as LinearNewRelationKind, "ENG-1")),
      await refusal(issue.relate("related", "ENG-404")),
    ]).toEqual([
      {
        code: "MESSAGE_INVALID",
        message:
          '"similar" is no relation of issues that can be made: it can be blocks, blocked-by, duplicate-of, duplicated-by, related',
      },
      {
        code: "NOT_FOUND",
        message: "Linear refused CreateIssueRelation: Entity not found: Issue (Could not find referenced Issue.)",
      },
    ]);
  });
});

describe("what Linear answers with success: false", () => {
  it("is an error", async () => {
    linear.injectFault({ on: "graphql", kind: "unsuccessful", times: 3 });
    const message = (mutation: string): string =>
      `Linear answered ${mutation} with success: false and no reason: look in Linear whether it was done before trying again`;

    expect([
      await refusal(issue.setPriority("high")),
      await refusal(issue.assign(dora.id)),
      await refusal(issue.relate("blocks", linear.createIssue().identifier)),
    ]).toEqual([
      { code: "LINEAR_FAILED", message: message("issueUpdate") },
      { code: "LINEAR_FAILED", message: message("issueUpdate") },
      { code: "LINEAR_FAILED", message: message("issueRelationCreate") },
    ]);
  });
});
