// Covers: src/api/operations/issue-details.ts
// Covers: src/issues/issue-details.ts

import type { LinearIssue } from "chat-adapter-linear";
import type { EmulatedIssue, EmulatedUser, LinearEmulator } from "chat-adapter-linear/emulator";
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

const issueOf = ({ id }: Pick<EmulatedIssue, "id">): LinearIssue => bot.adapter.issue(`linear:${id}`);

const ada = (): EmulatedUser => {
  const [person] = linear.organization.people;
  if (person === undefined) throw new Error("Ada is not there");
  return person;
};

describe("reading an issue", () => {
  it("gives all that is around it, in one request", async () => {
    const bug = linear.addLabel({ name: "Login" });
    const frontend = linear.addLabel({ name: "Frontend", group: "Area" });
    const given = linear.createIssue({
      title: "Fix the login page",
      description: "It is **slow**.",
      labels: [bug, frontend],
      project: "Website",
      cycle: { number: 7, name: "Week 48", startsAt: "2026-11-23T00:00:00.000Z", endsAt: "2026-11-30T00:00:00.000Z" },
    });
    const issue = issueOf(given);
    const other = linear.createIssue({ title: "Renew the certificate" });
    const [part] = await issue.createSubIssues(["Reproduce it"]);
    await issue.relate("blocked-by", other.identifier);
    await issue.attach({ url: "https://github.com/acme/app/pull/7", title: "Pull request", subtitle: "Open" });
    await issue.assign("ada");
    await issue.delegateToMe();
    await issue.setPriority("high");
    await issue.setEstimate(3);

    const requests = await requestsOf(bot, async () => {
      const backlog = { id: given.stateId, name: "Backlog", type: "backlog" };
      expect(await issue.read()).toEqual({
        id: given.id,
        identifier: "ENG-1",
        title: "Fix the login page",
        description: "It is **slow**.",
        url: given.url,
        branchName: expect.stringContaining("eng-1-"),
        team: { id: given.teamId, key: "ENG", name: "Engineering" },
        state: backlog,
        priority: "high",
        estimate: 3,
        assignee: { id: ada().id, name: "Ada Lovelace", displayName: "ada", isApp: false, isMe: false },
        delegate: {
          id: linear.organization.appUserId,
          name: expect.any(String),
          displayName: "helper",
          isApp: true,
          isMe: true,
        },
        creator: { id: ada().id, name: "Ada Lovelace", displayName: "ada", isApp: false, isMe: false },
        labels: [
          { id: frontend.id, name: "Frontend", group: "Area" },
          { id: bug.id, name: "Login" },
        ],
        project: { id: given.projectId, name: "Website" },
        cycle: {
          id: given.cycleId,
          number: 7,
          name: "Week 48",
          startsAt: new Date("2026-11-23"),
          endsAt: new Date("2026-11-30"),
        },
        subIssues: [{ ...part, state: backlog }],
        relations: [
          {
            kind: "blocked-by",
            issue: {
              id: other.id,
              identifier: "ENG-2",
              title: "Renew the certificate",
              url: other.url,
              state: { ...backlog, id: other.stateId },
            },
          },
        ],
        links: [
          {
            id: expect.any(String),
            url: "https://github.com/acme/app/pull/7",
            title: "Pull request",
            subtitle: "Open",
          },
        ],
        createdAt: new Date(given.createdAt),
        updatedAt: new Date(linear.issue(given.id).updatedAt),
      });
    });

    expect(requests).toEqual(["GetIssueDetails"]);
  });

  it("leaves out what is not set", async () => {
    const plain = linear.createIssue();

    expect(Object.keys(await issueOf(plain).read()).sort()).toEqual([
      "branchName",
      "createdAt",
      "creator",
      "id",
      "identifier",
      "labels",
      "links",
      "priority",
      "relations",
      "state",
      "subIssues",
      "team",
      "title",
      "updatedAt",
      "url",
    ]);
  });

  it("tells a sub-issue of its parent", async () => {
    const parent = linear.createIssue({ title: "Parent" });
    const [part] = await issueOf(parent).createSubIssues(["Part"]);

    expect((await bot.adapter.issue(`linear:${part?.id}`).read()).parent).toEqual({
      id: parent.id,
      identifier: "ENG-1",
      title: "Parent",
      url: parent.url,
      state: { id: parent.stateId, name: "Backlog", type: "backlog" },
    });
  });

  it("says that there is no such issue", async () => {
    await expect(bot.adapter.issue("linear:ENG-404").read()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
