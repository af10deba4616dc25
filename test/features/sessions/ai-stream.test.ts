import type { Thread } from "chat";
import { toLinearStream } from "chat-adapter-linear";
import { afterEach, describe, expect, it } from "vitest";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** The parts of one turn, as version 5 and later of the AI SDK give them. */
async function* fullStream(...end: object[]): AsyncGenerator<object> {
  yield { type: "start" };
  yield { type: "reasoning-start", id: "r1" };
  yield { type: "reasoning-delta", id: "r1", text: "The search first,\n" };
  yield { type: "reasoning-delta", id: "r1", text: "then the answer." };
  yield { type: "reasoning-end", id: "r1" };
  yield { type: "tool-input-start", id: "call-1", toolName: "searchIssues" };
  yield { type: "tool-call", toolCallId: "call-1", toolName: "searchIssues", input: { query: "login", limit: 5 } };
  yield { type: "tool-result", toolCallId: "call-1", toolName: "searchIssues", output: { found: 2 } };
  yield { type: "finish-step" };
  yield { type: "text-delta", id: "t1", text: "Two issues " };
  yield { type: "text-delta", id: "t1", text: "match." };
  yield { type: "text-end", id: "t1" };
  yield* end;
}

async function answerWith(
  mode: "agent-sessions" | "comments",
  post: (thread: Thread) => Promise<unknown>,
): Promise<TestBot> {
  open = await startTestBot({
    mode,
    // Reasoning stays, instead of passing by.
    config: (linear) => ({ ...clientCredentials(linear), activityLevel: "all" }),
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await post(thread);
      });
    },
  });
  await open.linear.mention({ issue: open.linear.createIssue(), text: "please look" });
  await open.settled();
  return open;
}

/** What the session holds for good. */
const lasting = ({ linear }: TestBot): unknown[] =>
  linear
    .activities(linear.sessions()[0]?.id ?? "", { includeArchived: true })
    .filter(({ content, ephemeral }) => content.type !== "prompt" && !ephemeral)
    .map(({ content }) => content);

const thought = { type: "thought", body: "The search first,\nthen the answer." };
const action = { type: "action", action: "Search issues", parameter: "query: login, limit: 5", result: "found: 2" };

describe("a stream of the AI SDK in a session", () => {
  it("shows reasoning as a thought, a tool as an action, and the text as the answer", async () => {
    const bot = await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(fullStream())));

    expect(lasting(bot)).toEqual([thought, action, { type: "response", body: "Two issues match." }]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["complete"]);
  });

  it("that fails ends the session in an error", async () => {
    const failure = { type: "error", error: new Error("overloaded: key=abc") };
    const bot = await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(fullStream(failure))));

    expect(lasting(bot).at(-1)).toMatchObject({ type: "error", body: expect.not.stringContaining("overloaded") });
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["error"]);
  });
});

describe("a stream of the AI SDK in a comment thread", () => {
  it("shows the text alone", async () => {
    const bot = await answerWith("comments", (thread) => thread.post(toLinearStream(fullStream())));

    expect(bot.linear.comments({ by: bot.linear.organization.appUserId }).map(({ body }) => body)).toEqual([
      "Two issues match.",
    ]);
  });
});
