// Covers: src/emulator/graphql/filter-engine.ts
// Covers: src/emulator/graphql/filter-fields.ts
// Covers: src/emulator/resolvers/issue-input.ts
// Covers: src/emulator/resolvers/issue-upkeep-mutations.ts
// Covers: src/emulator/resolvers/search.ts

import { LinearDocument } from "@linear/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Call, fieldsOf, openStage, type Stage } from "./stage.js";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const stateId = ({ linear }: Stage, name: string): string =>
  linear.workflowStates().find((state) => state.name === name)?.id ?? "";

const reading: Call[] = [
  ["issue by id", async ({ client, issue }) => (await client.issue(issue.id)).identifier, "ENG-1"],
  ["issue by identifier", async ({ client }) => (await client.issue("ENG-1")).title, "Fix the login page"],
  ["issue.team", async ({ client }) => (await (await client.issue("ENG-1")).team)?.key, "ENG"],
  ["issue.state", async ({ client }) => (await (await client.issue("ENG-1")).state)?.name, "Backlog"],
  ["issue.creator", async ({ client }) => (await (await client.issue("ENG-1")).creator)?.name, "Ada Lovelace"],
  ["issue.assignee of nobody", async ({ client }) => await (await client.issue("ENG-1")).assignee, undefined],
  ["issue.project of none", async ({ client }) => await (await client.issue("ENG-1")).project, undefined],
  [
    "issue.project",
    async ({ client, linear }) => {
      const { id } = linear.createIssue({ project: "Payroll" });
      return (await (await client.issue(id)).project)?.name;
    },
    "Payroll",
  ],
  ["issues", ({ client }) => fieldsOf(client.issues({ first: 10 }), "identifier"), ["ENG-1"]],
  [
    "issues by state and team",
    ({ client, linear }) => {
      linear.createIssue({ state: "Todo" });
      const filter = { state: { type: { eq: "unstarted" } }, team: { key: { eq: "ENG" } } };
      return fieldsOf(client.issues({ filter }), "identifier");
    },
    ["ENG-2"],
  ],
  [
    "issues by label",
    async ({ client, linear }) => {
      const bug = linear.labels().find(({ name }) => name === "Bug");
      linear.createIssue({ labels: [bug?.id ?? ""] });
      return fieldsOf(client.issues({ filter: { labels: { some: { name: { eq: "Bug" } } } } }), "identifier");
    },
    ["ENG-2"],
  ],
  [
    "issues by assignee, or without one",
    async ({ client, issue, linear }) => {
      linear.createIssue();
      await client.updateIssue(issue.id, { assigneeId: linear.bo.id });
      const mine = await fieldsOf(client.issues({ filter: { assignee: { id: { eq: linear.bo.id } } } }), "identifier");
      const free = await fieldsOf(client.issues({ filter: { assignee: { null: true } } }), "identifier");
      return { mine, free };
    },
    { mine: ["ENG-1"], free: ["ENG-2"] },
  ],
  [
    "issues by priority and project",
    async ({ client, issue, linear }) => {
      const other = linear.createIssue({ project: "Payroll" });
      await client.updateIssue(other.id, { priority: 2 });
      await client.updateIssue(issue.id, { priority: 2 });
      const filter = { priority: { lte: 2, neq: 0 }, project: { name: { contains: "Pay" } } };
      return fieldsOf(client.issues({ filter }), "identifier");
    },
    ["ENG-2"],
  ],
  [
    "issues sorted by title",
    async ({ client, linear }) => {
      linear.createIssue({ title: "A door" });
      const sort = [{ title: { order: LinearDocument.PaginationSortOrder.Ascending } }];
      return fieldsOf(client.issues({ sort }), "title");
    },
    ["A door", "Fix the login page"],
  ],
  ["searchIssues", async ({ client }) => fieldsOf(client.searchIssues("LOGIN fix"), "identifier"), ["ENG-1"]],
  ["searchIssues without a hit", async ({ client }) => (await client.searchIssues("payroll")).totalCount, 0],
  [
    "searchIssues in comments",
    async ({ client, linear, issue }) => {
      await linear.comment({ issue, body: "The cookie is gone" });
      return fieldsOf(client.searchIssues("cookie", { includeComments: true }), "identifier");
    },
    ["ENG-1"],
  ],
  [
    "issueVcsBranchSearch",
    async ({ client, issue }) => {
      const { branchName } = await client.issue(issue.id);
      return (await client.issueVcsBranchSearch(branchName))?.identifier;
    },
    "ENG-1",
  ],
  [
    "issuePriorityValues",
    async ({ client }) => (await client.issuePriorityValues).map(({ priority, label }) => `${priority} ${label}`),
    ["0 No priority", "1 Urgent", "2 High", "3 Medium", "4 Low"],
  ],
];

const writing: Call[] = [
  [
    "createIssue",
    async ({ client, teamId, linear }) => {
      const payload = await client.createIssue({ teamId, title: "A door", priority: 1, dueDate: "2026-12-01" });
      const { identifier, priority, dueDate } = linear.issue((await payload.issue)?.id ?? "");
      return { identifier, priority, dueDate };
    },
    { identifier: "ENG-2", priority: 1, dueDate: "2026-12-01" },
  ],
  [
    "createIssueBatch",
    async ({ client, teamId }) => {
      const batch = [
        { teamId, title: "One" },
        { teamId, title: "Two" },
      ];
      return (await client.createIssueBatch({ issues: batch })).issues.map(({ identifier }) => identifier);
    },
    ["ENG-2", "ENG-3"],
  ],
  [
    "updateIssue",
    async (at) => {
      await at.client.updateIssue("ENG-1", { stateId: stateId(at, "Done"), estimate: 3 });
      const { completedAt, estimate } = at.linear.issue("ENG-1");
      return { isDone: completedAt !== undefined, estimate };
    },
    { isDone: true, estimate: 3 },
  ],
  [
    "updateIssueBatch",
    async ({ client, issue, linear }) => {
      const other = linear.createIssue();
      await client.updateIssueBatch([issue.id, other.id], { priority: 3 });
      return linear.issues().map(({ priority }) => priority);
    },
    [3, 3],
  ],
  [
    "issue.update",
    async ({ client, linear }) => {
      await (await client.issue("ENG-1")).update({ title: "A gate" });
      return linear.issue("ENG-1").title;
    },
    "A gate",
  ],
  [
    "archiveIssue, which takes it out of lists",
    async ({ client, issue }) => {
      await client.archiveIssue(issue.id);
      const here = await fieldsOf(client.issues(), "identifier");
      const all = await fieldsOf(client.issues({ includeArchived: true }), "identifier");
      return { here, all };
    },
    { here: [], all: ["ENG-1"] },
  ],
  [
    "unarchiveIssue",
    async ({ client, issue, linear }) => {
      await client.archiveIssue(issue.id);
      await client.unarchiveIssue(issue.id);
      return linear.issue(issue).archivedAt;
    },
    undefined,
  ],
  [
    "deleteIssue, which puts it into the trash",
    async ({ client, issue, linear }) => {
      await client.deleteIssue(issue.id);
      return linear.issue(issue).trashed;
    },
    true,
  ],
  [
    "deleteIssue for good",
    async ({ client, issue, linear }) => {
      await client.deleteIssue(issue.id, { permanentlyDelete: true });
      return linear.issues();
    },
    [],
  ],
];

describe("@linear/sdk on issues", () => {
  it.each([...reading, ...writing])("%s", async (_, call, expected) => {
    expect(await call(stage)).toEqual(expected);
  });
});
