// Covers: src/emulator/driver/changes.ts
// Covers: src/events/issue-events.ts
// Covers: src/events/linear-event.ts
// Covers: src/events/listeners.ts
// Covers: src/events/to-events.ts
// Covers: src/inbound/listening.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { LinearEvent, LinearEventName } from "chat-adapter-linear";
import { afterEach, expect, it } from "vitest";
import { deliver } from "../../support/deliver.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let open: TestBot | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

const CATEGORIES = ["Comment", "Reaction", "Issue", "AppUserNotification", "AgentSessionEvent"];

async function start(events = CATEGORIES): Promise<TestBot> {
  open = await startTestBot({ mode: "comments", emulator: { webhookRetryDelaysMs: [], app: { events } } });
  return open;
}

/** Hears these events, each as what is told of it beside the facts that all have. */
function hear(bot: TestBot, ...names: LinearEventName[]): unknown[] {
  const heard: unknown[] = [];
  for (const name of names) bot.adapter.onEvent(name, (event) => void heard.push(tell(event)));
  return heard;
}

function tell({ raw: _, at: __, organizationId: ___, actor, ...told }: LinearEvent): object {
  const issue = told.issue?.identifier;
  return { ...told, issue, actor: actor?.fullName };
}

it("an issue's change is told by its general event and by the one that names it, with what changed from what", async () => {
  const bot = await start();
  const heard = hear(bot, "issue.updated", "issue.moved", "issue.assigned", "issue.labeled");
  const issue = bot.linear.createIssue({ title: "Fix the gate" });
  const [backlog, , started] = bot.linear.workflowStates();
  const urgent = bot.linear.addLabel({ name: "Urgent" });
  await bot.linear.updateIssue({ issue, state: "In Progress", by: bot.linear.bo });
  await bot.settled();
  await bot.linear.updateIssue({ issue, assignee: bot.linear.bo, labels: [urgent] });
  await bot.settled();
  await bot.linear.updateIssue({ issue, assignee: null, labels: [] });
  await bot.settled();

  const at = { issue: issue.identifier };
  const [ada, bo] = [
    { ...at, actor: "Ada Lovelace" },
    { ...at, actor: "Bo Berg" },
  ];
  const person = { id: bot.linear.bo.id, name: "Bo Berg" };
  const label = { id: urgent.id, name: "Urgent" };
  expect(heard).toEqual([
    { ...bo, name: "issue.updated", changes: { stateId: { from: backlog?.id, to: started?.id } } },
    {
      ...bo,
      name: "issue.moved",
      from: { id: backlog?.id, name: undefined, type: undefined },
      to: { id: started?.id, name: "In Progress", type: "started" },
    },
    {
      ...ada,
      name: "issue.updated",
      changes: { assigneeId: { from: null, to: person.id }, labelIds: { from: [], to: [label.id] } },
    },
    { ...ada, name: "issue.assigned", from: undefined, to: person },
    { ...ada, name: "issue.labeled", added: [label], removed: [] },
    {
      ...ada,
      name: "issue.updated",
      changes: { assigneeId: { from: person.id, to: null }, labelIds: { from: [label.id], to: [] } },
    },
    { ...ada, name: "issue.assigned", from: { ...person, name: undefined }, to: undefined },
    { ...ada, name: "issue.labeled", added: [], removed: [{ ...label, name: undefined }] },
  ]);
});

it("an archived, a deleted and a new issue are told apart", async () => {
  const bot = await start();
  const heard = hear(bot, "issue.created", "issue.archived", "issue.deleted");
  const one = bot.linear.createIssue({ by: bot.linear.bo });
  await bot.settled();
  const other = bot.linear.createIssue({ by: bot.linear.bo });
  await bot.settled();
  await bot.linear.archiveIssue({ issue: one });
  await bot.settled();
  await bot.linear.deleteIssue({ issue: other });
  await bot.settled();

  expect(heard).toEqual([
    { name: "issue.created", issue: one.identifier, actor: "Bo Berg" },
    { name: "issue.created", issue: other.identifier, actor: "Bo Berg" },
    { name: "issue.archived", issue: one.identifier, actor: "Ada Lovelace" },
    { name: "issue.deleted", issue: other.identifier, actor: "Ada Lovelace" },
  ]);
});

it("a thread is resolved and reopened", async () => {
  const bot = await start();
  const heard = hear(bot, "thread.resolved", "thread.reopened");
  const issue = bot.linear.createIssue();
  const comment = await bot.linear.comment({ issue, body: "Is it done?" });
  await bot.linear.resolveThread({ comment });
  await bot.settled();
  await bot.linear.reopenThread({ comment });
  await bot.settled();

  const told = { issue: issue.identifier, commentId: comment.id, threadId: `linear:${issue.id}:c:${comment.id}` };
  expect(heard).toEqual([
    { ...told, name: "thread.resolved", actor: "Ada Lovelace" },
    { ...told, name: "thread.reopened", actor: "Ada Lovelace" },
  ]);
});

it("a reaction to an issue is told when it is given and when it is taken back", async () => {
  const bot = await start();
  const heard = hear(bot, "issue.reacted");
  const issue = bot.linear.createIssue();
  await bot.linear.reactToIssue({ issue, emoji: "+1", by: bot.linear.bo });
  await bot.settled();
  await bot.linear.unreactToIssue({ issue, emoji: "+1", by: bot.linear.bo });
  await bot.settled();

  expect(heard).toMatchObject([
    { name: "issue.reacted", issue: issue.identifier, rawEmoji: "+1", added: true, actor: "Bo Berg" },
    { name: "issue.reacted", issue: issue.identifier, rawEmoji: "+1", added: false, actor: "Bo Berg" },
  ]);
});

it.each([
  ["issueCommentMention", "mention"],
  ["projectUpdateMention", "mention"],
  ["issueEmojiReaction", "reaction"],
  ["issueCommentReaction", "reaction"],
  ["issueAssignedToYou", "assignment"],
  ["issueDelegated", "assignment"],
  ["issueUnassignedFromYou", "unassignment"],
  ["issueNewComment", "comment"],
  ["issueStatusChanged", "status"],
  ["documentThreadResolved", "thread"],
  ["aTypeOfTomorrow", "other"],
])("a notification %s is an event about: %s", async (type, topic) => {
  const bot = await start();
  const heard = hear(bot, "notification");
  const issue = bot.linear.createIssue();
  await bot.linear.notify({ type, issue, by: bot.linear.bo });
  await bot.settled();

  expect(heard).toEqual([
    {
      name: "notification",
      type,
      topic,
      issue: issue.identifier,
      comment: undefined,
      emoji: undefined,
      actor: "Bo Berg",
    },
  ]);
});

it("a notification of a mention is no second message", async () => {
  const bot = await start();
  const heard = hear(bot, "notification");
  const mentions: string[] = [];
  bot.bot.onNewMention(async (_, { text }) => void mentions.push(text));
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "help" });
  await bot.settled();

  expect([mentions, heard.length]).toEqual([["@helper help"], 1]);
});

it("a handler that throws is logged and costs nothing else, and one that is taken back hears no more", async () => {
  const bot = await start();
  const heard: string[] = [];
  const stop = bot.adapter.onEvent("issue.moved", () => {
    heard.push("first");
    throw new Error("broken");
  });
  bot.adapter.onEvent("issue.moved", async () => void heard.push("second"));
  const issue = bot.linear.createIssue();
  await bot.linear.updateIssue({ issue, state: "Todo" });
  await bot.settled();
  stop();
  await bot.linear.updateIssue({ issue, state: "Done" });
  await bot.settled();

  expect(heard).toEqual(["first", "second", "second"]);
  expect(bot.logger.at("error")).toHaveLength(1);
  expect(bot.linear.deliveries().flatMap(({ attempts }) => attempts.map(({ status }) => status))).toEqual([
    200, 200, 200,
  ]);
});

it("what the bot itself has done is no event, but a webhook like any other", async () => {
  const bot = await start();
  const heard = hear(bot, "issue.updated", "issue.moved");
  const actions: string[] = [];
  bot.adapter.onWebhook("Issue", ({ action, payload }) => void actions.push(`${action} ${payload.data.title}`));
  const issue = bot.linear.createIssue({ title: "Fix the gate" });
  await bot.adapter.issue(`linear:${issue.id}`).start();
  await bot.settled();

  expect([heard, actions.toSorted()]).toEqual([[], ["create Fix the gate", "update Fix the gate"]]);
});

it("a webhook of any type comes once, in the organization's context", async () => {
  const bot = await start();
  const users: string[] = [];
  bot.adapter.onWebhook("Cycle", async ({ organizationId, payload }) => {
    users.push(organizationId, payload.data.id, bot.adapter.botUserId);
  });
  const payload = {
    type: "Cycle",
    action: "update",
    organizationId: bot.linear.organization.id,
    createdAt: "2026-11-28T04:00:00.000Z",
    data: { id: "cycle-1" },
  };
  const statuses = [
    await deliver(bot, bot.linear.buildWebhook({ ...payload, webhookId: "of-the-app" })),
    await deliver(bot, bot.linear.buildWebhook({ ...payload, webhookId: "of-the-workspace" })),
    await deliver(bot, bot.linear.buildWebhook({ ...payload, createdAt: "2026-11-28T04:00:01.000Z" })),
  ];

  const { id, appUserId } = bot.linear.organization;
  expect(statuses).toEqual([200, 200, 200]);
  expect(users).toEqual([id, "cycle-1", appUserId, id, "cycle-1", appUserId]);
});

it("a webhook that nobody listens to asks neither the state nor Linear", async () => {
  const calls: PropertyKey[] = [];
  const state = new Proxy(createMemoryState(), {
    get: (target, name) => {
      calls.push(name);
      const member = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  open = await startTestBot({ mode: "comments", state, emulator: { app: { events: ["Issue"] } } });
  open.adapter.onEvent("thread.resolved", () => {});
  calls.length = 0;
  open.linear.clearRequests();
  open.linear.createIssue();
  await open.settled();

  expect(calls).toEqual([]);
  expect(open.linear.requests()).toEqual([]);
  expect(open.linear.deliveries().map(({ attempts }) => attempts[0]?.status)).toEqual([200]);
});
