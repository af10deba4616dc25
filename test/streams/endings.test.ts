// Covers: src/streams/chunk-writer.ts
// Covers: src/streams/claude-agent/claude-agent.ts

import { describe, expect, it } from "vitest";
import { read } from "./recorded.js";

async function* partsOf(...parts: unknown[]): AsyncGenerator<unknown> {
  yield* parts;
}

const lastOf = async (...parts: unknown[]): Promise<unknown> => (await read(partsOf(...parts))).at(-1);

const call = { toolCallId: "1", toolName: "search", input: "login" };
const called = { type: "tool-call", ...call };
const returned = { type: "tool-result", ...call, output: 2 };
const text = (words: string): object => ({ type: "text-delta", id: "t", text: words });
const finish = (finishReason: string): object => ({ type: "finish", finishReason });

const WAITS = "I wait for the result of **Search** (login).";
const NO_SUMMARY = "I stopped after my last step, without a summary.";
const NO_REASON = "_The model did not say why it stopped here: this may not be the whole answer._";

describe("what a run says at its end", () => {
  it.each<[string, unknown[], string]>([
    ["a tool of the bot's own is waited for, also where the provider says stop", [called, finish("stop")], WAITS],
    ["so it is behind other tools", [called, returned, { ...called, toolCallId: "2" }, finish("tool-calls")], WAITS],
    ["so it is below what the model says", [called, text("A moment."), finish("tool-calls")], `A moment.\n\n${WAITS}`],
    [
      "a run that its limit of steps ends amid its tools has no summary",
      [text("I look."), called, returned, text("And again."), finish("tool-calls")],
      `\n\nAnd again.\n\n${NO_SUMMARY}`,
    ],
    [
      "text without a reason for its end says so",
      [text("The limit is"), finish("unknown")],
      `The limit is\n\n${NO_REASON}`,
    ],
    [
      "a tool that the provider runs itself is nobody's",
      [{ ...called, providerExecuted: true }, text("Two."), finish("stop")],
      "Two.",
    ],
    [
      "a sentence in two blocks is one, in bold too",
      [text("**bo"), { type: "text-end" }, text("ld** so.")],
      "**bold** so.",
    ],
    [
      "a list of sources is no last word",
      [called, returned, { type: "source", url: "https://example.com/" }, finish("stop")],
      "Done.\n\nSources:\n\n- https://example.com/",
    ],
    [
      "TanStack AI's client tools are waited for, and not asked about",
      [
        {
          type: "RUN_FINISHED",
          outcome: {
            interrupts: [
              { id: "i", toolCallId: "1", metadata: { kind: "client_tool", toolName: "search", input: "login" } },
            ],
          },
          metadata: { tanstack: { finishReason: "tool_calls" } },
        },
      ],
      WAITS,
    ],
    [
      "a run of the Claude Agent SDK that a hook has stopped says so",
      [
        {
          type: "result",
          subtype: "success",
          result: "Half",
          stop_reason: "end_turn",
          terminal_reason: "hook_stopped",
        },
      ],
      `Half\n\n${NO_REASON}`,
    ],
  ])("%s", async (_promise, parts, words) => {
    expect(await lastOf(...parts)).toBe(words);
  });

  it.each(["length", "content-filter", "error"])(
    "asks nobody to approve the tools of a run that broke off: %s",
    async (reason) => {
      const asked = { type: "tool-approval-request", approvalId: "a", toolCall: called };

      await expect(lastOf(called, asked, finish(reason))).rejects.toMatchObject({ code: "ANSWER_INCOMPLETE" });
    },
  );

  it("is an error where the OpenAI Agents SDK was cancelled, whose stream ends without a word", async () => {
    const result = Object.assign(partsOf("Half"), { cancelled: true });

    await expect(read(result)).rejects.toMatchObject({ code: "ANSWER_INCOMPLETE", facts: { reason: "aborted" } });
  });
});

describe("a tool that waits is asked for, with the id that its producer resumes it by:", () => {
  const interrupts = [{ id: "i", value: { actionRequests: [{ name: "search", args: "login" }] } }];

  it.each<[string, unknown[], string[]]>([
    ["the AI SDK", [called, { type: "tool-approval-request", approvalId: "a", toolCall: called }], ["a"]],
    ["UI messages", [called, { type: "tool-approval-request", approvalId: "a", toolCallId: "1" }], ["a"]],
    ["Mastra", [{ type: "tool-call-approval", from: "AGENT", payload: { ...call, args: "login" } }], ["1"]],
    ["LangGraph, in its updates", [["updates", { __interrupt__: interrupts }]], ["i:0"]],
    ["LangGraph, in its values", [["values", { messages: [], __interrupt__: interrupts }]], ["i:0"]],
    [
      "the OpenAI Agents SDK",
      [
        {
          type: "run_item_stream_event",
          name: "tool_approval_requested",
          item: { rawItem: { callId: "1", name: "search", arguments: "login" } },
        },
      ],
      ["1"],
    ],
    [
      "the Claude Agent SDK",
      [
        {
          type: "result",
          subtype: "success",
          result: "",
          stop_reason: "tool_deferred",
          terminal_reason: "tool_deferred",
          deferred_tool_use: { id: "1", name: "mcp__tracker__search", input: "login" },
        },
      ],
      ["1"],
    ],
    [
      "TanStack AI",
      [
        {
          type: "RUN_FINISHED",
          outcome: {
            interrupts: [{ id: "approval_1", toolCallId: "1", metadata: { toolName: "search", input: "login" } }],
          },
        },
      ],
      ["approval_1"],
    ],
  ])("%s", async (_producer, parts, approvalIds) => {
    expect(await lastOf(...parts)).toEqual({
      type: "task_update",
      id: "approval:1",
      title: 'I need your approval before I go on: **Search**\n\n```\n"login"\n```',
      status: "pending",
      approvalIds,
    });
  });

  it("the first ten of many, since no more are shown", async () => {
    const calls = Array.from({ length: 12 }, (_one, index) => ({ ...called, toolCallId: String(index) }));
    const requests = calls.map((toolCall, index) => ({
      type: "tool-approval-request",
      approvalId: `a${index}`,
      toolCall,
    }));

    expect(await lastOf(...calls, ...requests)).toMatchObject({
      approvalIds: ["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"],
    });
  });
});
