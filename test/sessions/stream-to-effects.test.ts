import type { StreamChunk } from "chat";
import { describe, expect, it } from "vitest";
import type { SessionEffect } from "../../src/sessions/speech/session-effect.js";
import { createSessionStream, type SessionStreamOptions } from "../../src/sessions/stream/stream-to-effects.js";
import { done, planUpdate, response, running, task, thought } from "../support/stream-support.js";

type Chunks = (string | StreamChunk)[];

const markdown = (text: string): StreamChunk => ({ type: "markdown_text", text });

const plan = (...steps: [content: string, status: string][]): object => ({
  kind: "plan",
  steps: steps.map(([content, status]) => ({ content, status })),
});

function play(chunks: Chunks, options?: SessionStreamOptions) {
  const stream = createSessionStream(options);
  return { stream, pushed: chunks.flatMap((chunk) => stream.push(chunk)) };
}

function finished(chunks: Chunks, options?: SessionStreamOptions): SessionEffect[] {
  const { stream, pushed } = play(chunks, options);
  const { before, last } = stream.finish();
  return [...pushed, ...before, last];
}

function suspended(chunks: Chunks): (SessionEffect | undefined)[] {
  const { stream, pushed } = play(chunks);
  const { before, last } = stream.suspend();
  return [...pushed, ...before, last];
}

function failed(chunks: Chunks, options?: SessionStreamOptions): SessionEffect[] {
  const { stream, pushed } = play(chunks, options);
  const { before, last } = stream.fail(new Error("no"));
  return [...pushed, ...before, last];
}

function aborted(chunks: Chunks): SessionEffect[] {
  const { stream, pushed } = play(chunks);
  return [...pushed, ...stream.abort()];
}

describe("the text of a session stream", () => {
  it.each<[string, Chunks, SessionEffect[]]>([
    ["plain text is one response", ["Hel", "lo ", "there"], [response("Hello there")]],
    ["text of both kinds of chunk is one response", ["Hello ", markdown("there")], [response("Hello there")]],
    ["white space around the response goes", ["\n\n", "Hello\n", "\n"], [response("Hello")]],
    ["white space inside the response stays", ["One\n\n", "  two"], [response("One\n\n  two")]],
    [
      "a stream of which nothing was done does not say that it was",
      [task("a", "error"), task("b", "in_progress")],
      [done("Task a", "✗", "Failed"), running("Task b"), response("I stopped before this was done.")],
    ],
    [
      "a plan of which nothing was done does not say that it was",
      [planUpdate("Plan"), task("a", "pending")],
      [
        { kind: "plan", steps: [{ content: "Plan", status: "inProgress" }] },
        { kind: "plan", steps: [{ content: "Task a", status: "pending" }] },
        response("I stopped before this was done."),
      ],
    ],
    [
      "text before a step is a thought, the last text is the response",
      ["Let me look. ", task("a", "in_progress"), task("a", "complete"), "\n\nFound it."],
      [thought("Let me look."), running("Task a"), done("Task a"), response("Found it.")],
    ],
    [
      "text while a step runs is a thought of its own",
      [task("a", "in_progress"), "Meanwhile.", task("a", "complete"), "Found it."],
      [running("Task a"), thought("Meanwhile."), done("Task a"), response("Found it.")],
    ],
    [
      "text before the last step is not repeated as the response",
      ["All is well.", task("a", "complete")],
      [thought("All is well."), done("Task a"), response("Done.")],
    ],
    [
      "a step that is only announced separates the text and does not end it",
      ["One.", task("a", "pending"), "Two."],
      [response("One.\n\nTwo.")],
    ],
    [
      "a step that says nothing new separates the text and does not end it",
      [task("a", "complete"), "One.", task("a", "complete"), "Two."],
      [done("Task a"), response("One.\n\nTwo.")],
    ],
    ["blank text between steps is no thought", ["\n", task("a", "complete"), " "], [done("Task a"), response("Done.")]],
    [
      "an indented first line keeps its indentation inside the response",
      ["Code:", planUpdate(""), "\n    let a;\n"],
      [response("Code:\n\n    let a;")],
    ],
  ])("%s", (_promise, chunks, effects) => {
    expect(finished(chunks)).toEqual(effects);
  });

  it("ends with the given response where there is no text", () => {
    expect(finished([task("a", "complete")], { emptyResponse: "Finished." })).toEqual([
      done("Task a"),
      response("Finished."),
    ]);
  });

  it.each<[string, Chunks, boolean]>([
    ["nothing", [], true],
    ["white space", [" ", "\n", markdown("\n")], true],
    ["a text", ["One."], false],
    ["a step", [task("a", "pending")], false],
    ["a plan", [planUpdate("Plan")], false],
  ])("knows whether anything has come: %s", (_what, chunks, isEmpty) => {
    expect(play(chunks).stream.isEmpty()).toBe(isEmpty);
  });

  it("passes over kinds of chunk that it does not know", () => {
    const unknownChunk: StreamChunk = JSON.parse('{ "type": "reasoning", "text": "Hm." }');

    expect(finished(["One.", unknownChunk, "Two."])).toEqual([response("One.\n\nTwo.")]);
  });
});

describe("the steps of a session stream", () => {
  it.each<[string, Chunks, SessionEffect[]]>([
    ["an announced step is not shown", [task("a", "pending")], []],
    ["a running step is shown once", [task("a", "in_progress"), task("a", "in_progress")], [running("Task a")]],
    [
      "a running step that changes is shown again",
      [
        task("a", "in_progress", { details: "page 1" }),
        task("a", "in_progress", { details: "page 2" }),
        task("a", "in_progress", { title: "Reading", details: "page 2" }),
      ],
      [running("Task a", "page 1"), running("Task a", "page 2"), running("Reading", "page 2")],
    ],
    [
      "a finished step has its details and its output",
      [task("a", "complete", { details: "npm test", output: "12 passed" })],
      [done("Task a", "npm test", "12 passed")],
    ],
    [
      "a failed step has its error as result",
      [task("a", "error", { details: "npm test", output: "exit code 1" })],
      [done("Task a", "npm test", "exit code 1")],
    ],
    ["a failed step without output has failed", [task("a", "error")], [done("Task a", "✗", "Failed")]],
    [
      "details and title of the running step hold for the finished one",
      [task("a", "in_progress", { title: "Reading", details: "page 1" }), task("a", "complete", { title: " " })],
      [running("Reading", "page 1"), done("Reading", "page 1")],
    ],
    [
      "blank details and output count as none",
      [task("a", "in_progress", { details: " " }), task("a", "error", { details: "", output: "\n" })],
      [running("Task a"), done("Task a", "✗", "Failed")],
    ],
    ["a step without a title is called Working", [task("a", "complete", { title: "" })], [done("Working")]],
    ["a title is one line", [task("a", "complete", { title: "Read\n the page" })], [done("Read the page")]],
    [
      "a step finishes once",
      [task("a", "complete", { output: "1" }), task("a", "complete", { output: "2" })],
      [done("Task a", "✓", "1")],
    ],
    [
      "a finished step does not run again",
      [task("a", "complete"), task("a", "in_progress"), task("a", "pending")],
      [done("Task a")],
    ],
    [
      "a finished step that turns out to have failed is shown as failed too",
      [task("a", "complete", { output: "ok" }), task("a", "error"), task("a", "complete")],
      [done("Task a", "✓", "ok"), done("Task a", "✗", "Failed")],
    ],
    [
      "steps that run side by side are told apart",
      [task("a", "in_progress"), task("b", "in_progress"), task("a", "complete"), task("b", "error")],
      [running("Task a"), running("Task b"), done("Task a"), done("Task b", "✗", "Failed")],
    ],
  ])("%s", (_promise, chunks, effects) => {
    expect(play(chunks).pushed).toEqual(effects);
  });
});

describe("the plan of a session stream", () => {
  it("is left alone by a stream that speaks of none", () => {
    expect(finished([task("a", "pending"), task("a", "complete"), "Yes."])).toEqual([done("Task a"), response("Yes.")]);
  });

  it("follows the tasks once a plan was named", () => {
    expect(
      finished([planUpdate("Release"), task("a", "pending"), task("b", "in_progress"), task("b", "error"), "Hm."]),
    ).toEqual([
      plan(["Release", "inProgress"]),
      plan(["Task a", "pending"]),
      running("Task b"),
      plan(["Task a", "pending"], ["Task b", "inProgress"]),
      done("Task b", "✗", "Failed"),
      plan(["Task a", "pending"], ["Task b", "canceled"]),
      response("Hm."),
    ]);
  });

  it("holds the tasks that came before it", () => {
    expect(play([task("a", "complete"), planUpdate("Release")]).pushed).toEqual([
      done("Task a"),
      plan(["Task a", "completed"]),
    ]);
  });

  it("shows running steps instead of actions where tasks are displayed as a plan", () => {
    expect(
      finished(["First.", task("a", "in_progress"), task("a", "complete"), "Yes."], { taskDisplayMode: "plan" }),
    ).toEqual([
      thought("First."),
      plan(["Task a", "inProgress"]),
      done("Task a"),
      plan(["Task a", "completed"]),
      response("Yes."),
    ]);
  });

  it("is sent only when it changed", () => {
    expect(
      play([planUpdate("Release"), planUpdate(" Release"), task("a", "pending"), task("a", "pending")]).pushed,
    ).toEqual([plan(["Release", "inProgress"]), plan(["Task a", "pending"])]);
  });

  it("is completed at the end where its title is all there is", () => {
    expect(finished([planUpdate("Release"), "Yes."])).toEqual([
      plan(["Release", "inProgress"]),
      plan(["Release", "completed"]),
      response("Yes."),
    ]);
  });

  it("leaves steps that did not end as they are at the end", () => {
    expect(finished([planUpdate("Release"), task("a", "pending"), "Yes."])).toEqual([
      plan(["Release", "inProgress"]),
      plan(["Task a", "pending"]),
      response("Yes."),
    ]);
  });

  it("is not there for a blank title without tasks", () => {
    expect(finished([planUpdate(" "), "Yes."])).toEqual([response("Yes.")]);
  });
});

describe("the other endings of a session stream", () => {
  it("asks with the last text of a suspended stream", () => {
    expect(suspended([planUpdate("Release"), "Ready.", task("a", "in_progress"), "Which branch?\n"])).toEqual([
      plan(["Release", "inProgress"]),
      thought("Ready."),
      running("Task a"),
      plan(["Task a", "inProgress"]),
      { kind: "elicitation", body: "Which branch?" },
    ]);
  });

  it("asks nothing in a suspended stream without a last text", () => {
    expect(suspended(["Ready.", task("a", "complete"), " "])).toEqual([thought("Ready."), done("Task a"), undefined]);
  });

  it("leaves the half text of a stopped stream as a thought, and cancels what was planned", () => {
    expect(aborted([planUpdate("Release"), task("a", "complete"), task("b", "pending"), "The answ"])).toEqual([
      plan(["Release", "inProgress"]),
      done("Task a"),
      plan(["Task a", "completed"]),
      plan(["Task a", "completed"], ["Task b", "pending"]),
      thought("The answ\n\n_(stopped here)_"),
      plan(["Task a", "completed"], ["Task b", "canceled"]),
    ]);
  });

  it("marks a stopped text outside its open code block", () => {
    expect(aborted(["Try:\n```js\nlet a"])).toEqual([thought("Try:\n```js\nlet a\n```\n\n_(stopped here)_")]);
  });

  it("says nothing in a stopped stream without text", () => {
    expect(aborted([" "])).toEqual([]);
  });

  it("leaves the half text of a failed stream as a thought, cancels the plan and ends in an error", () => {
    expect(failed([planUpdate("Release"), "The answ"])).toEqual([
      plan(["Release", "inProgress"]),
      thought("The answ\n\n_(broke off here)_"),
      plan(["Release", "canceled"]),
      { kind: "error", body: "Something went wrong while I was working on this. Please try again." },
    ]);
  });

  it("ends a failed stream with the given error", () => {
    expect(failed([], { failureText: "Sorry." })).toEqual([{ kind: "error", body: "Sorry." }]);
  });
});
