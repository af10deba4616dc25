import { describe, expect, it } from "vitest";
import type { SessionEffect } from "../../src/sessions/speech/session-effect.js";
import { runSessionStream } from "../../src/sessions/stream/play-stream.js";
import { createSessionStream } from "../../src/sessions/stream/stream-to-effects.js";
import {
  createManualRequests,
  createManualStream,
  createQuickQueue,
  done,
  failingStream,
  planUpdate,
  response,
  running,
  streamOf,
  task,
  thought,
} from "../support/stream-support.js";
import { nextTurn } from "../support/test-clock.js";

const failureText = "Something went wrong while I was working on this. Please try again.";

/** A session that is played while the test holds both its stream and Linear's answers. */
function playByHand(ending?: "answer" | "suspend") {
  const stream = createManualStream();
  const linear = createManualRequests<SessionEffect>();
  const dropped: [SessionEffect, unknown][] = [];
  const stop = new AbortController();
  const outcome = runSessionStream(stream, createSessionStream(), {
    ...createQuickQueue(linear.send),
    onDropped: (effect, error) => dropped.push([effect, error]),
    ending,
    signal: stop.signal,
  });
  return { stream, linear, dropped, stop, outcome };
}

/** Parts whose requests are answered at once with their number, except those that `refuse` gives an error for. */
function answeredAtOnce(refuse: (effect: SessionEffect) => Error | undefined = () => undefined) {
  const performed: SessionEffect[] = [];
  const dropped: [SessionEffect, unknown][] = [];
  return {
    performed,
    dropped,
    ...createQuickQueue(async (effect): Promise<number> => {
      const error = refuse(effect);
      if (error) throw error;
      return performed.push(effect);
    }),
    onDropped(effect: SessionEffect, error: unknown): void {
      dropped.push([effect, error]);
    },
  };
}

describe("a stream in an agent session", () => {
  it("performs its effects in order and gives what the response gave", async () => {
    const parts = answeredAtOnce();

    const outcome = await runSessionStream(
      streamOf("Looking.", task("a", "complete"), "Found it."),
      createSessionStream(),
      parts,
    );

    expect(outcome).toEqual({ kind: "answered", last: 3 });
    expect(parts.performed).toEqual([thought("Looking."), done("Task a"), response("Found it.")]);
  });

  it("takes further chunks while a request is under way, and sends one request at a time", async () => {
    const { stream, linear, outcome } = playByHand();

    await stream.give(task("a", "complete"));
    await stream.give("Note.");
    await stream.give(task("b", "complete"));
    await stream.give("Found it.");
    await stream.end();
    expect([linear.calls, linear.underWay()]).toEqual([[done("Task a")], 1]);

    await linear.answer();
    expect([linear.calls, linear.underWay()]).toEqual([[done("Task a"), thought("Note.")], 1]);

    await linear.answer();
    await linear.answer();
    await linear.answer();
    expect(linear.calls).toEqual([done("Task a"), thought("Note."), done("Task b"), response("Found it.")]);
    expect(await outcome).toEqual({ kind: "answered", last: { id: "4" } });
  });

  it("shows a running step at once", async () => {
    const { stream, linear, stop } = playByHand();

    await stream.give(task("a", "in_progress"));

    expect(linear.calls).toEqual([running("Task a")]);
    stop.abort();
  });

  it("does not send what was superseded while it waited", async () => {
    const { stream, linear, outcome } = playByHand();

    await stream.give(task("a", "in_progress", { details: "1" }));
    await stream.give(task("a", "in_progress", { details: "2" }));
    await stream.give(task("a", "in_progress", { details: "3" }));
    await stream.give(task("a", "complete", { details: "4" }));
    await stream.give(task("b", "in_progress"));
    await stream.end();
    await linear.answer();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      running("Task a", "1"),
      done("Task a", "4"),
      response("I stopped before this was done."),
    ]);
  });

  it("sends the last running step where nothing has superseded it", async () => {
    const { stream, linear, stop } = playByHand();

    await stream.give(task("a", "complete"));
    await stream.give(task("b", "in_progress"));
    await stream.give(task("c", "in_progress"));
    await linear.answer();

    expect(linear.calls).toEqual([done("Task a"), running("Task c")]);
    stop.abort();
  });

  it("sends the newest plan only, at its place", async () => {
    const { stream, linear, outcome } = playByHand();

    await stream.give(planUpdate("Release"));
    await stream.give(task("a", "pending"));
    await stream.give(task("a", "complete"));
    await stream.give(task("b", "pending"));
    await stream.end();
    await linear.answer();
    await linear.answer();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      { kind: "plan", steps: [{ content: "Release", status: "inProgress" }] },
      done("Task a"),
      {
        kind: "plan",
        steps: [
          { content: "Task a", status: "completed" },
          { content: "Task b", status: "pending" },
        ],
      },
      response("I stopped before this was done."),
    ]);
  });

  it("asks at the end of a suspended stream", async () => {
    const parts = answeredAtOnce();

    const outcome = await runSessionStream(streamOf("Which branch?"), createSessionStream(), {
      ...parts,
      ending: "suspend",
    });

    expect(outcome).toEqual({ kind: "suspended", last: 1 });
    expect(parts.performed).toEqual([{ kind: "elicitation", body: "Which branch?" }]);
  });

  it("gives the newest activity that stays where a suspended stream asks nothing", async () => {
    const { stream, linear, outcome } = playByHand("suspend");

    await stream.give(task("a", "complete"));
    await stream.give(task("b", "in_progress"));
    await stream.end();
    await linear.answer();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "suspended", last: { id: "1" } });
    expect(linear.calls).toEqual([done("Task a"), running("Task b")]);
  });
});

describe("a stream in an agent session that meets errors of Linear", () => {
  it("goes on without the effects that fail, and reports them", async () => {
    const error = new Error("Linear is busy");
    const parts = answeredAtOnce((effect) => (effect.kind === "response" ? undefined : error));

    const outcome = await runSessionStream(
      streamOf(planUpdate("Release"), "Looking.", task("a", "complete"), "Found it."),
      createSessionStream(),
      parts,
    );

    expect(outcome).toEqual({ kind: "answered", last: 1 });
    expect(parts.performed).toEqual([response("Found it.")]);
    expect(parts.dropped).toEqual([
      [{ kind: "plan", steps: [{ content: "Release", status: "inProgress" }] }, error],
      [thought("Looking."), error],
      [done("Task a"), error],
      [{ kind: "plan", steps: [{ content: "Task a", status: "completed" }] }, error],
    ]);
  });

  it("throws when the response fails", async () => {
    const error = new Error("Linear is busy");
    const parts = answeredAtOnce((effect) => (effect.kind === "response" ? error : undefined));

    await expect(
      runSessionStream(streamOf(task("a", "complete"), "Found it."), createSessionStream(), parts),
    ).rejects.toBe(error);
    expect(parts.dropped).toEqual([]);
  });
});

describe("a stream in an agent session that throws", () => {
  it("ends the session in an error, after all that came before, and throws the stream's error", async () => {
    const error = new Error("secret of the model");
    const parts = answeredAtOnce();

    await expect(
      runSessionStream(failingStream(error, task("a", "complete"), "The answ"), createSessionStream(), parts),
    ).rejects.toBe(error);
    expect(parts.performed).toEqual([
      done("Task a"),
      thought("The answ\n\n_(broke off here)_"),
      { kind: "error", body: failureText },
    ]);
  });

  it("throws the stream's error even when Linear takes none", async () => {
    const error = new Error("secret of the model");
    const refusal = new Error("Linear is busy");
    const parts = answeredAtOnce(() => refusal);

    await expect(runSessionStream(failingStream(error), createSessionStream(), parts)).rejects.toBe(error);
    expect(parts.dropped).toEqual([[{ kind: "error", body: failureText }, refusal]]);
  });
});

describe("a stream in an agent session that is stopped", () => {
  it("stops waiting for a stream that hangs, and leaves no answer", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give(task("a", "complete"));
    await linear.answer();
    await stream.give("The answ");
    stop.abort();
    await nextTurn();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "aborted", last: { id: "2" } });
    expect(linear.calls).toEqual([done("Task a"), thought("The answ\n\n_(stopped here)_")]);
  });

  it("does not send the running steps that still wait", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give(task("a", "complete"));
    await stream.give(task("b", "in_progress"));
    stop.abort();
    await nextTurn();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "aborted", last: { id: "1" } });
    expect(linear.calls).toEqual([done("Task a")]);
  });

  it("sends the plan once more at most, with what will not be done canceled", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give(task("a", "complete"));
    await stream.give(planUpdate("Release"));
    await stream.give(task("b", "pending"));
    stop.abort();
    await nextTurn();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      done("Task a"),
      {
        kind: "plan",
        steps: [
          { content: "Task a", status: "completed" },
          { content: "Task b", status: "canceled" },
        ],
      },
    ]);
  });

  it("still sends a waiting plan that needs no canceling, so that none is left with steps that run", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give(task("a", "complete"));
    await stream.give(planUpdate("Release"));
    stop.abort();
    await nextTurn();
    await linear.answer();
    await linear.answer();

    await outcome;
    expect(linear.calls).toEqual([
      done("Task a"),
      { kind: "plan", steps: [{ content: "Task a", status: "completed" }] },
    ]);
  });

  it("is stopped when its stream just ends, as the Chat SDK's do", async () => {
    const { stream, linear, stop, outcome } = playByHand();

    await stream.give("The answ");
    stop.abort();
    await stream.end();
    await linear.answer();

    expect(await outcome).toEqual({ kind: "aborted", last: { id: "1" } });
    expect(linear.calls).toEqual([thought("The answ\n\n_(stopped here)_")]);
  });

  it("is stopped when its stream throws because of it, as those of models do", async () => {
    const stop = new AbortController();
    const parts = answeredAtOnce();
    async function* model() {
      yield "The answ";
      stop.abort();
      throw stop.signal.reason;
    }

    const outcome = await runSessionStream(model(), createSessionStream(), { ...parts, signal: stop.signal });

    expect(outcome).toEqual({ kind: "aborted", last: 1 });
    expect(parts.performed).toEqual([thought("The answ\n\n_(stopped here)_")]);
  });

  it("asks nothing of a stream when it was stopped before it began", async () => {
    const parts = answeredAtOnce();

    const outcome = await runSessionStream(streamOf("Never read."), createSessionStream(), {
      ...parts,
      signal: AbortSignal.abort(),
    });

    expect(outcome).toEqual({ kind: "aborted", last: undefined });
    expect(parts.performed).toEqual([]);
  });

  it("tells the source of the stream that nobody reads on", async () => {
    const stop = new AbortController();
    const left: string[] = [];
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        async return() {
          left.push("left");
          return { done: true, value: undefined };
        },
      }),
    };

    const outcome = runSessionStream(source, createSessionStream(), { ...answeredAtOnce(), signal: stop.signal });
    stop.abort();

    await outcome;
    await nextTurn();
    expect(left).toEqual(["left"]);
  });
});
