import type { StreamChunk } from "chat";
import { LinearAdapterError, toLinearStream } from "chat-adapter-linear";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReasoning } from "../../src/streams/reasoning-chunk.js";
import { summarizeValue, toToolTitle } from "../../src/streams/tool-summary.js";

type Options = Parameters<typeof toLinearStream>[1];

async function* streamOf(...parts: unknown[]): AsyncGenerator<unknown> {
  yield* parts;
}

async function read(parts: unknown[], options?: Options): Promise<(string | StreamChunk)[]> {
  const chunks: (string | StreamChunk)[] = [];
  for await (const chunk of toLinearStream(streamOf(...parts), options)) chunks.push(chunk);
  return chunks;
}

const step = (
  call: string,
  status: "pending" | "in_progress" | "complete" | "error",
  rest: { title?: string; details?: string; output?: string } = {},
): StreamChunk => ({ type: "task_update", id: `tool:${call}`, title: "Search issues", status, ...rest });

const reasoning = (index: number, text: string): StreamChunk => ({
  type: "task_update",
  id: `reasoning:${index}`,
  title: text,
  status: "complete",
});

const call = { type: "tool-call", toolCallId: "call-1", toolName: "searchIssues", input: { query: "slow login" } };
const result = { type: "tool-result", toolCallId: "call-1", toolName: "searchIssues", output: { found: 2 } };

describe("a whole turn", () => {
  it("of version 5 and later is reasoning, a tool step and text", async () => {
    expect(
      await read([
        { type: "start" },
        { type: "start-step", request: {}, warnings: [] },
        { type: "reasoning-start", id: "r1" },
        { type: "reasoning-delta", id: "r1", text: "I should " },
        { type: "reasoning-delta", id: "r1", text: "search." },
        { type: "reasoning-end", id: "r1" },
        { type: "tool-input-start", id: "call-1", toolName: "searchIssues" },
        { type: "tool-input-delta", id: "call-1", delta: '{"query":' },
        { type: "tool-input-end", id: "call-1" },
        call,
        result,
        { type: "finish-step", usage: {} },
        { type: "text-start", id: "t1" },
        { type: "text-delta", id: "t1", text: "Two " },
        { type: "text-delta", id: "t1", text: "issues." },
        { type: "text-end", id: "t1" },
        { type: "source", sourceType: "url", id: "s1", url: "https://example.com" },
        { type: "file", file: { mediaType: "image/png" } },
        { type: "raw", rawValue: {} },
        { type: "finish", totalUsage: {} },
      ]),
    ).toEqual([
      reasoning(1, "I should search."),
      step("1:call-1", "pending"),
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "complete", { output: "found: 2" }),
      "Two ",
      "issues.",
      "\n\n",
      [
        "Sources:\n\n- https://example.com/",
        "Generated files, which cannot be shown here:\n\n- Image (image/png)",
      ].join("\n\n"),
    ]);
  });

  it("of version 4 is the same", async () => {
    expect(
      await read([
        { type: "reasoning", textDelta: "I should " },
        { type: "reasoning", textDelta: "search." },
        { type: "tool-call-streaming-start", toolCallId: "call-1", toolName: "searchIssues" },
        { type: "tool-call", toolCallId: "call-1", toolName: "searchIssues", args: { query: "slow login" } },
        { type: "tool-result", toolCallId: "call-1", toolName: "searchIssues", result: { found: 2 } },
        { type: "step-finish" },
        { type: "text-delta", textDelta: "Two issues." },
      ]),
    ).toEqual([
      reasoning(1, "I should search."),
      step("1:call-1", "pending"),
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "complete", { output: "found: 2" }),
      "Two issues.",
    ]);
  });
});

describe("text", () => {
  const delta = (text: string): object => ({ type: "text-delta", id: "t", text });

  it("of two steps is two paragraphs", async () => {
    expect(
      await read([delta("One."), { type: "text-end" }, { type: "finish-step" }, delta(""), delta("Two.")]),
    ).toEqual(["One.", "\n\n", "Two."]);
  });

  it("of two blocks is one, because models that cite end a block amid a sentence", async () => {
    const blocks = [
      "According to the guide, ",
      "an API key may make 2,500 requests an hour",
      ", and an app twice that.",
    ];
    const source = { type: "source", sourceType: "url", id: "s", url: "https://example.com" };

    expect(await read(blocks.flatMap((text) => [delta(text), { type: "text-end", id: "t" }, source]))).toEqual([
      ...blocks,
      "\n\n",
      "Sources:\n\n- https://example.com/",
    ]);
  });

  it("before and after a tool is two paragraphs, also within a step", async () => {
    expect(await read([delta("One."), call, result, delta("Two.")])).toEqual([
      "One.",
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "complete", { output: "found: 2" }),
      "\n\n",
      "Two.",
    ]);
  });

  it("may come as `delta`, or as strings", async () => {
    expect(await read([{ type: "text-delta", id: "t", delta: "One, " }, "two."])).toEqual(["One, ", "two."]);
  });

  it("stands after the reasoning that came before it", async () => {
    expect(
      await read([
        { type: "reasoning-delta", id: "r1", text: "Easy." },
        { type: "text-delta", id: "t", text: "Done." },
        { type: "reasoning-end", id: "r1" },
      ]),
    ).toEqual([reasoning(1, "Easy."), "Done."]);
  });
});

describe("reasoning", () => {
  const blocks = [
    { type: "reasoning-delta", id: "a", text: "First" },
    { type: "reasoning-delta", id: "b", text: "Second" },
    { type: "reasoning-delta", id: "a", text: " thought" },
    { type: "reasoning-end", id: "b" },
    { type: "reasoning-end", id: "a" },
    { type: "reasoning-start", id: "c" },
    { type: "reasoning-delta", id: "c", text: " \n" },
    { type: "reasoning-end", id: "c" },
    { type: "reasoning-delta", id: "d", text: "Last" },
  ];

  it("is one chunk a block, without blocks that say nothing", async () => {
    const chunks = await read(blocks);

    expect(chunks).toEqual([reasoning(1, "Second"), reasoning(2, "First thought"), reasoning(3, "Last")]);
    expect(chunks.map((chunk) => typeof chunk !== "string" && isReasoning(chunk))).toEqual([true, true, true]);
  });

  it("is left out when it is hidden", async () => {
    expect(await read([...blocks, { type: "text-delta", text: "Done." }], { reasoning: "hide" })).toEqual(["Done."]);
  });
});

describe("a tool step", () => {
  it("that fails says why", async () => {
    expect(await read([call, { ...result, type: "tool-error", error: new Error("HTTP 503\nfrom search") }])).toEqual([
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "error", { output: "HTTP 503 from search" }),
    ]);
  });

  it("that a person denied is an error", async () => {
    expect(await read([call, { type: "tool-output-denied", toolCallId: "call-1", toolName: "searchIssues" }])).toEqual([
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "error", { output: "Denied" }),
    ]);
  });

  it("is over with its final result, not with preliminary ones", async () => {
    expect(await read([call, { ...result, preliminary: true }, result])).toEqual([
      step("1:call-1", "in_progress", { details: "slow login" }),
      step("1:call-1", "complete", { output: "found: 2" }),
    ]);
  });

  it("whose call was in an earlier stream is shown by its result", async () => {
    expect(await read([result])).toEqual([step("1:call-1", "complete", { output: "found: 2" })]);
  });

  it("is another one when a provider uses an id again", async () => {
    expect((await read([call, result, call, result])).map((chunk) => typeof chunk !== "string" && chunk)).toMatchObject(
      [{ id: "tool:1:call-1" }, { id: "tool:1:call-1" }, { id: "tool:2:call-1" }, { id: "tool:2:call-1" }],
    );
  });

  it("is told apart from reasoning, whatever its id", async () => {
    const chunks = await read([{ ...call, toolCallId: "reasoning:1" }]);
    expect(chunks.map((chunk) => typeof chunk !== "string" && isReasoning(chunk))).toEqual([false]);
  });

  it("has the title that the tool has, unless the bot gives it one", async () => {
    const titled = { ...call, title: "Look for issues" };
    const named = { titles: { searchIssues: "Searching" } };

    expect([await read([call]), await read([titled]), await read([titled], named)]).toEqual([
      [step("1:call-1", "in_progress", { details: "slow login" })],
      [step("1:call-1", "in_progress", { title: "Look for issues", details: "slow login" })],
      [step("1:call-1", "in_progress", { title: "Searching", details: "slow login" })],
    ]);
  });

  it("is described as the bot wants, or not at all", async () => {
    const failed = { ...result, type: "tool-error", error: new Error("no") };
    const words: Options = {
      describeInput: (input, tool) => `${tool} ${JSON.stringify(input)}`,
      describeOutput: () => undefined,
      describeError: () => " ",
    };

    expect([await read([call, result], words), await read([call, failed], words)]).toEqual([
      [
        step("1:call-1", "in_progress", { details: 'searchIssues {"query":"slow login"}' }),
        step("1:call-1", "complete"),
      ],
      [step("1:call-1", "in_progress", { details: 'searchIssues {"query":"slow login"}' }), step("1:call-1", "error")],
    ]);
  });
});

describe("the end", () => {
  it.each<[string, object]>([
    ["aborted", { type: "abort", reason: "stopped" }],
    ["length", { type: "finish", finishReason: "length" }],
    ["content-filter", { type: "finish", finishReason: "content-filter" }],
    ["failed", { type: "finish", finishReason: "error" }],
  ])("of half an answer is an error that tells why: %s", async (reason, end) => {
    const chunks: unknown[] = [];
    const reading = (async () => {
      for await (const chunk of toLinearStream(streamOf("Half", end))) chunks.push(chunk);
    })();

    await expect(reading).rejects.toMatchObject({ code: "ANSWER_INCOMPLETE", facts: { reason } });
    expect(chunks).toEqual(["Half"]);
  });

  it("at an abort is not waited for", async () => {
    const source = streamOf("Half", { type: "abort" }, " an answer");
    const reader = toLinearStream(source);
    await reader.next();

    await expect(reader.next()).rejects.toMatchObject({ facts: { reason: "aborted" } });
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });

  it("without a reason that says anything is said below the text, and is an error where there is none", async () => {
    const end = { type: "finish", finishReason: "other" };

    expect(await read(["Whole.", end])).toEqual([
      "Whole.",
      "\n\n",
      "_The model did not say why it stopped here: this may not be the whole answer._",
    ]);
    await expect(read([call, result, end])).rejects.toMatchObject({ facts: { reason: "other" } });
  });

  it("with a tool says that there is no last word", async () => {
    const chunks = await read([call, result, { type: "finish", finishReason: "tool-calls" }]);
    expect(chunks.at(-1)).toBe("I stopped after my last step, without a summary.");
  });

  it("names all tools that wait for approval, unless the run has answered for them", async () => {
    const other = { ...call, toolCallId: "call-2", toolName: "delete_branch", input: { branch: "main" } };
    const asked = [call, other].map((toolCall) => ({ type: "tool-approval-request", approvalId: "1", toolCall }));
    const answered = { ...asked[0], isAutomatic: true };

    expect((await read([call, other, ...asked])).at(-1)).toMatchObject({
      title: [
        "I need your approval before I go on:",
        '**Search issues**\n\n```\nquery: "slow login"\n```',
        '**Delete branch**\n\n```\nbranch: "main"\n```',
      ].join("\n\n"),
    });
    expect((await read([call, answered, result])).at(-1)).toMatchObject({ status: "complete" });
  });

  it("throws the error of an error part", async () => {
    const error = new Error("overloaded");
    await expect(read(["Half", { type: "error", error }])).rejects.toBe(error);
  });

  it("throws an error also when the part holds something else", async () => {
    await expect(read([{ type: "error", error: "overloaded" }])).rejects.toMatchObject({
      message: "The model's stream ended in an error",
      cause: "overloaded",
    });
  });

  it("lets go of the stream that it reads", async () => {
    const source = streamOf("One", "two");
    const reader = toLinearStream(source);
    await reader.next();
    await reader.return();
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});

describe("what it is given", () => {
  const answer = async (source: unknown): Promise<unknown[]> => {
    const chunks: unknown[] = [];
    for await (const chunk of toLinearStream(source as AsyncIterable<unknown>)) chunks.push(chunk);
    return chunks;
  };

  it("may be a result that has the stream, whose `fullStream` is not touched where there is a `stream`", async () => {
    const result = {
      stream: streamOf("New."),
      get fullStream(): never {
        throw new Error("deprecated");
      },
    };

    expect([await answer(result), await answer({ fullStream: streamOf("Old.") })]).toEqual([["New."], ["Old."]]);
  });

  it.each<[string, unknown, string]>([
    ["a promise", Promise.resolve(streamOf("One")), "await it first"],
    ["a text", "One", "neither a stream nor a result"],
    ["a result without a stream", { text: "One" }, "neither a stream nor a result"],
    ["nothing", undefined, "neither a stream nor a result"],
  ])("is an error that says so when it is %s", async (_what, source, words) => {
    await expect(answer(source)).rejects.toMatchObject({
      code: "STREAM_NOT_UNDERSTOOD",
      message: expect.stringContaining(words),
    });
  });
});

describe("other parts", () => {
  it("of the Chat SDK pass through", async () => {
    const chunks: StreamChunk[] = [
      { type: "markdown_text", text: "Hello" },
      { type: "plan_update", title: "Plan" },
      { type: "task_update", id: "1", title: "Own step", status: "complete" },
    ];
    expect(await read(chunks)).toEqual(chunks);
  });

  it("that nobody knows are skipped beside those that somebody knows", async () => {
    const strange = [null, 1, [], {}, { type: 2 }, { type: "constructor", id: "1" }, { type: "tool-call" }];
    expect(await read([...strange, "Text", ...strange])).toEqual(["Text"]);
  });

  it("of which nothing is understood are an error that names their types, and never what is in them", async () => {
    const parts = [
      { type: "token", text: "secret" },
      { type: "start" },
      { event: "on_chat_model_stream", data: "secret" },
      { object: "chat.completion.chunk" },
      { delta: "secret", "my secret": 1 },
      { type: "my secret" },
      ["secret", 1],
      null,
      7,
    ];

    await expect(read(parts)).rejects.toEqual(
      expect.objectContaining({
        code: "STREAM_NOT_UNDERSTOOD",
        message: expect.not.stringContaining("secret"),
        facts: {
          types: [
            "token",
            "on_chat_model_stream",
            "chat.completion.chunk",
            "an object with delta",
            "an object with type",
            "a list of 2",
            "null",
            "number",
          ],
        },
      }),
    );
  });

  it("never make it throw what it does not mean to", async () => {
    const types = [
      ...["text-delta", "reasoning-delta", "reasoning-end", "tool-call", "tool-result", "tool-error", "finish"],
      ...["tool-approval-request", "raw_model_stream_event", "run_item_stream_event", "assistant", "user", "result"],
      ...["stream_event", "ai", "tool", "TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT", "RUN_FINISHED"],
    ];
    const part = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...types), fc.string()).filter((type) => type !== "error"),
        id: fc.anything(),
        toolCallId: fc.anything(),
        toolName: fc.anything(),
        title: fc.anything(),
        text: fc.anything(),
        input: fc.anything(),
        output: fc.anything(),
        error: fc.anything(),
        from: fc.string(),
        payload: fc.dictionary(fc.constantFrom("text", "toolCallId", "toolName", "args", "stepResult"), fc.anything()),
        data: fc.anything(),
        item: fc.dictionary(fc.constantFrom("rawItem", "output", "toolName"), fc.anything()),
        message: fc.dictionary(fc.constantFrom("id", "content"), fc.anything()),
        content: fc.anything(),
        tool_calls: fc.anything(),
        delta: fc.anything(),
        metadata: fc.anything(),
      },
      { requiredKeys: ["type"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(part, fc.anything())), async (parts) => {
        const meant = parts.filter((one) => Object(one).type !== "error");
        await read(meant).catch((error) => expect(error).toBeInstanceOf(LinearAdapterError));
      }),
    );
  });
});

describe("the name of a tool in words", () => {
  it.each([
    ["searchIssues", "Search issues"],
    ["search_issues", "Search issues"],
    ["linear.get-HTTPResponse", "Linear get HTTP response"],
    ["readFile2", "Read file2"],
    ["x", "X"],
    ["", ""],
  ])("%s", (name, title) => {
    expect(toToolTitle(name)).toBe(title);
  });
});

describe("a value on one line", () => {
  it.each<[unknown, string | undefined]>([
    [{ query: "slow\n  login", limit: 5, exact: false }, "query: slow login, limit: 5, exact: false"],
    [{ path: "src/a.ts" }, "src/a.ts"],
    [{ issue: { id: 1 }, labels: ["a", "b"], people: ["Ada"] }, "issue: {…}, labels: 2 items, people: 1 item"],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, "a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, …"],
    [{ empty: "", none: null, missing: undefined }, undefined],
    [[1, 2], "2 items"],
    ["a".repeat(200), `${"a".repeat(119)}…`],
    [12n, "12"],
    [undefined, undefined],
    [() => 1, undefined],
    [new Error("no such file"), "no such file"],
  ])("%o", (value, line) => {
    expect(summarizeValue(value)).toBe(line);
  });

  it.each([
    [{ apiKey: "abc", user: "ada" }, "apiKey: [hidden], user: ada"],
    [{ password: "hunter2" }, "[hidden]"],
    [{ header: "Bearer abcdefghijkl" }, "[hidden]"],
    ["with lin_api_0123456789abcdef in it", "with [hidden] in it"],
    ["https://ada:hunter2@example.com/x", "https://[hidden]@example.com/x"],
    ["GET /x?access_token=abc&page=2", "GET /x?access_token=[hidden]&page=2"],
    [new Error('401 for {"secret":"abc"}'), '401 for {"secret":"[hidden]"}'],
    ["-----BEGIN PRIVATE KEY-----\nMIIE", "[hidden]"],
  ])("hides what looks like a secret: %o", (value, line) => {
    expect(summarizeValue(value)).toBe(line);
  });
});
