// Covers: src/emulator/resolvers/attachment-mutations.ts
// Covers: src/emulator/resolvers/history.ts
// Covers: src/emulator/resolvers/relation-mutations.ts

import { LinearDocument } from "@linear/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Call, fieldsOf, openStage, type Stage } from "./stage.js";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const labelId = ({ linear }: Stage, name: string): string =>
  linear.labels().find((label) => label.name === name)?.id ?? "";

const labels: Call[] = [
  [
    "issueLabels",
    async ({ client }) => (await fieldsOf(client.issueLabels(), "name")).sort(),
    ["Bug", "Feature", "Improvement"],
  ],
  [
    "issueLabels by name",
    ({ client }) => fieldsOf(client.issueLabels({ filter: { name: { eqIgnoreCase: "bug" } } }), "name"),
    ["Bug"],
  ],
  [
    "createIssueLabel and issueLabel",
    async ({ client, teamId }) => {
      const payload = await client.createIssueLabel({ name: "Urgent", color: "#ff0000", teamId });
      const label = await client.issueLabel((await payload.issueLabel)?.id ?? "");
      return { name: label.name, color: label.color, team: (await label.team)?.key };
    },
    { name: "Urgent", color: "#ff0000", team: "ENG" },
  ],
  [
    "updateIssueLabel",
    async (at) => {
      await at.client.updateIssueLabel(labelId(at, "Bug"), { description: "It is broken" });
      return (await at.client.issueLabel(labelId(at, "Bug"))).description;
    },
    "It is broken",
  ],
  [
    "deleteIssueLabel, also from issues",
    async (at) => {
      const bug = labelId(at, "Bug");
      await at.client.issueAddLabel(at.issue.id, bug);
      await at.client.deleteIssueLabel(bug);
      return at.linear.issue(at.issue).labelIds;
    },
    [],
  ],
  [
    "issueAddLabel and issue.labels",
    async (at) => {
      await at.client.issueAddLabel(at.issue.id, labelId(at, "Bug"));
      return fieldsOf((await at.client.issue("ENG-1")).labels(), "name");
    },
    ["Bug"],
  ],
  [
    "issueRemoveLabel",
    async (at) => {
      await at.client.issueAddLabel(at.issue.id, labelId(at, "Bug"));
      await at.client.issueRemoveLabel(at.issue.id, labelId(at, "Bug"));
      return at.linear.issue(at.issue).labelIds;
    },
    [],
  ],
  [
    "issueLabel.issues",
    async (at) => {
      await at.client.issueAddLabel(at.issue.id, labelId(at, "Bug"));
      return fieldsOf((await at.client.issueLabel(labelId(at, "Bug"))).issues(), "identifier");
    },
    ["ENG-1"],
  ],
];

const around: Call[] = [
  [
    "issue.children and issue.parent",
    async ({ client, teamId, issue }) => {
      await client.createIssue({ teamId, title: "Part", parentId: issue.id });
      const children = await fieldsOf((await client.issue("ENG-1")).children(), "title");
      const parent = (await (await client.issue("ENG-2")).parent)?.identifier;
      return { children, parent };
    },
    { children: ["Part"], parent: "ENG-1" },
  ],
  [
    "issue.comments",
    async ({ client, linear, issue }) => {
      await linear.comment({ issue, body: "Hello" });
      return fieldsOf((await client.issue("ENG-1")).comments(), "body");
    },
    ["Hello"],
  ],
  [
    "createIssueRelation, issue.relations and issue.inverseRelations",
    async ({ client, linear, issue }) => {
      const other = linear.createIssue();
      const type = LinearDocument.IssueRelationType.Blocks;
      await client.createIssueRelation({ issueId: issue.id, relatedIssueId: other.id, type });
      const [relation] = (await (await client.issue("ENG-1")).relations()).nodes;
      const inverse = await fieldsOf((await client.issue("ENG-2")).inverseRelations(), "type");
      return { type: relation?.type, related: (await relation?.relatedIssue)?.identifier, inverse };
    },
    { type: "blocks", related: "ENG-2", inverse: ["blocks"] },
  ],
  [
    "updateIssueRelation, issueRelation and deleteIssueRelation",
    async ({ client, linear, issue }) => {
      const relatedIssueId = linear.createIssue().id;
      const type = LinearDocument.IssueRelationType.Related;
      const payload = await client.createIssueRelation({ issueId: issue.id, relatedIssueId, type });
      const id = (await payload.issueRelation)?.id ?? "";
      await client.updateIssueRelation(id, { type: "duplicate" });
      const changed = (await client.issueRelation(id)).type;
      await client.deleteIssueRelation(id);
      return { changed, left: await fieldsOf(client.issueRelations(), "id") };
    },
    { changed: "duplicate", left: [] },
  ],
  [
    "issue.history, of state, title and labels",
    async (at) => {
      const done = at.linear.workflowStates().find(({ name }) => name === "Done")?.id ?? "";
      await at.client.updateIssue("ENG-1", { stateId: done });
      await at.client.updateIssue("ENG-1", { title: "A gate" });
      await at.client.issueAddLabel(at.issue.id, labelId(at, "Bug"));
      const [labelled, renamed, moved] = (await (await at.client.issue("ENG-1")).history()).nodes;
      return {
        labels: labelled?.addedLabels?.map(({ name }) => name),
        titles: [renamed?.fromTitle, renamed?.toTitle],
        states: [(await moved?.fromState)?.name, (await moved?.toState)?.name],
        actor: (await moved?.actor)?.displayName,
      };
    },
    { labels: ["Bug"], titles: ["Fix the login page", "A gate"], states: ["Backlog", "Done"], actor: "ada" },
  ],
  [
    "issueSubscribe, issueUnsubscribe and issue.subscribers",
    async ({ client, linear, issue }) => {
      await client.issueSubscribe(issue.id, { userId: linear.bo.id });
      const both = await fieldsOf((await client.issue("ENG-1")).subscribers(), "displayName");
      await client.issueUnsubscribe(issue.id);
      return { both: both.sort(), left: await fieldsOf((await client.issue("ENG-1")).subscribers(), "displayName") };
    },
    { both: ["ada", "bo"], left: ["bo"] },
  ],
  [
    "createAttachment, issue.attachments and attachment.issue",
    async ({ client, issue }) => {
      await client.createAttachment({ issueId: issue.id, title: "Run 7", url: "https://ci.example/7" });
      const [attachment] = (await (await client.issue("ENG-1")).attachments()).nodes;
      return { title: attachment?.title, issue: (await attachment?.issue)?.identifier };
    },
    { title: "Run 7", issue: "ENG-1" },
  ],
  [
    "attachmentLinkURL and attachmentsForURL",
    async ({ client, issue }) => {
      await client.attachmentLinkURL(issue.id, "https://ci.example/7", { title: "Run 7" });
      return fieldsOf(client.attachmentsForURL("https://ci.example/7"), "title");
    },
    ["Run 7"],
  ],
  [
    "updateAttachment, attachment and deleteAttachment",
    async ({ client, issue }) => {
      const payload = await client.createAttachment({ issueId: issue.id, title: "Run 7", url: "https://ci.example/7" });
      const id = (await payload.attachment)?.id ?? "";
      await client.updateAttachment(id, { title: "Run 7: passed" });
      const changed = (await client.attachment(id)).title;
      await client.deleteAttachment(id);
      return { changed, left: await fieldsOf(client.attachments(), "id") };
    },
    { changed: "Run 7: passed", left: [] },
  ],
];

describe("@linear/sdk on labels, relations, history and attachments", () => {
  it.each([...labels, ...around])("%s", async (_, call, expected) => {
    expect(await call(stage)).toEqual(expected);
  });
});
