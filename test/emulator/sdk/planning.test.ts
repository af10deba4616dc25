// Covers: src/emulator/actions/projects.ts
// Covers: src/emulator/resolvers/document-mutations.ts
// Covers: src/emulator/resolvers/project-mutations.ts
// Covers: src/emulator/resolvers/projects.ts
// Covers: src/emulator/work-records.ts

import { LinearDocument } from "@linear/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Call, fieldsOf, openStage, type Stage } from "./stage.js";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

async function createProject({ client, teamId }: Stage): Promise<string> {
  const payload = await client.createProject({ name: "Payroll", teamIds: [teamId], description: "Pays people" });
  return (await payload.project)?.id ?? "";
}

async function createDocument({ client, issue }: Stage): Promise<string> {
  const payload = await client.createDocument({ title: "How to log in", content: "Step 1", issueId: issue.id });
  return (await payload.document)?.id ?? "";
}

const SPRING = { startsAt: new Date("2026-03-02"), endsAt: new Date("2026-03-16") };

const projects: Call[] = [
  [
    "createProject and project",
    async (at) => {
      const project = await at.client.project(await createProject(at));
      return { name: project.name, description: project.description, status: (await project.status)?.name };
    },
    { name: "Payroll", description: "Pays people", status: "Backlog" },
  ],
  [
    "projects",
    async (at) => {
      await createProject(at);
      return fieldsOf(at.client.projects({ filter: { name: { eq: "Payroll" } } }), "name");
    },
    ["Payroll"],
  ],
  [
    "updateProject, with lead, status and days",
    async (at) => {
      const id = await createProject(at);
      const statuses = await at.client.projectStatuses();
      const statusId = statuses.nodes.find(({ type }) => type === LinearDocument.ProjectStatusType.Started)?.id ?? "";
      await at.client.updateProject(id, { leadId: at.linear.bo.id, statusId, targetDate: "2026-12-24" });
      const project = await at.client.project(id);
      return {
        lead: (await project.lead)?.displayName,
        isStarted: project.startedAt instanceof Date,
        targetDate: project.targetDate,
      };
    },
    { lead: "bo", isStarted: true, targetDate: "2026-12-24" },
  ],
  [
    "project.issues and its progress",
    async (at) => {
      const projectId = await createProject(at);
      const done = at.linear.workflowStates().find(({ name }) => name === "Done")?.id ?? "";
      await at.client.updateIssue(at.issue.id, { projectId, stateId: done });
      await at.client.createIssue({ teamId: at.teamId, title: "A door", projectId });
      const project = await at.client.project(projectId);
      return { issues: await fieldsOf(project.issues(), "identifier"), progress: project.progress };
    },
    { issues: ["ENG-2", "ENG-1"], progress: 0.5 },
  ],
  [
    "project.teams and team.projects",
    async (at) => {
      const project = await at.client.project(await createProject(at));
      const teams = await fieldsOf(project.teams(), "key");
      return { teams, projects: await fieldsOf((await at.client.team(at.teamId)).projects(), "name") };
    },
    { teams: ["ENG"], projects: ["Payroll"] },
  ],
  [
    "project.members",
    async (at) => {
      const id = await createProject(at);
      await at.client.updateProject(id, { memberIds: [at.linear.bo.id] });
      return fieldsOf((await at.client.project(id)).members(), "displayName");
    },
    ["bo"],
  ],
  [
    "archiveProject, unarchiveProject and deleteProject",
    async (at) => {
      const id = await createProject(at);
      await at.client.archiveProject(id);
      const archived = await fieldsOf(at.client.projects(), "name");
      await at.client.unarchiveProject(id);
      const back = await fieldsOf(at.client.projects(), "name");
      await at.client.deleteProject(id);
      return { archived, back, deleted: await fieldsOf(at.client.projects(), "name") };
    },
    { archived: [], back: ["Payroll"], deleted: [] },
  ],
  [
    "createProjectUpdate, project.projectUpdates and the project's health",
    async (at) => {
      const projectId = await createProject(at);
      const health = LinearDocument.ProjectUpdateHealthType.AtRisk;
      await at.client.createProjectUpdate({ projectId, body: "Late", health });
      const project = await at.client.project(projectId);
      return { updates: await fieldsOf(project.projectUpdates(), "body"), health: project.health };
    },
    { updates: ["Late"], health: "atRisk" },
  ],
  [
    "projectUpdates and projectUpdate.user",
    async (at) => {
      await at.client.createProjectUpdate({ projectId: await createProject(at), body: "Late" });
      const [update] = (await at.client.projectUpdates()).nodes;
      return (await update?.user)?.displayName;
    },
    "ada",
  ],
  [
    "searchProjects",
    async (at) => {
      await createProject(at);
      return fieldsOf(at.client.searchProjects("pays"), "name");
    },
    ["Payroll"],
  ],
];

const cycles: Call[] = [
  [
    "createCycle, cycle and team.cycles",
    async ({ client, teamId }) => {
      const payload = await client.createCycle({ teamId, name: "Spring", ...SPRING });
      const cycle = await client.cycle((await payload.cycle)?.id ?? "");
      return {
        number: cycle.number,
        isPast: cycle.isPast,
        ofTeam: await fieldsOf((await client.team(teamId)).cycles(), "name"),
      };
    },
    { number: 1, isPast: true, ofTeam: ["Spring"] },
  ],
  [
    "updateCycle and cycles",
    async ({ client, teamId }) => {
      const payload = await client.createCycle({ teamId, ...SPRING });
      await client.updateCycle((await payload.cycle)?.id ?? "", { name: "March" });
      return fieldsOf(client.cycles({ filter: { isPast: { eq: true } } }), "name");
    },
    ["March"],
  ],
  [
    "cycle.issues and issue.cycle",
    async ({ client, teamId, issue }) => {
      const payload = await client.createCycle({ teamId, name: "Spring", ...SPRING });
      const cycleId = (await payload.cycle)?.id ?? "";
      await client.updateIssue(issue.id, { cycleId });
      const issues = await fieldsOf((await client.cycle(cycleId)).issues(), "identifier");
      return { issues, cycle: (await (await client.issue(issue.id)).cycle)?.name };
    },
    { issues: ["ENG-1"], cycle: "Spring" },
  ],
];

const documents: Call[] = [
  [
    "createDocument, document and issue.documents",
    async (at) => {
      const document = await at.client.document(await createDocument(at));
      const ofIssue = await fieldsOf((await at.client.issue("ENG-1")).documents(), "title");
      return { content: document.content, creator: (await document.creator)?.displayName, ofIssue };
    },
    { content: "Step 1", creator: "ada", ofIssue: ["How to log in"] },
  ],
  [
    "updateDocument and documents",
    async (at) => {
      await at.client.updateDocument(await createDocument(at), { title: "Logging in" });
      return fieldsOf(at.client.documents({ filter: { title: { startsWith: "Log" } } }), "title");
    },
    ["Logging in"],
  ],
  [
    "deleteDocument and unarchiveDocument",
    async (at) => {
      const id = await createDocument(at);
      await at.client.deleteDocument(id);
      const deleted = await fieldsOf(at.client.documents(), "title");
      await at.client.unarchiveDocument(id);
      return { deleted, back: await fieldsOf(at.client.documents(), "title") };
    },
    { deleted: [], back: ["How to log in"] },
  ],
  [
    "searchDocuments",
    async (at) => {
      await createDocument(at);
      return fieldsOf(at.client.searchDocuments("step"), "title");
    },
    ["How to log in"],
  ],
  [
    "project.documents",
    async (at) => {
      const projectId = await createProject(at);
      await at.client.createDocument({ title: "Plan", projectId });
      return fieldsOf((await at.client.project(projectId)).documents(), "title");
    },
    ["Plan"],
  ],
];

describe("@linear/sdk on projects, cycles and documents", () => {
  it.each([...projects, ...cycles, ...documents])("%s", async (_, call, expected) => {
    expect(await call(stage)).toEqual(expected);
  });
});
