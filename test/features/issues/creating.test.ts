// Covers: src/api/operations/new-issues.ts
// Covers: src/issues/create-issues.ts
// Covers: src/issues/new-issue.ts

import type { LinearAdapterError, LinearPriority } from "chat-adapter-linear";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let linear: LinearEmulator;

beforeEach(async () => {
  bot = await startTestBot();
  linear = bot.linear;
});
afterEach(() => bot.close());

const refusal = (work: Promise<unknown>): Promise<Pick<LinearAdapterError, "code" | "message">> =>
  work.then(
    () => ({ code: "CONFIG_INVALID", message: "It was not refused" }),
    ({ code, message }) => ({ code, message }),
  );

describe("creating an issue", () => {
  it("is done in a team by its key or name, in two requests", async () => {
    const team = linear.addTeam({ key: "OPS", name: "Operations" });
    const requests = await requestsOf(bot, async () => {
      const made = await bot.adapter.createIssue({
        team: "ops",
        title: "Renew the certificate",
        description: "By **Friday**.",
        priority: "high",
        estimate: 2,
      });
      expect(made).toEqual({
        id: expect.any(String),
        identifier: "OPS-1",
        title: "Renew the certificate",
        url: expect.stringContaining("/issue/OPS-1/"),
      });
      expect(linear.issue(made.id)).toMatchObject({
        teamId: team.id,
        description: "By **Friday**.",
        priority: 2,
        estimate: 2,
        parentId: undefined,
        creatorId: linear.organization.appUserId,
      });
    });

    expect(requests).toEqual(["FindTeams", "CreateIssue"]);
    expect((await bot.adapter.createIssue({ team: "operations", title: "Another" })).identifier).toBe("OPS-2");
  });

  it("takes one request with the team's id", async () => {
    const team = linear.addTeam({ key: "OPS", name: "Operations" });

    expect(await requestsOf(bot, () => bot.adapter.createIssue({ team: team.id, title: "One" }))).toEqual([
      "CreateIssue",
    ]);
  });

  it("is done in the team of another issue, in two requests", async () => {
    const team = linear.addTeam({ key: "OPS", name: "Operations" });
    const given = linear.createIssue({ team });
    const requests = await requestsOf(bot, async () => {
      const made = await bot.adapter.issue(`linear:${given.identifier}`).create({ title: "Follow-up" });

      expect(linear.issue(made.id)).toMatchObject({ teamId: team.id, title: "Follow-up", priority: 0 });
      expect(linear.issue(made.id).parentId).toBeUndefined();
    });

    expect(requests).toEqual(["GetParentIssue", "CreateIssue"]);
  });

  it("is done once though the answer is lost", async () => {
    linear.injectFault({ on: "graphql", operation: "CreateIssue", kind: "drop-after" });
    const made = await bot.adapter.createIssue({ team: "ENG", title: "Once" });

    expect(made).toMatchObject({ identifier: "ENG-1", title: "Once" });
    expect(linear.issues().map(({ title }) => title)).toEqual(["Once"]);
  });

  it("is refused where the team is unknown or the input is wrong, before anything is made", async () => {
    linear.addTeam({ key: "OP1", name: "Operations" });
    linear.addTeam({ key: "OP2", name: "Operations" });

    expect([
      await refusal(bot.adapter.createIssue({ team: "nowhere", title: "One" })),
      await refusal(bot.adapter.createIssue({ team: "Operations", title: "One" })),
      await refusal(bot.adapter.createIssue({ team: "ENG", title: "One", priority: "top" as LinearPriority })),
      await refusal(bot.adapter.createIssue({ team: "ENG", title: "" })),
    ]).toEqual([
      {
        code: "NOT_FOUND",
        message: '"nowhere" is no team that this credential can see: give its key, such as ENG, its name or its id',
      },
      {
        code: "NOT_FOUND",
        message:
          '"Operations" can be the team OP2 (Operations) or the team OP1 (Operations): give the id, or a key that is no other team\'s name',
      },
      { code: "MESSAGE_INVALID", message: '"top" is no priority: Linear has none, urgent, high, medium, low' },
      {
        code: "INPUT_REFUSED",
        message: "Linear refused CreateIssue: Argument Validation Error - title must not be empty",
      },
    ]);
    expect(linear.issues()).toEqual([]);
  });

  it("is refused where a team's key is what another one is called, unless the key alone is written so", async () => {
    linear.addTeam({ key: "SUP", name: "Support" });
    linear.addTeam({ key: "SUPPORT", name: "Newcomers" });
    linear.addTeam({ key: "INF", name: "IT" });
    linear.addTeam({ key: "IT", name: "Other newcomers" });
    const inTeam = (team: string) => bot.adapter.createIssue({ team, title: "One" });

    expect([await refusal(inTeam("Support")), await refusal(inTeam("IT"))]).toEqual([
      {
        code: "NOT_FOUND",
        message:
          '"Support" can be the team SUPPORT (Newcomers) or the team SUP (Support): give the id, or a key that is no other team\'s name',
      },
      {
        code: "NOT_FOUND",
        message:
          '"IT" can be the team IT (Other newcomers) or the team INF (IT): give the id, or a key that is no other team\'s name',
      },
    ]);
    expect([(await inTeam("SUP")).identifier, (await inTeam("SUPPORT")).identifier]).toEqual(["SUP-1", "SUPPORT-1"]);
  });
});
