// Covers: src/emulator/actions/delegation.ts
// Covers: src/emulator/actions/labels.ts
// Covers: src/emulator/driver/setup.ts
// Covers: src/emulator/resolvers/issue-mutations.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createActivity, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ app: { events: ["Issue", "AppUserNotification", "AgentSessionEvent"] } });
});
afterEach(() => scene.close());

const update =
  "mutation($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { issue { identifier } } }";

describe("an issue", () => {
  it("is found by id and by identifier, with the names it is known by", async () => {
    const { linear, app } = scene;
    const { id, url } = linear.createIssue({ title: "Fix the login page!", description: "It broke" });
    const query =
      "query($id: String!) { issue(id: $id) { id identifier url description priorityLabel state { name } creator { displayName } delegate { id } } }";
    const issue = {
      id,
      identifier: "ENG-1",
      url: "https://linear.app/acme/issue/ENG-1/fix-the-login-page",
      description: "It broke",
      priorityLabel: "No priority",
      state: { name: "Backlog" },
      creator: { displayName: "ada" },
      delegate: null,
    };

    expect(url).toBe(issue.url);
    expect(await app.read(query, { id })).toEqual({ issue });
    expect(await app.read(query, { id: "ENG-1" })).toEqual({ issue });
    expect(await app.refusal(query, { id: "ENG-2" })).toBe("Entity not found: Issue");
  });

  it("is created and changed through the API, and says what changed", async () => {
    const { linear, hooks, ada } = scene;
    const states = await ada.read('{ workflowStates(filter: { name: { eq: "In Progress" } }) { nodes { id } } }');
    const [state] = (states.workflowStates as { nodes: { id: string }[] }).nodes;
    await ada.read("mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success } }", {
      input: { teamId: linear.organization.teamId, title: "New", assigneeId: linear.bo.id },
    });
    const created = linear.issue("ENG-1");
    await ada.read(update, {
      id: "ENG-1",
      input: { stateId: state?.id, title: "Newer", assigneeId: null, estimate: 3 },
    });
    await linear.settled();

    expect(created).toMatchObject({ title: "New", assigneeId: linear.bo.id, creatorId: linear.ada.id });
    expect(linear.issue("ENG-1")).toMatchObject({
      title: "Newer",
      assigneeId: undefined,
      estimate: 3,
      stateId: state?.id,
    });
    expect(hooks.payloads("Issue update")).toMatchObject([
      {
        data: { title: "Newer", state: { name: "In Progress", type: "started" } },
        updatedFrom: { title: "New", assigneeId: linear.bo.id, estimate: null, stateId: created.stateId },
      },
    ]);
  });

  it("takes labels on and off", async () => {
    const { linear, ada } = scene;
    linear.createIssue();
    const { issueLabels } = await ada.read("{ issueLabels { nodes { id name } } }");
    const [third, second, first] = (issueLabels as { nodes: { id: string; name: string }[] }).nodes;
    await ada.read(update, { id: "ENG-1", input: { labelIds: [first?.id, second?.id] } });
    await ada.read(update, { id: "ENG-1", input: { addedLabelIds: [third?.id], removedLabelIds: [first?.id] } });

    expect(linear.issue("ENG-1").labelIds).toEqual([second?.id, third?.id]);
    expect(await ada.refusal(update, { id: "ENG-1", input: { labelIds: ["nothing"] } })).toBe(
      "Entity not found: IssueLabel",
    );
  });

  it("has one label of a group at most, no group, and none of another team", async () => {
    const { linear, ada } = scene;
    linear.createIssue();
    const [high, low] = [
      linear.addLabel({ name: "High", group: "Risk" }),
      linear.addLabel({ name: "Low", group: "Risk" }),
    ];
    const theirs = linear.addLabel({ name: "Server", team: linear.addTeam({ key: "OPS", name: "Operations" }) });
    const add = (...addedLabelIds: (string | undefined)[]): object => ({ id: "ENG-1", input: { addedLabelIds } });
    await ada.read(update, add(high.id));

    expect([
      await ada.refusal(update, add(low.id)),
      await ada.refusal(update, add(high.parentId)),
      await ada.refusal(update, add(theirs.id)),
    ]).toEqual([
      "labelIds not exclusive child labels",
      "labelIds contain parent labels",
      "labelIds for incorrect team",
    ]);
    await ada.read(update, { id: "ENG-1", input: { addedLabelIds: [low.id], removedLabelIds: [high.id] } });
    expect(linear.issue("ENG-1").labelIds).toEqual([low.id]);
  });

  it("cannot go to a state of another team, nor have less than nothing as its estimate", async () => {
    const { linear, ada } = scene;
    linear.createIssue();
    const [state] = linear.workflowStates(linear.addTeam({ key: "OPS", name: "Operations" }));

    expect([
      await ada.refusal(update, { id: "ENG-1", input: { stateId: state?.id } }),
      await ada.refusal(update, { id: "ENG-1", input: { estimate: -1 } }),
    ]).toEqual([
      "Discrepancy between issue team and state, cycle or project",
      "Argument Validation Error - estimate must not be less than 0",
    ]);
  });

  it("has a title of at most 255 characters", async () => {
    scene.linear.createIssue();

    expect(await scene.ada.refusal(update, { id: "ENG-1", input: { title: "x".repeat(256) } })).toBe(
      "Argument Validation Error - title must have at most 255 characters",
    );
  });

  it("has one attachment per URL", async () => {
    const { linear, app } = scene;
    const { id } = linear.createIssue();
    const attach = `mutation($title: String!) {
      attachmentCreate(input: { issueId: "${id}", url: "https://example.com", title: $title }) { attachment { id } }
    }`;
    const first = await app.read(attach, { title: "Old" });

    expect(await app.read(attach, { title: "New" })).toEqual(first);
    expect(await app.read(`{ issue(id: "${id}") { attachments { nodes { title url } } } }`)).toEqual({
      issue: { attachments: { nodes: [{ title: "New", url: "https://example.com" }] } },
    });
  });
});

describe("a batch of issues", () => {
  const create = `mutation($issues: [IssueCreateInput!]!) {
    issueBatchCreate(input: { issues: $issues }) { issues { identifier title } }
  }`;

  it("is created in order, with sub-issues below their parent", async () => {
    const { linear, ada } = scene;
    const { id: parentId, teamId } = linear.createIssue();
    const issues = ["One", "Two"].map((title) => ({ title, teamId, parentId }));

    expect(await ada.read(create, { issues })).toEqual({
      issueBatchCreate: {
        issues: [
          { identifier: "ENG-2", title: "One" },
          { identifier: "ENG-3", title: "Two" },
        ],
      },
    });
    expect(linear.issues({ parent: parentId }).map(({ title }) => title)).toEqual(["One", "Two"]);
  });

  it("is created whole or not at all, fifty at most and each once", async () => {
    const { linear, ada } = scene;
    const { id, teamId } = linear.createIssue();
    const many = (length: number): object[] => Array.from({ length }, (_, index) => ({ title: `${index}`, teamId }));

    expect([
      await ada.refusal(create, { issues: [...many(1), { title: "Again", teamId, id }] }),
      await ada.refusal(create, { issues: [...many(1), { title: " ", teamId }] }),
      await ada.refusal(create, { issues: [...many(1), { title: "Lost", teamId, parentId: "nowhere" }] }),
      await ada.refusal(create, { issues: many(51) }),
    ]).toEqual([
      "conflict on insert of Issue",
      "Argument Validation Error - title must not be empty",
      "Entity not found: Issue",
      "Argument Validation Error - issues must have at most 50 elements",
    ]);
    expect(linear.issues()).toHaveLength(1);
  });
});

describe("labels", () => {
  const create = `mutation($input: IssueLabelCreateInput!) {
    issueLabelCreate(input: $input) { issueLabel { name team { key } parent { name } isGroup } }
  }`;

  it("belong to a team or the workspace, and to a group of the same", async () => {
    const { linear, ada } = scene;
    const { teamId } = linear.organization;
    const group = linear.addLabel({ name: "High", group: "Risk" }).parentId;

    expect([
      await ada.read(create, { input: { name: "Login", teamId } }),
      await ada.read(create, { input: { name: "Low", parentId: group } }),
      await ada.read(create, { input: { name: "Kind", isGroup: true } }),
    ]).toEqual([
      { issueLabelCreate: { issueLabel: { name: "Login", team: { key: "ENG" }, parent: null, isGroup: false } } },
      { issueLabelCreate: { issueLabel: { name: "Low", team: null, parent: { name: "Risk" }, isGroup: false } } },
      { issueLabelCreate: { issueLabel: { name: "Kind", team: null, parent: null, isGroup: true } } },
    ]);
    expect([
      await ada.refusal(create, { input: { name: "login", teamId } }),
      await ada.refusal(create, { input: { name: "None", teamId, parentId: group } }),
      await ada.refusal(create, { input: { name: "None", parentId: linear.addLabel({ name: "Plain" }).id } }),
    ]).toEqual([
      "Duplicate label name",
      "Parent label team does not match child label team",
      "parent label is not a group",
    ]);
  });

  it("are listed by team, by workspace and by group", async () => {
    const { linear, app } = scene;
    linear.addLabel({ name: "Login", team: linear.organization.teamId });
    linear.addLabel({ name: "High", group: "Risk" });
    const query = `{
      team(id: "${linear.organization.teamId}") { labels { nodes { name } } }
      ofWorkspace: issueLabels(filter: { team: { null: true }, isGroup: { eq: true } }) { nodes { name } }
      ofGroup: issueLabels(filter: { parent: { name: { eqIgnoreCase: "risk" } } }) { nodes { name } }
    }`;

    expect(await app.read(query)).toEqual({
      team: { labels: { nodes: [{ name: "Login" }] } },
      ofWorkspace: { nodes: [{ name: "Risk" }] },
      ofGroup: { nodes: [{ name: "High" }] },
    });
  });
});

describe("notifications of the app user", () => {
  it("come beside the other events", async () => {
    const { linear, hooks } = scene;
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "look" });
    await linear.delegate({ issue });
    await linear.undelegate({ issue });
    await linear.settled();

    expect(hooks.kinds()).toEqual(
      expect.arrayContaining([
        "AppUserNotification issueCommentMention",
        "AppUserNotification issueAssignedToYou",
        "AppUserNotification issueUnassignedFromYou",
      ]),
    );
    expect(hooks.payloads("AppUserNotification issueCommentMention")).toMatchObject([
      {
        appUserId: linear.organization.appUserId,
        notification: {
          userId: linear.organization.appUserId,
          actorId: linear.ada.id,
          comment: { body: "@helper look" },
        },
      },
    ]);
  });
});

describe("an issue that is taken from the app", () => {
  it("has no delegate, says who had it, and archives the session that waits for an answer", async () => {
    const { linear, hooks, app } = scene;
    const issue = linear.createIssue();
    const { id } = await linear.delegate({ issue });
    await app.read(createActivity, { input: { agentSessionId: id, content: { type: "elicitation", body: "Which?" } } });
    await linear.undelegate({ issue, by: linear.bo });
    await linear.settled();

    expect([linear.issue(issue).delegateId, linear.session(id).dismissedAt]).toEqual([undefined, undefined]);
    expect(await app.read(`{ agentSession(id: "${id}") { archivedAt dismissedAt } }`)).toEqual({
      agentSession: { archivedAt: expect.any(String), dismissedAt: null },
    });
    expect(hooks.payloads("Issue update").at(-1)).toMatchObject({
      actor: { id: linear.bo.id },
      data: { id: issue.id, delegateId: null },
      updatedFrom: { delegateId: linear.organization.appUserId },
    });
  });

  it("is taken by dismissing its session, too", async () => {
    const { linear, hooks, app } = scene;
    const { id, issueId } = await linear.delegate({ issue: linear.createIssue() });
    await linear.dismiss({ session: id, by: linear.bo });
    await linear.settled();

    expect(
      await app.read(`{ agentSession(id: "${id}") { dismissedAt dismissedBy { id } issue { delegate { id } } } }`),
    ).toEqual({
      agentSession: {
        dismissedAt: expect.any(String),
        dismissedBy: { id: linear.bo.id },
        issue: { delegate: null },
      },
    });
    expect(hooks.payloads("AppUserNotification issueUnassignedFromYou")).toMatchObject([
      { notification: { issueId, actorId: linear.bo.id } },
    ]);
  });
});
