import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assertAgentSessionThread,
  channelIdOf,
  decodeThreadId,
  encodeThreadId,
  formatThread,
  type LinearThread,
  type LinearThreadId,
  parseThread,
} from "../../src/threads/thread-id.js";

const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return Reflect.get(Object(error), "code");
  }
};

/** Anything that can be a part: Linear's are UUIDs. */
const part = fc.oneof(
  fc.uuid(),
  fc.string({ minLength: 1 }).filter((text) => !text.includes(":")),
);

const threadId: fc.Arbitrary<LinearThreadId> = fc.oneof(
  fc.record({ issueId: part, commentId: part, agentSessionId: part }, { requiredKeys: ["issueId"] }),
  fc.record({ issueId: fc.constant(""), agentSessionId: part }),
);

const thread: fc.Arbitrary<LinearThread> = fc.oneof(
  fc.record({ kind: fc.constant("issue" as const), issueId: part }),
  fc.record({ kind: fc.constant("comment" as const), issueId: part, commentId: part }),
  fc.record({
    kind: fc.constant("session" as const),
    issueId: fc.option(part, { nil: undefined }),
    sessionId: part,
  }),
);

describe("a thread ID", () => {
  it("is read as what it was made of", () => {
    fc.assert(
      fc.property(threadId, (id) => {
        expect(decodeThreadId(encodeThreadId(id))).toEqual(id);
      }),
    );
  });

  it("is made again from what was read, or refused", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `linear:${rest}`),
      fc.array(fc.constantFrom("linear", ":", "c", "s", "a", "")).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (id) => {
        expect([id, "THREAD_ID_INVALID"]).toContain(codeOf(() => encodeThreadId(decodeThreadId(id))));
      }),
    );
  });

  it("names a thread, and each thread has one", () => {
    fc.assert(
      fc.property(thread, (one) => {
        expect(parseThread(formatThread(one))).toEqual(one);
      }),
    );
  });

  it.each([
    "",
    "linear",
    "linear:",
    "linear::c:comment",
    "linear::c:comment:s:session",
    "linear:issue:c:",
    "linear:issue:s:",
    "linear:issue:c::s:session",
    "linear:issue:s:session:c:comment",
    "linear:issue:c:comment:s:session:more",
    "linear:issue:x:comment",
    "linear:issue:comment",
    "linear:issue:c:a:c:b",
    "slack:C1:1234.5",
    "LINEAR:issue",
    " linear:issue",
    "xlinear:issue",
  ])("is refused when it is %j", (id) => {
    expect([codeOf(() => decodeThreadId(id)), codeOf(() => parseThread(id)), codeOf(() => channelIdOf(id))]).toEqual(
      Array(3).fill("THREAD_ID_INVALID"),
    );
  });

  it.each<[string, LinearThreadId]>([
    ["nothing", { issueId: "" }],
    ["an empty comment", { issueId: "issue", commentId: "" }],
    ["an empty session", { issueId: "issue", agentSessionId: "" }],
    ["a comment without an issue", { issueId: "", commentId: "comment" }],
    ["a colon in the issue", { issueId: "a:c:b" }],
    ["a colon in the comment", { issueId: "issue", commentId: "a:s:b" }],
    ["a colon in the session", { issueId: "issue", agentSessionId: "a:b" }],
  ])("is not made of %s", (_, id) => {
    expect(codeOf(() => encodeThreadId(id))).toBe("THREAD_ID_INVALID");
  });

  it("is named in the error where an issue's identifier stands in its place", () => {
    expect(() => decodeThreadId("ENG-1")).toThrow(/^"ENG-1" is not a Linear thread ID such as linear:ENG-1$/);
    expect(() => decodeThreadId("no-1-no")).toThrow(/such as linear:\{issueId\}:c:\{commentId\}$/);
  });

  it("is shown in the error, cut", () => {
    expect(() => decodeThreadId(`slack:${"x".repeat(1_000)}`)).toThrow(/^"slack:x{194}" is not a Linear thread ID/);
  });
});

describe("a thread", () => {
  it("is the session in both forms", () => {
    const session = { kind: "session", issueId: "issue", sessionId: "session" };

    expect([parseThread("linear:issue:s:session"), parseThread("linear:issue:c:comment:s:session")]).toEqual([
      session,
      session,
    ]);
  });

  it.each([
    ["linear:issue", "linear:issue"],
    ["linear:issue:c:comment", "linear:issue"],
    ["linear:issue:s:session", "linear:issue"],
    ["linear:issue:c:comment:s:session", "linear:issue"],
    ["linear::s:session", "linear::s:session"],
  ])("is in the channel of its issue, or in its own: %s", (id, channelId) => {
    expect(channelIdOf(id)).toBe(channelId);
  });

  it("can be told to be a session", () => {
    expect([
      codeOf(() => assertAgentSessionThread({ issueId: "issue", agentSessionId: "session" })),
      codeOf(() => assertAgentSessionThread({ issueId: "issue" })),
    ]).toEqual([undefined, "THREAD_ID_INVALID"]);
  });
});
