// Covers: src/api/operations/issue-changes.ts
// Covers: src/api/operations/labels.ts
// Covers: src/api/operations/sub-issues.ts
// Covers: src/issues/labels.ts
// Covers: src/issues/linear-issue.ts

import type { LinearAdapterError, LinearIssue } from "chat-adapter-linear";
import type { EmulatedIssue, EmulatedLabel, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { toInstallation } from "../../support/plain-bot.js";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let linear: LinearEmulator;
let given: EmulatedIssue;
let issue: LinearIssue;

beforeEach(async () => {
  bot = await startTestBot({ config: (emulator) => ({ accessToken: emulator.createAccessToken() }) });
  linear = bot.linear;
  given = linear.createIssue();
  issue = bot.adapter.issue(`linear:${given.id}`);
});
afterEach(() => bot.close());

const refusal = (work: Promise<unknown>): Promise<Pick<LinearAdapterError, "code" | "message">> =>
  work.then(
    () => ({ code: "CONFIG_INVALID", message: "It was not refused" }),
    ({ code, message }) => ({ code, message }),
  );

const stateOf = ({ id }: EmulatedIssue): string | undefined =>
  linear.workflowStates().find((state) => state.id === linear.issue(id).stateId)?.name;
const labelsOf = ({ id }: EmulatedIssue): unknown[] =>
  linear.issue(id).labelIds.map((labelId) => linear.labels().find((label) => label.id === labelId)?.name);
const labelNamed = (name: string): EmulatedLabel => {
  const label = linear.labels().find((each) => each.name === name);
  if (label === undefined) throw new Error(`There is no label ${name}`);
  return label;
};

describe("the issue of a thread", () => {
  it("is that of issues, comments and sessions, by UUID or identifier", async () => {
    const ids = [
      `linear:${given.id}`,
      `linear:${given.id}:c:some-comment`,
      `linear:${given.id}:s:some-session`,
      `linear:${given.id}:c:some-comment:s:some-session`,
      `linear:${given.identifier}`,
    ];
    await Promise.all(ids.map((id) => bot.adapter.issue(id).attach({ url: `https://example.com/${id}`, title: id })));

    expect(
      linear
        .attachments(given)
        .map(({ title }) => title)
        .sort(),
    ).toEqual([...ids].sort());
  });

  it("is none in a session without an issue", () => {
    expect(() => bot.adapter.issue("linear::s:some-session")).toThrow(
      expect.objectContaining({
        code: "THREAD_ID_INVALID",
        message: "This agent session is not on an issue, so there is no issue to work with",
      }),
    );
    expect(() => bot.adapter.issue("slack:C1:1.2")).toThrow(expect.objectContaining({ code: "THREAD_ID_INVALID" }));
  });

  it("asks Linear for nothing by itself", async () => {
    expect(await requestsOf(bot, async () => bot.adapter.issue(`linear:${given.id}`))).toEqual([]);
  });

  it("may be gone", async () => {
    const gone = bot.adapter.issue("linear:ENG-404");

    expect(await refusal(gone.start())).toEqual({
      code: "NOT_FOUND",
      message: "Linear refused GetIssueWorkflow: Entity not found: Issue (Could not find referenced Issue.)",
    });
  });
});

describe("starting", () => {
  it("moves the issue to the first started state, in two requests", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(await issue.start()).toEqual({
        moved: true,
        state: { id: expect.any(String), name: "In Progress", type: "started" },
      });
    });

    expect(stateOf(given)).toBe("In Progress");
    expect(requests).toEqual(["GetIssueWorkflow", "UpdateIssue"]);
  });

  it("leaves an issue that is under way or done, in one request", async () => {
    const done = linear.createIssue({ state: "Done" });
    const requests = await requestsOf(bot, async () => {
      expect(await bot.adapter.issue(`linear:${done.id}`).start()).toEqual({
        moved: false,
        state: { id: done.stateId, name: "Done", type: "completed" },
      });
    });

    expect(requests).toEqual(["GetIssueWorkflow"]);
  });

  it("goes by position, not by age", async () => {
    const team = linear.addTeam({
      key: "OPS",
      name: "Operations",
      states: [
        { name: "Triage", type: "triage", position: 0 },
        { name: "Reviewing", type: "started", position: 30 },
        { name: "Doing", type: "started", position: 10 },
        { name: "Testing", type: "started", position: 20 },
      ],
    });
    const other = linear.createIssue({ team });

    expect(await bot.adapter.issue(`linear:${other.id}`).start()).toMatchObject({ state: { name: "Doing" } });
  });
});

describe("moving", () => {
  it("goes to a state by name or type, in two requests", async () => {
    const requests = await requestsOf(bot, async () => {
      expect([await issue.moveTo("in review"), await issue.moveTo("completed")]).toMatchObject([
        { moved: true, state: { name: "In Review" } },
        { moved: true, state: { name: "Done" } },
      ]);
    });

    expect(stateOf(given)).toBe("Done");
    expect(requests).toEqual(["GetIssueWorkflow", "UpdateIssue", "GetIssueWorkflow", "UpdateIssue"]);
  });

  it("changes nothing when the issue is there", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(await issue.moveTo("backlog")).toEqual({
        moved: false,
        state: { id: given.stateId, name: "Backlog", type: "backlog" },
      });
    });

    expect(requests).toEqual(["GetIssueWorkflow"]);
  });

  it("to what the team does not have names what it has", async () => {
    expect(await refusal(issue.moveTo("Shipped"))).toEqual({
      code: "NOT_FOUND",
      message:
        'ENG-1 cannot move to "Shipped": the team Engineering has no workflow state of that name or type. It has Backlog (backlog), Todo (unstarted), In Progress (started), Done (completed), Canceled (canceled), Duplicate (duplicate), In Review (started)',
    });
  });
});

describe("delegating to the bot", () => {
  it("takes an issue that nobody has, in two requests", async () => {
    const me = { id: linear.organization.appUserId, displayName: "helper", isMe: true };
    const requests = await requestsOf(bot, async () => {
      expect(await issue.delegateToMe()).toEqual({ delegated: true, delegate: me });
    });

    expect(linear.issue(given)).toMatchObject({ delegateId: me.id, assigneeId: undefined });
    expect(requests).toEqual(["GetIssueDelegation", "UpdateIssue"]);
  });

  it("leaves an issue that somebody has, be it the bot", async () => {
    const other = linear.addApp({ name: "other" });
    const theirs = linear.createIssue();
    await linear.delegate({ issue: theirs, app: other });
    await issue.delegateToMe();
    const requests = await requestsOf(bot, async () => {
      expect([await bot.adapter.issue(`linear:${theirs.id}`).delegateToMe(), await issue.delegateToMe()]).toMatchObject(
        [
          { delegated: false, delegate: { displayName: "other", isMe: false } },
          { delegated: false, delegate: { displayName: "helper", isMe: true } },
        ],
      );
    });

    expect(requests).toEqual(["GetIssueDelegation", "GetIssueDelegation"]);
  });

  it("is not possible for a person", async () => {
    const { adapter, close } = await startTestBot({ linear, config: () => ({ apiKey: linear.createApiKey() }) });
    onTestFinished(close);

    expect(await refusal(adapter.issue(`linear:${given.id}`).delegateToMe())).toEqual({
      code: "FORBIDDEN",
      message:
        "Only an app can be an issue's delegate, and this credential is a person's: use an OAuth app with actor=app and the scope app:assignable",
    });
    expect(linear.issue(given).delegateId).toBeUndefined();
  });
});

describe("labels", () => {
  it("are added by name or id beside those that are there, in two requests", async () => {
    const own = linear.addLabel({ name: "Login", team: given.teamId });
    await issue.addLabels("Bug");
    const requests = await requestsOf(bot, async () => {
      expect(await issue.addLabels(["login", labelNamed("Feature").id, "BUG"])).toEqual([
        { id: own.id, name: "Login" },
        { id: labelNamed("Feature").id, name: "Feature" },
        { id: labelNamed("Bug").id, name: "Bug" },
      ]);
    });

    expect(labelsOf(given)).toEqual(["Bug", "Login", "Feature"]);
    expect(requests).toEqual(["FindLabels", "ChangeLabels"]);
  });

  it("cost one request when the issue has them all", async () => {
    await issue.addLabels(["Bug"]);
    const requests = await requestsOf(bot, async () => {
      expect(await issue.addLabels(["bug"])).toEqual([{ id: labelNamed("Bug").id, name: "Bug" }]);
    });

    expect(requests).toEqual(["FindLabels"]);
  });

  it("that others change meanwhile are left as they are", async () => {
    await issue.addLabels(["Bug", "Feature"]);
    linear.injectFault({ on: "graphql", operation: "ChangeLabels", kind: "delay", ms: 300 });
    const adding = issue.addLabels(["Improvement"]);
    await expect.poll(() => linear.requests().at(-1)?.operationName).toBe("FindLabels");
    await bot.adapter.issue(`linear:${given.id}`).removeLabels("Bug");
    await adding;

    expect(labelsOf(given)).toEqual(["Feature", "Improvement"]);
  });

  it("of a group take each other's place", async () => {
    linear.addLabel({ name: "High", group: "Risk" });
    const low = linear.addLabel({ name: "Low", group: "Risk" });
    await issue.addLabels(["High", "Bug"]);

    expect(await issue.addLabels("risk/low")).toEqual([
      { id: low.id, name: "Low", group: "Risk" },
      { id: labelNamed("Bug").id, name: "Bug" },
    ]);
  });

  it("of the issue's team win over the workspace's, and those of another team do not count", async () => {
    const other = linear.addTeam({ key: "OPS", name: "Operations" });
    linear.addLabel({ name: "Bug", team: other });
    linear.addLabel({ name: "Server", team: other });
    const own = linear.addLabel({ name: "Bug", team: given.teamId });

    expect(await issue.addLabels("Bug")).toEqual([{ id: own.id, name: "Bug" }]);
    expect(await refusal(issue.addLabels("Server"))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("that are missing or unclear change nothing and say what to do", async () => {
    linear.addLabel({ name: "UI", group: "Area" });
    linear.addLabel({ name: "UI", group: "Kind" });

    expect([
      await refusal(issue.addLabels(["Bug", "Nonsense"])),
      await refusal(issue.addLabels(["Bug", "Area"])),
      await refusal(issue.addLabels(["Bug", "UI"])),
      await refusal(issue.addLabels(["Nowhere/UI"], { create: true })),
    ]).toEqual([
      {
        code: "NOT_FOUND",
        message:
          '"Nonsense" is no label of the team Engineering or of the workspace: create it in Linear, or pass { create: true }',
      },
      {
        code: "NOT_FOUND",
        message: '"Area" is a group, which an issue cannot have itself: name one of its labels, "Area/UI"',
      },
      { code: "NOT_FOUND", message: '"UI" can be "Kind/UI" or "Area/UI": say which, or give the id' },
      {
        code: "NOT_FOUND",
        message: '"Nowhere/UI" cannot be created: there is no label group "Nowhere"; create that in Linear',
      },
    ]);
    expect(labelsOf(given)).toEqual([]);
  });

  it("of one group are refused together, in Linear's words", async () => {
    linear.addLabel({ name: "High", group: "Risk" });
    linear.addLabel({ name: "Low", group: "Risk" });

    expect(await refusal(issue.addLabels(["High", "Low"]))).toEqual({
      code: "INPUT_REFUSED",
      message:
        "Linear refused ChangeLabels: labelIds not exclusive child labels (The label 'Low' is in the same group as 'High'. Only one label in a group can be applied to an issue.)",
    });
  });

  it("that are missing can be created, in the team or in a group, once though an answer is lost", async () => {
    linear.addLabel({ name: "High", group: "Risk" });
    linear.injectFault({ on: "graphql", operation: "CreateLabel", kind: "drop-after" });
    const requests = await requestsOf(bot, () =>
      issue.addLabels(["Bug", "Flaky", "flaky", "Risk/Unknown"], { create: true }),
    );

    expect(
      linear
        .labels()
        .slice(-2)
        .map(({ name, teamId, parentId }) => ({ name, teamId, parentId })),
    ).toEqual([
      { name: "Flaky", teamId: given.teamId, parentId: undefined },
      { name: "Unknown", teamId: undefined, parentId: labelNamed("Risk").id },
    ]);
    expect(labelsOf(given)).toEqual(["Bug", "Flaky", "Unknown"]);
    expect(requests).toEqual(["FindLabels", "CreateLabel", "CreateLabel", "CreateLabel", "ChangeLabels"]);
  });

  it("are removed by name, by id or by group, in two requests", async () => {
    linear.addLabel({ name: "High", group: "Risk" });
    await issue.addLabels(["Bug", "Feature", "Improvement", "High"]);
    const requests = await requestsOf(bot, async () => {
      expect(await issue.removeLabels(["bug", labelNamed("Feature").id, "Risk", "Nonsense"])).toEqual([
        { id: labelNamed("Improvement").id, name: "Improvement" },
      ]);
    });

    expect(labelsOf(given)).toEqual(["Improvement"]);
    expect(requests).toEqual(["GetIssueLabels", "ChangeLabels"]);
  });

  it("that the issue does not have are removed already, in one request", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(await issue.removeLabels("Bug")).toEqual([]);
    });

    expect(requests).toEqual(["GetIssueLabels"]);
  });
});

describe("an estimate", () => {
  it("is set and taken back, in one request each", async () => {
    const requests = await requestsOf(bot, async () => {
      await issue.setEstimate(5);
      expect(linear.issue(given).estimate).toBe(5);
      await issue.setEstimate(null);
    });

    expect(linear.issue(given).estimate).toBeUndefined();
    expect(requests).toEqual(["UpdateIssue", "UpdateIssue"]);
  });

  it("that Linear refuses is an error with Linear's reason", async () => {
    expect(await refusal(issue.setEstimate(-1))).toEqual({
      code: "INPUT_REFUSED",
      message: "Linear refused UpdateIssue: Argument Validation Error - estimate must not be less than 0",
    });
  });
});

describe("sub-issues", () => {
  const described = (): unknown[] =>
    linear
      .issues({ parent: given })
      .map(({ identifier, title, description, teamId }) => ({ identifier, title, description, teamId }));

  it("are made of titles and descriptions, in two requests", async () => {
    const requests = await requestsOf(bot, async () => {
      expect(
        await issue.createSubIssues([
          "Write the form",
          { title: "Test it" },
          { title: "Ship it", description: "On *Monday*" },
        ]),
      ).toEqual([
        {
          id: expect.any(String),
          identifier: "ENG-2",
          title: "Write the form",
          url: "https://linear.app/acme/issue/ENG-2/write-the-form",
        },
        {
          id: expect.any(String),
          identifier: "ENG-3",
          title: "Test it",
          url: "https://linear.app/acme/issue/ENG-3/test-it",
        },
        {
          id: expect.any(String),
          identifier: "ENG-4",
          title: "Ship it",
          url: "https://linear.app/acme/issue/ENG-4/ship-it",
        },
      ]);
    });

    expect(described()).toEqual([
      { identifier: "ENG-2", title: "Write the form", description: undefined, teamId: given.teamId },
      { identifier: "ENG-3", title: "Test it", description: undefined, teamId: given.teamId },
      { identifier: "ENG-4", title: "Ship it", description: "On *Monday*", teamId: given.teamId },
    ]);
    expect(requests).toEqual(["GetParentIssue", "CreateIssues"]);
  });

  it("are made of a checklist", async () => {
    await issue.createSubIssues("Plan:\n- [ ] Write the form\n  With two steps\n- [x] Think\n- [ ] Ship it");

    expect(described()).toEqual([
      { identifier: "ENG-2", title: "Write the form", description: "With two steps", teamId: given.teamId },
      { identifier: "ENG-3", title: "Ship it", description: undefined, teamId: given.teamId },
    ]);
  });

  it("are made once when Linear's answer is lost, and come back in order", async () => {
    linear.injectFault({ on: "graphql", operation: "CreateIssues", kind: "drop-after" });
    const requests = await requestsOf(bot, async () => {
      expect(await issue.createSubIssues(["One", "Two"])).toMatchObject([
        { identifier: "ENG-2", title: "One" },
        { identifier: "ENG-3", title: "Two" },
      ]);
    });

    expect(described()).toHaveLength(2);
    expect(requests).toEqual(["GetParentIssue", "CreateIssues", "CreateIssues", "ListCreatedIssues"]);
  });

  it("cost one request per fifty", async () => {
    const titles = Array.from({ length: 51 }, (_, index) => `Part ${index + 1}`);
    const requests = await requestsOf(bot, async () => {
      expect((await issue.createSubIssues(titles)).map(({ title }) => title)).toEqual(titles);
    });

    expect(requests).toEqual(["GetParentIssue", "CreateIssues", "CreateIssues"]);
  });

  it("are all or none", async () => {
    expect(await refusal(issue.createSubIssues(["Good", "x".repeat(256)]))).toMatchObject({ code: "INPUT_REFUSED" });
    expect(described()).toEqual([]);
  });

  it("cost nothing where there is nothing to make", async () => {
    const requests = await requestsOf(bot, async () => {
      expect([await issue.createSubIssues([]), await issue.createSubIssues("- [x] Done")]).toEqual([[], []]);
      expect(await refusal(issue.createSubIssues("no list"))).toMatchObject({ code: "MESSAGE_INVALID" });
    });

    expect(requests).toEqual([]);
  });
});

describe("a link", () => {
  it("is put on the issue once, in one request", async () => {
    const link = { url: "https://example.com/pull/1", title: "Pull request" };
    let ids: string[] = [];
    const requests = await requestsOf(bot, async () => {
      ids = [await issue.attach(link), await issue.attach({ ...link, title: "Pull request 1", subtitle: "Open" })];
    });

    const [attachment, ...others] = linear.attachments(given);
    expect([attachment, others]).toMatchObject([
      { id: ids[0], url: link.url, title: "Pull request 1", subtitle: "Open" },
      [],
    ]);
    expect(ids[1]).toBe(ids[0]);
    expect(requests).toEqual(["CreateAttachment", "CreateAttachment"]);
  });

  it("is refused before anything is sent when it is no web address", async () => {
    const given = bot.linear.createIssue();
    const requests = await requestsOf(bot, () =>
      expect(
        bot.adapter.issue(`linear:${given.id}`).attach({ url: "javascript:alert(1)", title: "Click" }),
      ).rejects.toMatchObject({ code: "MESSAGE_INVALID" }),
    );

    expect(requests).toEqual([]);
  });
});

describe("in an app of several organizations", () => {
  it("the issue is worked on where its thread belongs, in handlers and in jobs", async () => {
    const umbrella = linear.addOrganization({ name: "Umbrella" });
    const { clientId, clientSecret } = linear.app;
    const app = await startTestBot({
      linear,
      config: () => ({ clientId, clientSecret }),
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          await app.adapter.issue(thread.id).start();
        });
      },
    });
    onTestFinished(app.close);
    await app.adapter.setInstallation(umbrella.id, toInstallation(linear.install({ organization: umbrella })));
    const [theirs, later] = [
      linear.createIssue({ organization: umbrella }),
      linear.createIssue({ organization: umbrella }),
    ];
    const comment = await linear.mention({ issue: theirs, text: "go" });
    await app.settled();
    // The thread is remembered, so a job needs no organization; another issue does.
    await app.adapter.issue(`linear:${theirs.id}:c:${comment.id}`).setEstimate(3);
    await app.adapter.withInstallation(umbrella.id, () => app.adapter.issue(`linear:${later.id}`).setEstimate(5));

    const started = linear.workflowStates(umbrella.teamId).find(({ name }) => name === "In Progress");
    expect([linear.issue(theirs.id), linear.issue(later.id)]).toMatchObject([
      { stateId: started?.id, estimate: 3 },
      { estimate: 5 },
    ]);
  });
});
