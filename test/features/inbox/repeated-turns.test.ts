import type { LinearRawMessage } from "chat-adapter-linear";
import { createMemoryInbox, type LinearInbox } from "chat-adapter-linear/inbox";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mention, said, startAgent, type Work } from "../../support/agent.js";
import { HASTY, handled } from "../../support/inbox.js";
import type { TestBot } from "../../support/test-bot.js";

let inbox: LinearInbox;

beforeEach(() => {
  inbox = createMemoryInbox({ worker: HASTY });
});
afterEach(() => inbox.close());

/** Does the work, and fails after it the first time. */
function failingOnce(work: Work): Work {
  let hasFailed = false;
  return async (thread, message) => {
    await work(thread, message);
    if (hasFailed) return;
    hasFailed = true;
    throw new Error("died at the end");
  };
}

const start = (work: Work, mode: "agent-sessions" | "comments"): Promise<TestBot> =>
  startAgent(failingOnce(work), { mode, settings: { inbox } });

describe("a turn that runs again", () => {
  it("does not repeat what it has said in a session", async () => {
    const { linear, adapter } = await start(async (thread) => {
      await adapter.session(thread.id).action({ action: "Searched", parameter: "the logs", result: "3 errors" });
      await thread.post("First I look.");
      await thread.post("There are 3 errors.");
    }, "agent-sessions");
    await mention(linear);
    await handled(linear, inbox);

    expect(said(linear)).toEqual([
      ["action", "Searched"],
      ["thought", "First I look."],
      ["response", "There are 3 errors."],
    ]);
  });

  it("does not answer twice, though it words its answer otherwise", async () => {
    let run = 0;
    const { linear, adapter } = await start(async (thread) => {
      run += 1;
      await adapter.session(thread.id).respond(`Answer of run ${run}`);
    }, "agent-sessions");
    await mention(linear);
    await handled(linear, inbox);

    expect([run, said(linear)]).toEqual([2, [["response", "Answer of run 1"]]]);
  });

  it("does not repeat its comments, and goes on where it has come to", async () => {
    const texts = [["one"], ["one", "two"]];
    const { linear } = await start(async (thread) => {
      for (const text of texts.shift() ?? []) await thread.post(text);
    }, "comments");
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await handled(linear, inbox);

    expect(
      linear
        .comments()
        .map(({ body }) => body)
        .slice(1),
    ).toEqual(["one", "two"]);
  });

  it("does not repeat a text of several comments, a stream, a reaction or an issue", async () => {
    const long = "word ".repeat(30_000);
    const { linear, adapter } = await start(async (thread, message) => {
      await thread.post(long);
      await thread.post(stream());
      await adapter.addReaction(thread.id, message.id, "eyes");
      await adapter.issue(thread.id).create({ title: "Follow up" });
    }, "comments");
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await handled(linear, inbox);
    const bodies = linear.comments().map(({ body }) => body);

    expect([bodies.slice(1, -1).join(" ").match(/word/g)?.length, bodies.at(-1), linear.issues().length]).toEqual([
      30_000,
      "Streamed text",
      2,
    ]);
  });

  it("knows that it is one", async () => {
    const attempts: unknown[] = [];
    const { linear } = await start((_thread, message) => {
      attempts.push((message.raw as LinearRawMessage).attempt);
    }, "comments");
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await handled(linear, inbox);

    expect(attempts).toEqual([undefined, 2]);
  });
});

async function* stream(): AsyncGenerator<string> {
  yield "Streamed ";
  yield "text";
}
