// Covers: src/emulator/graphql/documents.ts
// Covers: src/emulator/graphql/executable-schema.ts
// Covers: src/emulator/graphql/missing.ts
// Covers: src/emulator/resolvers/settings.ts
// Covers: src/emulator/resolvers/team-mutations.ts
// Covers: src/emulator/resolvers/teams.ts
// Covers: src/emulator/resolvers/webhook-mutations.ts

import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startReceiver } from "../receiver.js";
import { type Call, fieldsOf, openStage, type Stage } from "./stage.js";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const people: Call[] = [
  ["viewer", async ({ client }) => (await client.viewer).displayName, "ada"],
  [
    "viewer.assignedIssues",
    async ({ client, issue, linear }) => {
      await client.updateIssue(issue.id, { assigneeId: linear.ada.id });
      return fieldsOf((await client.viewer).assignedIssues(), "identifier");
    },
    ["ENG-1"],
  ],
  [
    "viewer.createdIssues",
    async ({ client }) => fieldsOf((await client.viewer).createdIssues(), "identifier"),
    ["ENG-1"],
  ],
  ["viewer.teams", async ({ client }) => fieldsOf((await client.viewer).teams(), "key"), ["ENG"]],
  ["user", async ({ client, linear }) => (await client.user(linear.bo.id)).name, "Bo Berg"],
  ["users", async ({ client }) => (await fieldsOf(client.users(), "displayName")).sort(), ["ada", "bo", "helper"]],
  [
    "users by name",
    ({ client }) => fieldsOf(client.users({ filter: { displayName: { eq: "bo" } } }), "name"),
    ["Bo Berg"],
  ],
  [
    "user.assignedIssues",
    async ({ client, issue, linear }) => {
      await client.updateIssue(issue.id, { assigneeId: linear.bo.id });
      return fieldsOf((await client.user(linear.bo.id)).assignedIssues(), "identifier");
    },
    ["ENG-1"],
  ],
  [
    "organization",
    async ({ client }) => {
      const { name, urlKey, userCount, createdIssueCount } = await client.organization;
      return { name, urlKey, userCount, createdIssueCount };
    },
    { name: "Acme", urlKey: "acme", userCount: 2, createdIssueCount: 1 },
  ],
  ["organization.users", async ({ client }) => (await (await client.organization).users()).nodes.length, 3],
  ["organization.teams", async ({ client }) => fieldsOf((await client.organization).teams(), "key"), ["ENG"]],
];

const teams: Call[] = [
  ["team", async ({ client, teamId }) => (await client.team(teamId)).name, "Engineering"],
  ["teams by key", ({ client }) => fieldsOf(client.teams({ filter: { key: { eq: "ENG" } } }), "name"), ["Engineering"]],
  [
    "createTeam",
    async ({ client }) => {
      const payload = await client.createTeam({ name: "Design", key: "DES" });
      const { nodes } = (await (await payload.team)?.states()) ?? { nodes: [] };
      return { keys: (await fieldsOf(client.teams(), "key")).sort(), states: nodes.length };
    },
    { keys: ["DES", "ENG"], states: 7 },
  ],
  [
    "team.states",
    async ({ client, teamId }) => {
      const { nodes } = await (await client.team(teamId)).states();
      return nodes.filter(({ type }) => type === "started").map(({ name }) => name);
    },
    ["In Review", "In Progress"],
  ],
  ["team.members", async ({ client, teamId }) => (await (await client.team(teamId)).members()).nodes.length, 3],
  [
    "team.issues",
    async ({ client, teamId }) => fieldsOf((await client.team(teamId)).issues(), "identifier"),
    ["ENG-1"],
  ],
  [
    "team.labels",
    async ({ client, teamId, linear }) => {
      linear.addLabel({ name: "Backend", team: teamId });
      return fieldsOf((await client.team(teamId)).labels(), "name");
    },
    ["Backend"],
  ],
  [
    "workflowStates by type",
    ({ client }) => fieldsOf(client.workflowStates({ filter: { type: { eq: "completed" } } }), "name"),
    ["Done"],
  ],
  [
    "createWorkflowState, updateWorkflowState and workflowState.team",
    async ({ client, teamId }) => {
      const payload = await client.createWorkflowState({ teamId, name: "QA", type: "started", color: "#00ff00" });
      const id = (await payload.workflowState)?.id ?? "";
      await client.updateWorkflowState(id, { name: "Testing" });
      const state = await client.workflowState(id);
      return { name: state.name, team: (await state.team)?.key };
    },
    { name: "Testing", team: "ENG" },
  ],
];

const talk: Call[] = [
  [
    "createComment, comment.user and comment.issue",
    async ({ client, issue }) => {
      const payload = await client.createComment({ issueId: issue.id, body: "Hello" });
      const comment = await payload.comment;
      return { user: (await comment?.user)?.displayName, issue: (await comment?.issue)?.identifier };
    },
    { user: "ada", issue: "ENG-1" },
  ],
  [
    "createComment as a reply, comment.parent and comments",
    async ({ client, linear, issue }) => {
      const root = await linear.comment({ issue, body: "Hello" });
      await client.createComment({ issueId: issue.id, parentId: root.id, body: "Hi" });
      const [reply] = (await client.comments()).nodes;
      return { parent: (await reply?.parent)?.body, all: await fieldsOf(client.comments(), "body") };
    },
    { parent: "Hello", all: ["Hi", "Hello"] },
  ],
  [
    "commentResolve and commentUnresolve",
    async ({ client, linear, issue }) => {
      const { id } = await linear.comment({ issue, body: "Hello" });
      await client.commentResolve(id);
      const isResolved = (await client.comment({ id })).resolvedAt instanceof Date;
      await client.commentUnresolve(id);
      return { isResolved, after: (await client.comment({ id })).resolvedAt };
    },
    { isResolved: true, after: undefined },
  ],
  [
    "deleteComment",
    async ({ client, linear, issue }) => {
      await client.deleteComment((await linear.comment({ issue, body: "Hello" })).id);
      return linear.comments();
    },
    [],
  ],
  [
    "createWebhook, webhook and webhooks",
    async ({ client }) => {
      await client.createWebhook({ url: "http://127.0.0.1:9/", resourceTypes: ["Issue"], allPublicTeams: true });
      const [webhook] = (await client.webhooks()).nodes;
      return { types: (await client.webhook(webhook?.id ?? "")).resourceTypes, enabled: webhook?.enabled };
    },
    { types: ["Issue"], enabled: true },
  ],
  [
    "updateWebhook and deleteWebhook",
    async ({ client }) => {
      const input = { url: "http://127.0.0.1:9/", resourceTypes: ["Issue"], allPublicTeams: true };
      const id = (await (await client.createWebhook(input)).webhook)?.id ?? "";
      await client.updateWebhook(id, { enabled: false });
      const { enabled } = await client.webhook(id);
      await client.deleteWebhook(id);
      return { enabled, left: await fieldsOf(client.webhooks(), "id") };
    },
    { enabled: false, left: [] },
  ],
];

describe("@linear/sdk on people, teams, comments and webhooks", () => {
  it.each([...people, ...teams, ...talk])("%s", async (_, call, expected) => {
    expect(await call(stage)).toEqual(expected);
  });
});

describe("a webhook that was made through the API", () => {
  it("is sent the events of its types, signed with its own secret", async () => {
    const { client, linear, teamId } = stage;
    const receiver = await startReceiver();
    const payload = await client.createWebhook({
      url: receiver.url,
      resourceTypes: ["Issue"],
      teamId,
      secret: "s3cret",
    });

    linear.createIssue({ title: "A door" });
    await linear.comment({ issue: "ENG-1", body: "Not for this webhook" });
    await linear.settled();
    await receiver.close();

    expect(receiver.kinds()).toEqual(["Issue create"]);
    expect(receiver.payloads("Issue create")).toMatchObject([{ webhookId: (await payload.webhook)?.id }]);
    const [sent] = receiver.received;
    const signature = createHmac("sha256", "s3cret")
      .update(sent?.body ?? "")
      .digest("hex");
    expect(sent?.headers["linear-signature"]).toBe(signature);
  });
});

describe("what the emulator does not have", () => {
  it.each<Call>([
    ["a query", ({ client }) => client.customViews(), "Query.customViews"],
    [
      "a mutation",
      ({ client, teamId }) => client.createTemplate({ name: "Bug", type: "issue", templateData: {}, teamId }),
      "TemplateCreateInput",
    ],
    ["a field", async ({ client }) => (await client.team(stage.teamId)).memberships(), "Team.memberships"],
    [
      "a filter",
      ({ client }) => client.issues({ filter: { slaStatus: { eq: "Breached" } } as never }),
      "IssueFilter.slaStatus",
    ],
    [
      "a field of an input",
      ({ client }) => client.updateIssue("ENG-1", { snoozedUntilAt: new Date(0) }),
      "IssueUpdateInput.snoozedUntilAt",
    ],
    [
      "an argument",
      ({ client }) => client.createTeam({ name: "Design" }, { copySettingsFromTeamId: "x" }),
      "the argument copySettingsFromTeamId of Mutation.teamCreate",
    ],
  ])("is named in one sentence: %s", async (_, call, name) => {
    const message = await call(stage).then(
      () => "no error",
      (error: Error) => error.message,
    );

    expect(message).toContain("The emulator does not have ");
    expect(message).toContain(name);
    expect(message).not.toContain("Cannot query field");
  });
});
