import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

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
