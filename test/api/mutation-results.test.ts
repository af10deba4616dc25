import type { Thread } from "chat";
import type { LinearAdapterError, LinearIssue, LinearSession } from "chat-adapter-linear";
import { type EmulatedIssue, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { latestSession } from "../support/agent.js";
import { collectOperations } from "../support/guards/operations.js";
import { startTestBot, type TestBot } from "../support/test-bot.js";

let linear: LinearEmulator;
let bot: TestBot;

beforeAll(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [] });
  bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    config: () => ({
      accessToken: linear.createAccessToken(),
      acknowledgeAfterMs: false,
      followSubscribedIssues: true,
      silentResponse: false,
    }),
  });
});
afterAll(async () => {
  await bot.close();
  await linear.close();
});

/** What a call works with: an issue, a comment of the bot's on it that has its reaction, and a session. */
interface Stage {
  given: EmulatedIssue;
  issue: LinearIssue;
  threadId: string;
  commentId: string;
  session: LinearSession;
}

async function setStage(): Promise<Stage> {
  const given = linear.createIssue();
  const threadId = `linear:${given.id}`;
  const { id: commentId } = await bot.adapter.postMessage(threadId, "Here.");
  await bot.adapter.addReaction(threadId, commentId, "eyes");
  await linear.mention({ issue: given, text: "please" });
  await bot.settled();
  const session = bot.adapter.session(`linear:${given.id}:s:${latestSession(linear).id}`);
  return { given, issue: bot.adapter.issue(threadId), threadId, commentId, session };
}

/** A call for each mutation of the package, by the mutation's name. */
const calls: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  AssignIssue: ({ issue }) => issue.assign(null),
  ChangeLabels: ({ issue }) => issue.addLabels("bug"),
  CreateAgentActivity: ({ session }) => session.thought("Let me see."),
  CreateAttachment: ({ issue }) => issue.attach({ url: "https://example.test/build/7", title: "Build 7" }),
  CreateComment: ({ threadId }) => bot.adapter.postMessage(threadId, "Done."),
  CreateEphemeralActivity: ({ session }) => session.thought("Let me see.", { ephemeral: true }),
  CreateIssue: ({ issue }) => issue.create({ title: "The next one" }),
  CreateIssueRelation: ({ issue }) => issue.relate("blocks", linear.createIssue().identifier),
  CreateIssues: ({ issue }) => issue.createSubIssues(["One", "Two"]),
  CreateLabel: ({ issue, given }) => issue.addLabels(`New ${given.identifier}`, { create: true }),
  CreateReaction: ({ threadId, commentId }) => bot.adapter.addReaction(threadId, commentId, "rocket"),
  DeleteComment: ({ threadId, commentId }) => bot.adapter.deleteMessage(threadId, commentId),
  DeleteReaction: ({ threadId, commentId }) => bot.adapter.removeReaction(threadId, commentId, "eyes"),
  OpenSessionOnComment: ({ commentId }): Promise<Thread> => bot.adapter.openSession({ commentId }),
  OpenSessionOnIssue: ({ given }): Promise<Thread> => bot.adapter.openSession({ issueId: given.id }),
  RenameSession: ({ session }) => session.rename("The cache"),
  RequestUpload: ({ threadId }) =>
    bot.adapter.postMessage(threadId, {
      markdown: "The log:",
      files: [{ data: Buffer.from("ok"), filename: "a.txt" }],
    }),
  SubscribeToIssue: async ({ threadId }) => {
    await bot.adapter.onThreadSubscribe(threadId);
    // A failure is told in the log only.
    const code = /code: '(\w+)'/.exec(bot.logger.at("warn").at(-1) ?? "")?.[1];
    throw Object.assign(new Error("The issue could not be followed"), { code });
  },
  UpdateComment: ({ threadId, commentId }) => bot.adapter.editMessage(threadId, commentId, "There."),
  UpdateCommentPart: async ({ threadId }) => {
    const { id } = await bot.adapter.postMessage(threadId, "once ".repeat(3_000));
    return await bot.adapter.editMessage(threadId, id, "more ".repeat(3_000));
  },
  UpdateIssue: ({ issue }) => issue.setPriority("high"),
  UpdateSessionLinks: ({ session }) => session.addLinks([{ label: "Build", url: "https://example.test/build/7" }]),
  UpdateSessionPlan: ({ session }) => session.setPlan([{ content: "Look", status: "pending" }]),
};

const table = Object.entries(calls).map(([operation, call]) => ({ operation, call }));

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "taken for done",
    ({ code }: LinearAdapterError) => code,
  );

async function meet(kind: "unsuccessful" | "empty", { operation, call }: (typeof table)[number]): Promise<unknown> {
  const stage = await setStage();
  const fault = linear.injectFault({ on: "graphql", operation, kind });
  const outcome = await outcomeOf(call(stage));
  fault.remove();
  return { outcome, met: fault.hits };
}

describe("the result of every mutation", () => {
  it("is looked at below", async () => {
    const operations = await collectOperations("src/api");
    const mutations = operations.filter(({ document }) => /^\s*mutation\b/.test(document)).map(({ name }) => name);

    expect(Object.keys(calls)).toEqual(mutations);
  });

  it.each(table)("is an error of Linear's where $operation says success: false", async (row) => {
    expect(await meet("unsuccessful", row)).toEqual({ outcome: "LINEAR_FAILED", met: 1 });
  });

  it.each(table)("is an error where $operation answers nothing of what was asked", async (row) => {
    expect(await meet("empty", row)).toEqual({ outcome: "RESPONSE_INVALID", met: 1 });
  });
});
