import { StreamingMarkdownRenderer } from "chat";
import { describe, expect, it } from "vitest";
import { type CommentStreamParts, runCommentStream } from "../../src/comments/stream/comment-stream.js";
import { FAILURE_TEXT } from "../../src/streams/stream-texts.js";
import { createManualRequests, createManualStream, failingStream, streamOf, task } from "../support/stream-support.js";
import { createTestClock, nextTurn } from "../support/test-clock.js";

type Call = ["post", string] | ["edit", string, string];
type Posted = { id: string };

/** A comment that is streamed while the test holds the stream, Linear's answers and the time. */
function playByHand(options: Partial<CommentStreamParts<Posted>> = {}) {
  const stream = createManualStream();
  const linear = createManualRequests<Call>();
  const clock = createTestClock();
  const dropped: unknown[] = [];
  const stop = new AbortController();
  const outcome = runCommentStream<Posted>(stream, {
    post: (markdown) => linear.send(["post", markdown]),
    edit: (id, markdown) => linear.send(["edit", id, markdown]),
    createRenderer: () => new StreamingMarkdownRenderer(),
    onDropped: (error) => dropped.push(error),
    clock,
    signal: stop.signal,
    ...options,
  });
  return { stream, linear, clock, dropped, stop, outcome };
}

/** Parts whose requests are answered at once, except that those with a text in `refused` fail. */
function answeredAtOnce(refused: ReadonlyMap<string, Error> = new Map()) {
  const calls: Call[] = [];
  const dropped: unknown[] = [];
  const answer = async (call: Call): Promise<Posted> => {
    calls.push(call);
    const error = refused.get(call.at(-1) ?? "");
    if (error) throw error;
    return { id: "comment-1" };
  };
  const parts: CommentStreamParts<Posted> = {
    post: (markdown) => answer(["post", markdown]),
    edit: (id, markdown) => answer(["edit", id, markdown]),
    createRenderer: () => new StreamingMarkdownRenderer(),
    onDropped: (error) => dropped.push(error),
    clock: createTestClock(),
  };
  return { parts, calls, dropped };
}

describe("a stream in a comment", () => {
  it("is posted with the first visible text, then edited every two seconds, and ends with the whole text", async () => {
    const { stream, linear, clock, outcome } = playByHand();

    await stream.give("\n");
    expect(linear.calls).toEqual([]);
    await stream.give("One");
    expect(linear.calls).toEqual([["post", "One"]]);

    await linear.answer();
    await stream.give(" two");
    await stream.give(" three");
    await clock.advance(1999);
    expect(linear.calls).toEqual([["post", "One"]]);

    await clock.advance(1);
    await linear.answer();
    await stream.give(" four");
    await stream.end();
    await linear.answer();

    expect(linear.calls).toEqual([
      ["post", "One"],
      ["edit", "1", "One two three"],
      ["edit", "1", "One two three four"],
    ]);
    expect(await outcome).toEqual({ kind: "posted", posted: { id: "3" } });
  });

  it("is one request where the text is there at once", async () => {
    const { parts, calls } = answeredAtOnce();

    const outcome = await runCommentStream(streamOf("Hello"), parts);

    expect(outcome).toEqual({ kind: "posted", posted: { id: "comment-1" } });
    expect(calls).toEqual([["post", "Hello"]]);
  });

  it("never has two requests under way", async () => {
    const { stream, linear, clock, outcome } = playByHand();

    await stream.give("One");
    await stream.give(" two");
    await clock.advance(60_000);
    await stream.end();
    expect([linear.calls, linear.underWay()]).toEqual([[["post", "One"]], 1]);

    await linear.answer();
    await linear.answer();
    await outcome;
    expect(linear.calls).toEqual([
      ["post", "One"],
      ["edit", "1", "One two"],
    ]);
  });

  it("sends nothing while the text stays the same", async () => {
    const { stream, linear, clock, outcome } = playByHand();

    await stream.give("One");
    await linear.answer();
    await clock.advance(2000);
    await stream.give("\n");
    await clock.advance(2000);
    await stream.end();

    await outcome;
    expect(linear.calls).toEqual([["post", "One"]]);
  });

  it("edits as often as it is told to", async () => {
    const { stream, linear, clock, stop } = playByHand({ editIntervalMs: 500 });

    await stream.give("One");
    await linear.answer();
    await stream.give(" two");
    await clock.advance(500);

    expect(linear.calls).toEqual([
      ["post", "One"],
      ["edit", "1", "One two"],
    ]);
    stop.abort();
  });

  it("edits at once when the text comes after a long pause", async () => {
    const { stream, linear, clock, stop } = playByHand();

    await stream.give("One");
    await linear.answer();
    await clock.advance(5000);
    await stream.give(" two");

    expect(linear.calls).toEqual([
      ["post", "One"],
      ["edit", "1", "One two"],
    ]);
    stop.abort();
  });

  it("closes unfinished Markdown until the end", async () => {
    const { stream, linear, clock, outcome } = playByHand();

    await stream.give("See [the docs](https://exa");
    await linear.answer();
    await stream.give("mple.com) and:\n\n```js\nlet a");
    await clock.advance(2000);
    await linear.answer();
    await stream.give(";");
    await stream.end();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      ["post", "See the docs"],
      ["edit", "1", "See [the docs](https://example.com) and:\n\n```js\nlet a\n```"],
      ["edit", "1", "See [the docs](https://example.com) and:\n\n```js\nlet a;"],
    ]);
  });

  it("puts a blank line between the texts around a step", async () => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(
      streamOf(task("a", "pending"), "Looking.", task("a", "in_progress"), task("a", "complete"), "Found it."),
      parts,
    );

    expect(calls).toEqual([
      ["post", "Looking."],
      ["edit", "comment-1", "Looking.\n\nFound it."],
    ]);
  });

  it("is nothing where there is neither text nor a step", async () => {
    const { parts, calls } = answeredAtOnce();

    expect(await runCommentStream(streamOf(" ", "\n"), parts)).toEqual({ kind: "nothing" });
    expect(calls).toEqual([]);
  });

  it("says that it is done where there are steps alone, and all of them were", async () => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf(" ", task("a", "in_progress"), task("a", "complete")), parts);

    expect(calls).toEqual([["post", "Done."]]);
  });

  it("does not end with what was said before its last step", async () => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf("I look.", task("a", "in_progress"), task("a", "error")), parts);

    expect(calls.at(-1)).toEqual(["edit", "comment-1", "I look.\n\nI stopped before this was done."]);
  });

  it("ends with its text where a step was only announced behind it", async () => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf("Found it.", task("a", "pending")), parts);

    expect(calls).toEqual([["post", "Found it."]]);
  });

  it("says that not all worked where one of its steps failed", async () => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf(task("a", "complete"), task("b", "error")), parts);

    expect(calls).toEqual([["post", "I have come to the end, but not all of my steps worked."]]);
  });
});

describe("a stream in a comment with a placeholder", () => {
  it("posts the placeholder at once and edits it", async () => {
    const { stream, linear, clock, stop } = playByHand({ placeholder: "Thinking…" });

    await nextTurn();
    expect(linear.calls).toEqual([["post", "Thinking…"]]);

    await linear.answer();
    await stream.give("One");
    await clock.advance(2000);
    expect(linear.calls).toEqual([
      ["post", "Thinking…"],
      ["edit", "1", "One"],
    ]);
    stop.abort();
  });

  it.each<[string, "complete" | "error", string]>([
    ["something was done", "complete", "Done."],
    ["nothing was done", "error", "I stopped before this was done."],
  ])("becomes what is true where there is no text: %s", async (_what, status, text) => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf(task("a", status)), { ...parts, placeholder: "Thinking…" });

    expect(calls).toEqual([
      ["post", "Thinking…"],
      ["edit", "comment-1", text],
    ]);
  });

  it("becomes the failure where the stream has nothing in it", async () => {
    const { parts, calls } = answeredAtOnce();

    await expect(runCommentStream(streamOf(), { ...parts, placeholder: "Thinking…" })).rejects.toMatchObject({
      code: "STREAM_NOT_UNDERSTOOD",
    });
    expect(calls).toEqual([
      ["post", "Thinking…"],
      ["edit", "comment-1", FAILURE_TEXT],
    ]);
  });

  it.each([null, "", " "])("posts no placeholder where it is %j", async (placeholder) => {
    const { parts, calls } = answeredAtOnce();

    await runCommentStream(streamOf("One"), { ...parts, placeholder });

    expect(calls).toEqual([["post", "One"]]);
  });
});

describe("a stream in a comment that meets errors of Linear", () => {
  it("skips an edit that fails, reports it, and ends with the whole text", async () => {
    const { stream, linear, clock, dropped, outcome } = playByHand();
    const error = new Error("Linear is busy");

    await stream.give("One");
    await linear.answer();
    await stream.give(" two");
    await clock.advance(2000);
    await linear.refuse(error);
    await stream.end();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "posted", posted: { id: "3" } });
    expect(linear.calls).toEqual([
      ["post", "One"],
      ["edit", "1", "One two"],
      ["edit", "1", "One two"],
    ]);
    expect(dropped).toEqual([error]);
  });

  it("tries a post that failed once more, at the end", async () => {
    const { stream, linear, clock, dropped, outcome } = playByHand();
    const error = new Error("Linear is busy");

    await stream.give("One");
    await linear.refuse(error);
    await clock.advance(60_000);
    await stream.give(" two");
    await stream.end();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "posted", posted: { id: "2" } });
    expect(linear.calls).toEqual([
      ["post", "One"],
      ["post", "One two"],
    ]);
    expect(dropped).toEqual([error]);
  });

  it("throws when the final edit fails", async () => {
    const error = new Error("Linear is busy");
    const { parts } = answeredAtOnce(new Map([["Done.", error]]));

    const stream = streamOf(task("a", "complete"));
    await expect(runCommentStream(stream, { ...parts, placeholder: "Thinking…" })).rejects.toBe(error);
  });
});

describe("a stream in a comment that breaks off", () => {
  it("leaves what was received when it is stopped, although the stream hangs", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give("Run `npm");
    await linear.answer();
    stop.abort();
    await nextTurn();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "aborted", posted: { id: "2" } });
    expect(linear.calls).toEqual([
      ["post", "Run `npm`"],
      ["edit", "1", "Run `npm`\n\n_Stopped._"],
    ]);
  });

  it("marks a stopped text outside its open code block", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give("- Run:\n  ```sh\n  npm");
    stop.abort();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      ["post", "- Run:\n  ```sh\n  npm\n  ```"],
      ["edit", "1", "- Run:\n  ```sh\n  npm\n  ```\n\n_Stopped._"],
    ]);
  });

  it("posts nothing when it is stopped before there is text", async () => {
    const { linear, stop, outcome } = playByHand();

    stop.abort();

    expect(await outcome).toEqual({ kind: "aborted", posted: undefined });
    expect(linear.calls).toEqual([]);
  });

  it("posts nothing, not even a placeholder, when it was stopped before it began", async () => {
    const { linear, outcome } = playByHand({ placeholder: "Thinking…", signal: AbortSignal.abort() });

    expect(await outcome).toEqual({ kind: "aborted", posted: undefined });
    expect(linear.calls).toEqual([]);
  });

  it("turns a placeholder into the mark when it is stopped before there is text", async () => {
    const { linear, stop, outcome } = playByHand({ placeholder: "Thinking…" });

    stop.abort();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      ["post", "Thinking…"],
      ["edit", "1", "_Stopped._"],
    ]);
  });

  it("leaves what was received when the stream throws, and throws its error", async () => {
    const error = new Error("secret of the model");
    const { parts, calls } = answeredAtOnce();

    await expect(runCommentStream(failingStream(error, "The answ"), parts)).rejects.toBe(error);
    expect(calls).toEqual([
      ["post", "The answ"],
      ["edit", "comment-1", "The answ\n\n_The answer broke off here._"],
    ]);
  });

  it("says that it failed where nothing was received", async () => {
    const error = new Error("secret of the model");
    const { parts, calls } = answeredAtOnce();

    await expect(runCommentStream(failingStream(error), parts)).rejects.toBe(error);
    expect(calls).toEqual([["post", "Something went wrong while I was working on this. Please try again."]]);
  });

  it("throws the stream's error even when Linear takes no mark", async () => {
    const error = new Error("secret of the model");
    const refusal = new Error("Linear is busy");
    const { parts, dropped } = answeredAtOnce(new Map([["Sorry.", refusal]]));

    await expect(runCommentStream(failingStream(error), { ...parts, failureText: "Sorry." })).rejects.toBe(error);
    expect(dropped).toEqual([refusal]);
  });
});
