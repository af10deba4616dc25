import type { Thread } from "chat";
import { toLinearStream } from "chat-adapter-linear";
import { afterEach, describe, expect, it } from "vitest";
import { recorded } from "../../streams/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

interface Answer {
  /** What the session holds for good, or the bot's comments. */
  said: unknown[];
  status: string | undefined;
  /** What `thread.post` threw. */
  error: unknown;
}

async function answerWith(
  mode: "agent-sessions" | "comments",
  post: (thread: Thread) => Promise<unknown>,
): Promise<Answer> {
  let error: unknown;
  open = await startTestBot({
    mode,
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await post(thread).catch((thrown: unknown) => {
          error = thrown;
          throw thrown;
        });
      });
    },
  });
  const { linear } = open;
  await linear.mention({ issue: linear.createIssue(), text: "please look" });
  await open.settled();
  return { ...look[mode](linear), error };
}

const look: Readonly<Record<"agent-sessions" | "comments", (linear: TestBot["linear"]) => Omit<Answer, "error">>> = {
  "agent-sessions": (linear) => {
    const [session = expect.fail("there is no session")] = linear.sessions();
    const said = linear
      .activities(session.id, { includeArchived: true })
      .filter(({ content, ephemeral }) => content.type !== "prompt" && !ephemeral)
      .map(({ content }) => content);
    return { said, status: session.status };
  },
  comments: (linear) => ({
    said: linear.comments({ by: linear.organization.appUserId }).map(({ body }) => body),
    status: undefined,
  }),
};

async function* partsOf(...parts: object[]): AsyncGenerator<object> {
  yield* parts;
}

const FAILED = "Something went wrong while I was working on this. Please try again.";
const TOO_LONG = "My answer became too long and broke off. Please ask for less at once.";
const UNFINISHED = "I stopped before this was done.";

const strange = (): AsyncIterable<object> => partsOf({ type: "token", token: "Hello" }, { type: "eot" });

const notUnderstood = (words: string): unknown =>
  expect.objectContaining({ code: "STREAM_NOT_UNDERSTOOD", message: expect.stringContaining(words) });

const postRecorded = (name: string) => (thread: Thread) => thread.post(toLinearStream(recorded(name)));

describe("a stream of which nothing is understood is an error", () => {
  it("that names the types of its parts, in a session", async () => {
    expect(await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(strange())))).toEqual({
      said: [{ type: "error", body: FAILED }],
      status: "error",
      error: notUnderstood("token, eot"),
    });
  });

  it("that names the types of its parts, in a comment", async () => {
    expect(await answerWith("comments", (thread) => thread.post(toLinearStream(strange())))).toEqual({
      said: [FAILED],
      status: undefined,
      error: notUnderstood("token, eot"),
    });
  });

  const unwrapped = (thread: Thread) => thread.post(recorded("openai-agents") as AsyncIterable<{ type: string }>);

  it("that names what reads it where the Chat SDK has dropped its parts, in a session", async () => {
    expect(await answerWith("agent-sessions", unwrapped)).toEqual({
      said: [{ type: "error", body: FAILED }],
      status: "error",
      error: notUnderstood("toLinearStream(stream)"),
    });
  });

  it("that names what reads it where the Chat SDK has dropped its parts, in a comment", async () => {
    expect(await answerWith("comments", unwrapped)).toEqual({
      said: [],
      status: undefined,
      error: notUnderstood("toLinearStream(stream)"),
    });
  });

  it.each<[string, () => unknown, string]>([
    [
      "a result of the AI SDK",
      () => ({ stream: strange(), fullStream: strange(), text: "" }),
      "toLinearStream(result)",
    ],
    ["a promise of a stream", () => Promise.resolve(strange()), "await it first"],
  ])("also when it is %s, without its stream", async (_what, make, words) => {
    const { error } = await answerWith("agent-sessions", (thread) => thread.post(make() as never));

    expect(error).toMatchObject({ code: "MESSAGE_INVALID", message: expect.stringContaining(words) });
  });
});

describe("half an answer is not the answer", () => {
  it("in a session: it stays as a thought, and the error says why it broke off", async () => {
    expect(await answerWith("agent-sessions", postRecorded("ai-sdk-7-length"))).toEqual({
      said: [
        { type: "thought", body: "The answer is\n\n_(broke off here)_" },
        { type: "error", body: TOO_LONG },
      ],
      status: "error",
      error: expect.objectContaining({ code: "ANSWER_INCOMPLETE", facts: { reason: "length" } }),
    });
  });

  it("in a comment: it says why it broke off", async () => {
    expect(await answerWith("comments", postRecorded("ai-sdk-7-length"))).toEqual({
      said: [`The answer is\n\n_${TOO_LONG}_`],
      status: undefined,
      error: expect.objectContaining({ code: "ANSWER_INCOMPLETE", facts: { reason: "length" } }),
    });
  });

  it.each([
    ["content-filter", "My answer was stopped by a content filter."],
    ["error", FAILED],
    ["other", FAILED],
  ])("and neither is none at all: %s", async (finishReason, body) => {
    const post = (thread: Thread) => thread.post(toLinearStream(partsOf({ type: "finish", finishReason })));

    expect(await answerWith("agent-sessions", post)).toMatchObject({
      said: [{ type: "error", body }],
      status: "error",
    });
  });

  it("also when a time limit of the bot's own ends the stream", async () => {
    async function* parts(): AsyncGenerator<object> {
      yield { type: "text-delta", text: "The answer" };
      throw new DOMException("The operation timed out", "TimeoutError");
    }

    expect(await answerWith("comments", (thread) => thread.post(toLinearStream(parts())))).toMatchObject({
      said: ["The answer\n\n_My work on this was stopped before it was done._"],
      error: { name: "TimeoutError" },
    });
  });

  it("and its end without a reason is said below it", async () => {
    const parts = partsOf({ type: "text-delta", text: "The answer" }, { type: "finish", finishReason: "other" });

    expect((await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(parts)))).said).toEqual([
      {
        type: "response",
        body: "The answer\n\n_The model did not say why it stopped here: this may not be the whole answer._",
      },
    ]);
  });

  it("also when the bot itself has aborted the model", async () => {
    const parts = partsOf({ type: "text-delta", text: "The answer" }, { type: "abort" });

    expect(await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(parts)))).toMatchObject({
      said: [
        { type: "thought", body: "The answer\n\n_(broke off here)_" },
        { type: "error", body: "My work on this was stopped before it was done." },
      ],
      status: "error",
    });
  });
});

describe("a run that waits for approval", () => {
  const question = 'I need your approval before I go on: **Delete branch**\n\n```\nbranch: "main"\n```';

  it("asks in a session, which then awaits input", async () => {
    expect(await answerWith("agent-sessions", postRecorded("ai-sdk-7-approval"))).toEqual({
      said: [{ type: "elicitation", body: question }],
      status: "awaitingInput",
      error: undefined,
    });
  });

  it("asks in a comment", async () => {
    expect(await answerWith("comments", postRecorded("ai-sdk-7-approval"))).toEqual({
      said: [`${question}\n\n1. Approve\n2. Deny\n\n_Reply with a number or its text._`],
      status: undefined,
      error: undefined,
    });
  });

  it("asks below what the model says", async () => {
    async function* parts(): AsyncGenerator<unknown> {
      yield* recorded("ai-sdk-7-approval");
      yield { type: "text-delta", text: "It is merged." };
    }

    expect((await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(parts())))).said).toEqual([
      { type: "elicitation", body: `It is merged.\n\n${question}` },
    ]);
  });
});

describe("a run without a last word", () => {
  const call = { toolCallId: "1", toolName: "search", input: "login" };
  const called = { type: "tool-call", ...call };
  const done = { type: "action", action: "Search", parameter: "login", result: "2" };

  it.each<[string, object[], object[]]>([
    [
      "is done where something was done",
      [called, { type: "tool-result", ...call, output: 2 }, { type: "finish", finishReason: "stop" }],
      [done, { type: "response", body: "Done." }],
    ],
    [
      "is not done where its only tool failed",
      [called, { type: "tool-error", ...call, error: "no" }, { type: "finish", finishReason: "stop" }],
      [
        { ...done, result: "no" },
        { type: "response", body: UNFINISHED },
      ],
    ],
    [
      "is not done where one of its tools failed",
      [
        called,
        { type: "tool-result", ...call, output: 2 },
        { type: "tool-error", ...call, toolCallId: "2", error: "no" },
        { type: "finish", finishReason: "stop" },
      ],
      [
        done,
        { type: "action", action: "Search", parameter: "✗", result: "no" },
        { type: "response", body: "I have come to the end, but not all of my steps worked." },
      ],
    ],
    [
      "says so where it ended with a tool",
      [called, { type: "tool-result", ...call, output: 2 }, { type: "finish", finishReason: "tool-calls" }],
      [done, { type: "response", body: "I stopped after my last step, without a summary." }],
    ],
    [
      "names the tool that the bot has to run",
      [called, { type: "finish", finishReason: "tool-calls" }],
      [{ type: "response", body: "I wait for the result of **Search** (login)." }],
    ],
  ])("%s", async (_promise, parts, said) => {
    const post = (thread: Thread) => thread.post(toLinearStream(partsOf(...parts)));

    expect(await answerWith("agent-sessions", post)).toEqual({ said, status: "complete", error: undefined });
  });
});

describe("what an answer comes from stands below it", () => {
  const parts = (): AsyncIterable<object> =>
    partsOf(
      { type: "text-delta", text: "An API key may make " },
      { type: "text-end" },
      { type: "source", sourceType: "url", url: "https://example.com/limits", title: "Limits" },
      { type: "text-delta", text: "2,500 requests." },
      { type: "file", file: { base64: "QUJD", mediaType: "image/png" } },
      { type: "finish", finishReason: "stop" },
    );
  const answer = [
    "An API key may make 2,500 requests.",
    "![image.png](file)",
    "Sources:",
    "- [Limits](https://example.com/limits)",
  ].join("\n\n");
  const withoutAddress = (text: unknown): string =>
    String(text).replace(/\(http:\/\/127\.0\.0\.1:\d+\/files\/[^)]+\)/, "(file)");

  it("in a session", async () => {
    const { said } = await answerWith("agent-sessions", (thread) => thread.post(toLinearStream(parts())));

    expect(said.map((activity) => withoutAddress(Object(activity).body))).toEqual([answer]);
  });

  it("in a comment", async () => {
    const { said } = await answerWith("comments", (thread) => thread.post(toLinearStream(parts())));

    expect(said.map(withoutAddress)).toEqual([answer]);
  });
});

describe("a stream that is posted as it is, and read by the Chat SDK,", () => {
  it("is the same sentence where a model cites", async () => {
    const parts = partsOf(
      { type: "text-delta", id: "1", text: "An API key may make " },
      { type: "text-end", id: "1" },
      { type: "source", sourceType: "url", id: "s", url: "https://example.com" },
      { type: "text-delta", id: "2", text: "**2,500** requests." },
      { type: "finish", finishReason: "stop" },
    );

    expect(
      (await answerWith("comments", (thread) => thread.post(parts as AsyncIterable<{ type: string }>))).said,
    ).toEqual(["An API key may make **2,500** requests."]);
  });

  it("says nothing of a tool that waits, so without text it is an error, and not done", async () => {
    const parts = recorded("ai-sdk-7-approval") as AsyncIterable<{ type: string }>;

    expect(await answerWith("agent-sessions", (thread) => thread.post(parts))).toEqual({
      said: [{ type: "error", body: FAILED }],
      status: "error",
      error: notUnderstood("toLinearStream(stream)"),
    });
  });
});

it("a comment's stream that fails without text leaves the host's own words for it", async () => {
  open = await startTestBot({
    mode: "comments",
    config: (linear) => ({ accessToken: linear.createAccessToken(), failureText: "The helper stumbled." }),
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post(toLinearStream(partsOf({ type: "error", error: new Error("password=hunter2") })));
      });
    },
  });
  const { linear } = open;
  await linear.mention({ issue: linear.createIssue(), text: "break" });
  await open.settled();

  expect(look.comments(linear).said).toEqual(["The helper stumbled."]);
});

describe("each producer's stream is tools and an answer in a session:", () => {
  const search = { type: "action", action: "Search issues", parameter: "slow login", result: "found: 2" };
  const readFile = { type: "action", action: "Read file", parameter: "login.ts", result: "no such file" };
  const whole = [
    { type: "thought", body: "I look first." },
    search,
    readFile,
    { type: "response", body: "Two issues." },
  ];

  it.each([
    ["Mastra", "mastra"],
    ["LangGraph", "langgraph-both"],
    ["the Claude Agent SDK", "claude-agent-partial"],
    ["TanStack AI", "tanstack"],
  ])("%s", async (_producer, name) => {
    expect(await answerWith("agent-sessions", postRecorded(name))).toEqual({
      said: whole,
      status: "complete",
      error: undefined,
    });
  });
});
