// Covers: src/streams/ai-sdk/ai-sdk.ts
// Covers: src/streams/chunk-writer.ts
// Covers: src/streams/claude-agent/claude-agent.ts
// Covers: src/streams/langchain/langchain.ts
// Covers: src/streams/langchain/read-message.ts
// Covers: src/streams/langchain/tool-inputs.ts
// Covers: src/streams/model-event.ts
// Covers: src/streams/openai-agents/openai-agents.ts
// Covers: src/streams/tanstack/tanstack.ts
// Covers: src/streams/tool-to-step.ts

import type { StreamChunk } from "chat";
import { describe, expect, it } from "vitest";
import { read, recorded } from "./recorded.js";

type Status = "pending" | "in_progress" | "complete" | "error";
type Words = { details?: string; output?: string };

const reasoning: StreamChunk = {
  type: "task_update",
  id: "reasoning:1",
  title: "I should search.",
  status: "complete",
};

const step = (id: string, title: string, status: Status, words: Words = {}): StreamChunk => ({
  type: "task_update",
  id: `tool:${id}`,
  title,
  status,
  ...words,
});

const search = (id: string): StreamChunk[] => [
  step(id, "Search issues", "in_progress", { details: "slow login" }),
  step(id, "Search issues", "complete", { output: "found: 2" }),
];

const readFile = (id: string, output = "no such file"): StreamChunk[] => [
  step(id, "Read file", "in_progress", { details: "login.ts" }),
  step(id, "Read file", "error", { output }),
];

const announced = (id: string, title: string): StreamChunk => step(id, title, "pending");

/** A turn whose producer tells of a tool as soon as the model begins to write its input. */
const announcing = (answer = "Two issues.", failure?: string): unknown[] => [
  reasoning,
  "I look first.",
  announced("1:call-1", "Search issues"),
  ...search("1:call-1"),
  announced("2:call-2", "Read file"),
  ...readFile("2:call-2", failure),
  `\n\n${answer}`,
];

const plain = (first = "1:call-1", second = "2:call-2"): unknown[] => [
  reasoning,
  "I look first.",
  ...search(first),
  ...readFile(second),
  "\n\nTwo issues.",
];

const said = "Two issues. One is open.";
// A UI-message stream has its sources only where the bot asks for them.
const cited = `${said}\n\nSources:\n\n- [Limits](https://example.com/limits)`;

describe("a whole turn is reasoning, tool steps and text, in a stream of", () => {
  it.each<[string, string, unknown[]]>([
    ["the AI SDK 6", "ai-sdk-6", announcing(cited)],
    ["the AI SDK 7", "ai-sdk-7", announcing(cited)],
    ["UI messages of the AI SDK 6", "ai-sdk-6-ui-messages", announcing(said, "An error occurred.")],
    ["UI messages of the AI SDK 7", "ai-sdk-7-ui-messages", announcing(said, "Error: no such file")],
    ["Mastra", "mastra", plain()],
    ["LangGraph's messages", "langgraph-messages", announcing()],
    ["LangGraph's updates", "langgraph-updates", plain()],
    ["LangGraph's messages and updates, each said once", "langgraph-both", announcing()],
    ["the Claude Agent SDK", "claude-agent", plain("1:toolu_1", "2:toolu_2")],
    [
      "the Claude Agent SDK, message by message and piece by piece",
      "claude-agent-partial",
      plain("1:toolu_1", "2:toolu_2"),
    ],
    ["TanStack AI", "tanstack", announcing()],
  ])("%s", async (_producer, name, chunks) => {
    expect(await read(recorded(name))).toEqual(chunks);
  });

  it("the OpenAI Agents SDK, which tells of reasoning and of failed tools in its own way", async () => {
    const failure = "An error occurred while running the tool. Please try again.";

    expect(await read(recorded("openai-agents"))).toEqual([
      "I look first.",
      reasoning,
      ...search("1:call-1"),
      step("2:call-2", "Read file", "in_progress", { details: "login.ts" }),
      step("2:call-2", "Read file", "complete", { output: failure }),
      "\n\nTwo issues.",
    ]);
  });

  it("a model of LangChain, which has text alone", async () => {
    expect(await read(recorded("langchain-model"))).toEqual(["Hello"]);
  });
});

describe("a tool that waits for approval is asked for at the end, in a stream of", () => {
  const asked = (title: string, input: string): unknown => ({
    type: "task_update",
    id: "approval:1",
    title: `I need your approval before I go on: **${title}**\n\n\`\`\`\n${input}\n\`\`\``,
    status: "pending",
    approvalIds: [expect.any(String)],
  });

  it.each<[string, string, string, string]>([
    ["the AI SDK 6", "ai-sdk-6-approval", "Delete branch", 'branch: "main"'],
    ["the AI SDK 7", "ai-sdk-7-approval", "Delete branch", 'branch: "main"'],
    ["UI messages of the AI SDK 6", "ai-sdk-6-ui-messages-approval", "Delete branch", 'branch: "main"'],
    ["UI messages of the AI SDK 7", "ai-sdk-7-ui-messages-approval", "Delete branch", 'branch: "main"'],
    ["Mastra", "mastra-approval", "Delete branch", 'branch: "main"'],
    ["LangGraph", "langgraph-approval", "Search issues", 'query: "slow login"'],
    ["the OpenAI Agents SDK", "openai-agents-approval", "Delete branch", 'branch: "main"'],
    ["TanStack AI", "tanstack-approval", "Delete branch", 'branch: "main"'],
  ])("%s", async (_producer, name, title, input) => {
    expect((await read(recorded(name))).at(-1)).toEqual(asked(title, input));
  });
});

describe("an answer at the model's length limit is an error that says so, in a stream of", () => {
  it.each([
    ["the AI SDK 6", "ai-sdk-6-length"],
    ["the AI SDK 7", "ai-sdk-7-length"],
    ["Mastra", "mastra-length"],
    ["LangChain", "langchain-length"],
    ["TanStack AI", "tanstack-length"],
  ])("%s", async (_producer, name) => {
    await expect(read(recorded(name))).rejects.toMatchObject({
      code: "ANSWER_INCOMPLETE",
      message: expect.stringContaining("length limit"),
      facts: { reason: "length" },
    });
  });
});

describe("a run that ends in an error throws it, in a stream of", () => {
  it.each([
    ["the AI SDK 6", "ai-sdk-6-error", { message: "overloaded" }],
    ["the AI SDK 7", "ai-sdk-7-error", { message: "overloaded" }],
    ["UI messages of the AI SDK 6", "ai-sdk-6-ui-messages-error", { cause: "An error occurred." }],
    ["UI messages of the AI SDK 7", "ai-sdk-7-ui-messages-error", { cause: "An error occurred." }],
    [
      "the Claude Agent SDK",
      "claude-agent-max-turns",
      { cause: "error_max_turns: Reached maximum number of turns (1)" },
    ],
  ])("%s", async (_producer, name, error) => {
    await expect(read(recorded(name))).rejects.toMatchObject(error);
  });
});

describe("a tool that the bot itself has to run is named, in a stream of", () => {
  it.each([
    ["the AI SDK 6", "ai-sdk-6-client-tool"],
    ["the AI SDK 7", "ai-sdk-7-client-tool"],
  ])("%s", async (_producer, name) => {
    expect((await read(recorded(name))).at(-1)).toBe("I wait for the result of **Ask person** (Which one?).");
  });
});

describe("streams of several producers", () => {
  it("may be joined, with strings and chunks of the bot's own between them", async () => {
    const plan: StreamChunk = { type: "plan_update", title: "Two models" };

    async function* joined(): AsyncGenerator<unknown> {
      yield plan;
      yield* recorded("langchain-model");
      yield ", world. ";
      yield* recorded("tanstack");
    }

    expect(await read(joined())).toEqual([
      plan,
      "Hello, world. ",
      reasoning,
      "I look first.",
      announced("1:call-1", "Search issues"),
      ...search("1:call-1"),
      announced("2:call-2", "Read file"),
      ...readFile("2:call-2"),
      "\n\nTwo issues.",
    ]);
  });
});
