// Covers: src/questions/ask.ts
// Covers: src/streams/ai-sdk/approval-response.ts
// Covers: src/streams/tool-approval.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import * as ai6 from "ai";
import * as ai7 from "ai-7";
import type { StateAdapter, Thread } from "chat";
import {
  type AiSdkMessage,
  readResponseMessages,
  readToolApproval,
  toApprovalResponse,
  toLinearStream,
} from "chat-adapter-linear";
import type { EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { model } from "../../../examples/tool-approval/scripted-model.js";
import { latestSession } from "../../support/agent.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const bots: TestBot[] = [];
const deleted: unknown[] = [];

afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.close()));
  deleted.length = 0;
});

type Mode = "agent-sessions" | "comments";
type Run = (messages: AiSdkMessage[]) => { stream: AsyncIterable<unknown>; said: () => Promise<AiSdkMessage[]> };

const execute = async (input: unknown): Promise<string> => {
  deleted.push(input);
  return "deleted";
};
const schema = { type: "object", properties: { branch: { type: "string" } } } as const;

/** The same run with the real `streamText` of each version. */
const runs: Readonly<Record<"6" | "7", Run>> = {
  "6": (messages) => {
    const deleteBranch = ai6.tool({ inputSchema: ai6.jsonSchema(schema), needsApproval: true, execute });
    const result = ai6.streamText({ model, tools: { deleteBranch }, messages: messages as ai6.ModelMessage[] });
    return { stream: result.fullStream, said: () => readResponseMessages(result) };
  },
  "7": (messages) => {
    const deleteBranch = ai7.tool({ inputSchema: ai7.jsonSchema(schema), execute });
    const result = ai7.streamText({
      model,
      tools: { deleteBranch },
      toolApproval: { deleteBranch: "user-approval" },
      messages: messages as ai7.ModelMessage[],
    });
    return { stream: result.stream, said: () => readResponseMessages(result) };
  },
};

async function start(
  mode: Mode,
  run: Run,
  { state = createMemoryState(), linear }: { state?: StateAdapter; linear?: LinearEmulator } = {},
): Promise<TestBot> {
  const goOn = async (thread: Thread, messages: AiSdkMessage[]): Promise<void> => {
    const { stream, said } = run(messages);
    const keep = async (): Promise<void> => thread.setState({ messages: [...messages, ...(await said())] });
    await thread.post(toLinearStream(stream, { onWaiting: keep }));
    await keep();
  };
  const kept = async (thread: Thread): Promise<AiSdkMessage[]> =>
    ((await thread.state) as { messages: AiSdkMessage[] } | null)?.messages ?? [];
  const bot = await startTestBot({
    mode,
    state,
    ...(linear && { linear }),
    on: (chat) => {
      chat.onNewMention((thread, { text }) => goOn(thread as Thread, [{ role: "user", content: text }]));
      chat.onAction(["approve-tool", "deny-tool"], async (event) => {
        const thread = event.thread as Thread | null;
        const approval = readToolApproval(event);
        if (thread === null || approval === undefined) return;
        const messages = await kept(thread);
        const response = toApprovalResponse(messages, approval);
        await (response ? goOn(thread, [...messages, response]) : thread.post("That is decided already."));
      });
    },
  });
  bots.push(bot);
  return bot;
}

const bodiesIn = (linear: LinearEmulator, session: EmulatedSession): unknown[] =>
  linear
    .activities(session.id)
    .filter(({ ephemeral }) => !ephemeral)
    .map(({ content: { type, body, action, result } }) => [type, body ?? `${action}: ${result}`]);

const QUESTION = 'I need your approval before I go on: **Delete branch**\n\n```\nbranch: "old-login"\n```';
const ASKED = [
  ["thought", "It is merged, so I delete the branch."],
  ["elicitation", QUESTION],
];

describe.each(["6", "7"] as const)("a tool of the AI SDK %s that waits for approval", (version) => {
  const run = runs[version];

  it("runs once it is approved, in the same session, also after a restart", async () => {
    const state = createMemoryState();
    const before = await start("agent-sessions", run, { state });
    const { linear } = before;
    await linear.mention({ issue: linear.createIssue(), text: "please clean up" });
    await before.settled();
    const session = latestSession(linear);
    const status = session.status;

    // Another process with the same state: nothing of the run is left in memory.
    const after = await start("agent-sessions", run, { state, linear });
    await linear.prompt({ session, body: "Approve" });
    await after.settled();

    expect([status, latestSession(linear).status]).toEqual(["awaitingInput", "complete"]);
    expect(bodiesIn(linear, session)).toEqual([
      ...ASKED,
      ["prompt", "Approve"],
      ["action", "Delete branch: deleted"],
      ["response", "The branch is gone."],
    ]);
    expect(linear.activities(session.id)[1]?.signalMetadata).toEqual({
      options: [
        { label: "Approve", value: "Approve" },
        { label: "Deny", value: "Deny" },
      ],
    });
    expect(deleted).toEqual([{ branch: "old-login" }]);
  });

  it("does not run where it is denied, and the model is told why", async () => {
    const bot = await start("agent-sessions", run);
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "please clean up" });
    await bot.settled();
    const session = latestSession(linear);
    await linear.prompt({ session, body: "Deny\nNot on a Friday." });
    await bot.settled();

    expect(bodiesIn(linear, session).slice(3)).toEqual([
      ["action", "Delete branch: Denied"],
      ["response", "I leave the branch alone. You said: Not on a Friday."],
    ]);
    expect(deleted).toEqual([]);
  });

  it("is asked for with a numbered list in a comment thread, and answered once", async () => {
    const bot = await start("comments", run);
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.mention({ issue, text: "please clean up" });
    await bot.settled();
    await linear.comment({ issue, parent, by: linear.bo, body: "1" });
    await linear.comment({ issue, parent, by: linear.ada, body: "Approve" });
    await bot.settled();

    expect(linear.comments({ by: linear.organization.appUserId }).map(({ body }) => body)).toEqual([
      `${ASKED[0]?.[1]}\n\n${QUESTION}\n\n1. Approve\n2. Deny\n\n_Reply with a number or its text._`,
      "The branch is gone.",
    ]);
    expect(deleted).toEqual([{ branch: "old-login" }]);
  });

  it("is not asked for where the run could not be kept", async () => {
    const bot = await startTestBot({
      mode: "agent-sessions",
      on: (chat) =>
        chat.onNewMention(async (thread, { text }) => {
          const onWaiting = (): never => {
            throw new Error("The database is away");
          };
          await thread.post(toLinearStream(run([{ role: "user", content: text }]).stream, { onWaiting }));
        }),
    });
    bots.push(bot);
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "please clean up" });
    await bot.settled();

    expect(bodiesIn(bot.linear, latestSession(bot.linear)).map((said) => [said].flat()[0])).toEqual([
      "thought",
      "error",
    ]);
  });
});

describe("the response to requests for approval", () => {
  const call = (toolCallId: string, extra: object = {}): object => ({ type: "tool-call", toolCallId, ...extra });
  const request = (approvalId: string, toolCallId: string, extra: object = {}): object => ({
    type: "tool-approval-request",
    approvalId,
    toolCallId,
    ...extra,
  });
  const asked: AiSdkMessage[] = [
    { role: "user", content: "Go" },
    { role: "assistant", content: [call("c1"), call("c2"), request("a1", "c1"), request("a2", "c2")] },
  ];

  it("approves what was asked for alone, and denies the rest", () => {
    expect(toApprovalResponse(asked, { approved: true, approvalIds: ["a1"] })).toEqual({
      role: "tool",
      content: [
        { type: "tool-approval-response", approvalId: "a1", approved: true },
        {
          type: "tool-approval-response",
          approvalId: "a2",
          approved: false,
          reason: "Nobody was asked about this call.",
        },
      ],
    });
  });

  it("is given once, and not for what the run itself has answered", () => {
    const response = toApprovalResponse(asked, { approved: false, reason: "No." });
    const automatic: AiSdkMessage = {
      role: "assistant",
      content: [call("c3"), request("a3", "c3", { isAutomatic: true })],
    };

    expect(response?.content.map(({ reason }) => reason)).toEqual(["No.", "No."]);
    expect(toApprovalResponse([...asked, ...(response ? [response] : []), automatic], { approved: true })).toBe(
      undefined,
    );
  });

  it("is handed on to a provider that runs the tool itself", () => {
    const content = [call("c1", { providerExecuted: true }), request("a1", "c1")];

    expect(toApprovalResponse([{ role: "assistant", content }], { approved: true })?.content).toEqual([
      { type: "tool-approval-response", approvalId: "a1", approved: true, providerExecuted: true },
    ]);
  });

  it("decides nothing with the value of another action, or with one that names nothing", () => {
    const read = (actionId: string, value?: string): unknown =>
      readToolApproval({ actionId, raw: undefined, ...(value === undefined ? {} : { value }) });

    expect([read("deploy", '["a1"]'), read("approve-tool"), read("deny-tool", '["a1"]')]).toEqual([
      undefined,
      { approved: true, approvalIds: [] },
      { approved: false, approvalIds: ["a1"] },
    ]);
  });
});
