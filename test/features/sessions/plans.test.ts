// Covers: src/adapter/surfaces/comment-plan.ts
// Covers: src/comments/paced-edits.ts

import { Plan, type StreamChunk, StreamingPlan, type Thread } from "chat";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { latestSession } from "../../support/agent.js";
import { introduce, requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

const world = createTestWorld();
let linear: LinearEmulator;
let sessions: TestBot;
let comments: TestBot;
/** What the bots do with a message. */
let onMessage: (thread: Thread) => Promise<unknown> = async () => {};

beforeAll(async () => {
  linear = await startLinearEmulator({ ...worldOfLinear(world), webhookRetryDelaysMs: [] });
  const startBot = (mode: "agent-sessions" | "comments"): Promise<TestBot> =>
    startTestBot({
      linear,
      world,
      mode,
      config: () => ({
        accessToken: linear.createAccessToken(),
        acknowledgeAfterMs: false,
        silentResponse: false,
        streamEditIntervalMs: 0,
      }),
      on: (chat) => {
        chat.onNewMention(async (thread) => void (await onMessage(thread)));
      },
    });
  sessions = await startBot("agent-sessions");
  await introduce(sessions);
  comments = await startBot("comments");
  await introduce(comments);
});
afterEach(() => {
  onMessage = async () => {};
  linear.clearFaults();
});
afterAll(async () => {
  await Promise.all([sessions.close(), comments.close()]);
  await linear.close();
});

/** Has a person mention the bot, which then does `work`. Gives the session. */
async function inSession(work: (thread: Thread) => Promise<unknown>): Promise<EmulatedSession> {
  linear.setWebhookUrl(sessions.webhookUrl);
  onMessage = work;
  await linear.mention({ issue: linear.createIssue(), text: "please" });
  await world.clock.passUntil(sessions.settled());
  return latestSession(linear);
}

/** The same in a comment's thread. Gives what the bot's comments say. */
async function inComments(work: (thread: Thread) => Promise<unknown>): Promise<string[]> {
  linear.setWebhookUrl(comments.webhookUrl);
  onMessage = work;
  const issue = linear.createIssue();
  await linear.mention({ issue, text: "please" });
  await world.clock.passUntil(comments.settled());
  return linear.comments({ issue, by: linear.organization.appUserId }).map(({ body }) => body);
}

async function* streamOf(...chunks: (string | StreamChunk)[]): AsyncGenerator<string | StreamChunk> {
  yield* chunks;
}

describe("a plan in a session", () => {
  it("is the session's plan, from its first task to its last, in few requests", async () => {
    const plan = new Plan({ initialMessage: "Look at the logs" });
    const requests = await requestsOf(sessions, async () => {
      const session = await inSession(async (thread) => {
        await thread.post(plan);
        await plan.addTask({ title: "Fix the cache" });
        await plan.updateTask({ status: "error", output: "No access" });
        await plan.addTask({ title: "Ask for access" });
        await plan.complete({ completeMessage: "Done" });
      });

      expect(session.plan).toEqual([
        { content: "Look at the logs", status: "completed" },
        { content: "Fix the cache", status: "canceled" },
        { content: "Ask for access", status: "completed" },
      ]);
      expect(linear.activities(session)).toEqual([]);
      expect([plan.id, plan.threadId]).toEqual([`plan:${session.id}`, `linear:${session.issueId}:s:${session.id}`]);
    });
    expect(requests).toEqual(["UpdateSessionPlan", "UpdateSessionPlan"]);
  });

  it("shows at once what is to be done", async () => {
    const session = await inSession(async (thread) => {
      await thread.post(new Plan({ initialMessage: { markdown: "Look at **the logs**" } }));
    });

    expect(session.plan).toEqual([{ content: "Look at the logs", status: "inProgress" }]);
  });

  it("is begun anew", async () => {
    const plan = new Plan({ initialMessage: "One" });
    const session = await inSession(async (thread) => {
      await thread.post(plan);
      await plan.addTask({ title: "Two" });
      await plan.reset({ initialMessage: "Three" });
    });

    expect(session.plan).toEqual([{ content: "Three", status: "inProgress" }]);
  });

  it("goes with an answer, which stays the last word", async () => {
    const plan = new Plan({ initialMessage: "Look" });
    const session = await inSession(async (thread) => {
      await thread.post(plan);
      await thread.post("It is the cache.");
      await plan.complete({ completeMessage: "Looked" });
    });

    expect(session.plan).toEqual([{ content: "Look", status: "completed" }]);
    expect(linear.activities(session).map(({ content }) => [content.type, content.body])).toEqual([
      ["response", "It is the cache."],
    ]);
    expect(session.status).toBe("complete");
  });
});

describe("a plan in a comment's thread", () => {
  it("is one checklist that is edited in place, at most once a second, and ends as the plan does", async () => {
    const plan = new Plan({ initialMessage: "Look at the logs" });
    const requests = await requestsOf(comments, async () => {
      const bodies = await inComments(async (thread) => {
        await thread.post(plan);
        await plan.addTask({ title: "Fix the cache", children: ["Read it", "Clear it"] });
        await plan.updateTask({ status: "error", output: { markdown: "**No** access" } });
        await plan.addTask({ title: "Ask for access" });
        await plan.complete({ completeMessage: "Looked, *mostly*" });
      });

      expect(bodies).toEqual([
        [
          "**Looked, \\*mostly\\***",
          "",
          "- [x] Look at the logs",
          "- [ ] Fix the cache _(canceled)_",
          "  - Read it",
          "  - Clear it",
          "  - **No** access",
          "- [x] Ask for access",
        ].join("\n"),
      ]);
    });
    expect(requests).toEqual(["CreateComment", "UpdateComment"]);
  });

  it("is posted on an issue, and edited there", async () => {
    linear.setWebhookUrl(comments.webhookUrl);
    const issue = linear.createIssue();
    const plan = new Plan({ initialMessage: "Look" });
    await comments.bot.thread(`linear:${issue.id}`).post(plan);
    await plan.complete({ completeMessage: "Looked" });
    await world.clock.advance(1_000);

    expect(linear.comments({ issue }).map(({ body }) => body)).toEqual(["**Looked**\n\n- [x] Look"]);
  });

  it("stays as it was when Linear refuses a change that nobody waits for, which is logged", async () => {
    const plan = new Plan({ initialMessage: "Look" });
    const fault = { on: "graphql", operation: "UpdateComment", kind: "graphql-error" } as const;
    linear.injectFault({ ...fault, type: "forbidden", message: "Not yours" });
    const bodies = await inComments(async (thread) => {
      await thread.post(plan);
      await plan.complete({ completeMessage: "Looked" });
    });

    expect(bodies).toEqual(["**Look**\n\n- [ ] Look _(in progress)_"]);
    expect(comments.logger.at("warn")).toContainEqual(expect.stringContaining("A plan's comment could not be updated"));
  });
});

describe("an object that nothing is known of", () => {
  it("shows its name", async () => {
    const bodies = await inComments(async (thread) => {
      await comments.adapter.postObject(thread.id, "poll", { question: "Which?" });
    });

    expect(bodies).toEqual(["[poll]"]);
  });

  it("is refused when it only says that it is a plan", async () => {
    await expect(comments.adapter.postObject("linear:issue-1", "plan", { title: "Look" })).rejects.toMatchObject({
      code: "MESSAGE_INVALID",
    });
  });
});

describe("a streamed plan in a session", () => {
  it("drives the session's plan with its tasks, and shows their details and outputs as actions", async () => {
    const session = await inSession((thread) =>
      thread.post(
        new StreamingPlan(
          streamOf(
            { type: "plan_update", title: "Repair" },
            { type: "task_update", id: "1", title: "Search", status: "in_progress", details: "the logs" },
            { type: "task_update", id: "1", title: "Search", status: "complete", output: "3 errors" },
            { type: "task_update", id: "2", title: "Restart", status: "error", output: "No access" },
            { type: "task_update", id: "3", title: "Report", status: "in_progress" },
            { type: "task_update", id: "4", title: "Rest", status: "pending" },
            "It is the cache.",
          ),
          { groupTasks: "plan" },
        ),
      ),
    );

    expect(session.plan).toEqual([
      { content: "Search", status: "completed" },
      { content: "Restart", status: "canceled" },
      { content: "Report", status: "inProgress" },
      { content: "Rest", status: "pending" },
    ]);
    expect(linear.activities(session).map(({ content }) => content)).toEqual([
      { type: "action", action: "Search", parameter: "the logs", result: "3 errors" },
      { type: "action", action: "Restart", parameter: "✗", result: "No access" },
      { type: "response", body: "It is the cache." },
    ]);
  });

  it("leaves the session waiting for a person when it is suspended", async () => {
    const session = await inSession((thread) =>
      thread.post(
        new StreamingPlan(
          streamOf({ type: "task_update", id: "1", title: "Search", status: "complete" }, "Shall I go on?"),
          { sessionStatus: "suspended" },
        ),
      ),
    );

    expect(linear.activities(session).map(({ content }) => [content.type, content.body ?? content.action])).toEqual([
      ["action", "Search"],
      ["elicitation", "Shall I go on?"],
    ]);
    expect(session.status).toBe("awaitingInput");
  });
});
