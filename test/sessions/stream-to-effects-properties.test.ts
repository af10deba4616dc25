import type { StreamChunk } from "chat";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { SessionEffect } from "../../src/sessions/speech/session-effect.js";
import {
  createSessionStream,
  type SessionStream,
  type SessionStreamOptions,
} from "../../src/sessions/stream/stream-to-effects.js";
import { PARTLY_DONE_RESPONSE, UNFINISHED_RESPONSE } from "../../src/streams/stream-texts.js";

type Chunk = string | StreamChunk;

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("\n\n", " ", "One. ", "```js\n", "- a\n"));
const optionalText = fc.option(text, { nil: undefined });

const taskChunk: fc.Arbitrary<StreamChunk> = fc
  .record({
    id: fc.constantFrom("a", "b", "c"),
    // The title tells the tasks apart in the effects.
    status: fc.constantFrom("pending" as const, "in_progress" as const, "complete" as const, "error" as const),
    details: optionalText,
    output: optionalText,
  })
  .map(({ id, status, details, output }) => ({
    type: "task_update",
    id,
    title: id,
    status,
    ...(details === undefined ? {} : { details }),
    ...(output === undefined ? {} : { output }),
  }));

const chunks: fc.Arbitrary<Chunk[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: text },
    { weight: 1, arbitrary: text.map((value): StreamChunk => ({ type: "markdown_text", text: value })) },
    { weight: 3, arbitrary: taskChunk },
    { weight: 1, arbitrary: text.map((title): StreamChunk => ({ type: "plan_update", title })) },
  ),
  { maxLength: 30 },
);

const options: fc.Arbitrary<SessionStreamOptions> = fc.record({
  taskDisplayMode: fc.constantFrom("timeline" as const, "plan" as const),
  emptyResponse: fc.constant("[empty]"),
});

const endings: Record<string, (stream: SessionStream) => (SessionEffect | undefined)[]> = {
  finish: (stream) => ((ending) => [...ending.before, ending.last])(stream.finish()),
  suspend: (stream) => ((ending) => [...ending.before, ending.last])(stream.suspend()),
  fail: (stream) => ((ending) => [...ending.before, ending.last])(stream.fail(new Error("no"))),
  abort: (stream) => stream.abort(),
};

const ending = fc.constantFrom("finish", "suspend", "fail", "abort");

function play(given: readonly Chunk[], how: string, settings: SessionStreamOptions): SessionEffect[] {
  const stream = createSessionStream(settings);
  const pushed = given.flatMap((chunk) => stream.push(chunk));
  return [...pushed, ...(endings[how]?.(stream) ?? [])].filter((effect) => effect !== undefined);
}

const isTerminal = (effect: SessionEffect): boolean => ["response", "elicitation", "error"].includes(effect.kind);

const squeezed = (value: string): string => value.replace(/\s+/g, "");

const textIn = (chunk: Chunk): string => {
  if (typeof chunk === "string") return chunk;
  return chunk.type === "markdown_text" ? chunk.text : "";
};

const textOut = (effect: SessionEffect): string =>
  (effect.kind === "thought" || effect.kind === "response" || effect.kind === "elicitation") &&
  !["[empty]", PARTLY_DONE_RESPONSE, UNFINISHED_RESPONSE].includes(effect.body)
    ? effect.body
    : "";

const strings = (effect: SessionEffect): string[] => {
  switch (effect.kind) {
    case "action":
      return [effect.action, effect.parameter, effect.result ?? "none"];
    case "plan":
      return effect.steps.map((step) => step.content);
    default:
      return [effect.body];
  }
};

describe("for any chunks, a session stream", () => {
  it("keeps all text, in order and once", () => {
    fc.assert(
      fc.property(chunks, options, fc.constantFrom("finish", "suspend"), (given, settings, how) => {
        const effects = play(given, how, settings);
        return squeezed(effects.map(textOut).join("")) === squeezed(given.map(textIn).join(""));
      }),
    );
  });

  it("has exactly one response or error, as its last effect", () => {
    fc.assert(
      fc.property(chunks, options, fc.constantFrom("finish", "fail"), (given, settings, how) => {
        const effects = play(given, how, settings);
        return effects.findIndex(isTerminal) === effects.length - 1;
      }),
    );
  });

  it("never answers when it was stopped", () => {
    fc.assert(fc.property(chunks, options, (given, settings) => !play(given, "abort", settings).some(isTerminal)));
  });

  it("shows no verdict of a step twice", () => {
    fc.assert(
      fc.property(chunks, options, ending, (given, settings, how) => {
        const verdicts = play(given, how, settings).filter((effect) => effect.kind === "action" && !effect.ephemeral);
        const titles = verdicts.flatMap((effect) => (effect.kind === "action" ? [effect.action] : []));
        // At most "complete" and "error", once each.
        return ["a", "b", "c"].every((id) => titles.filter((title) => title === id).length <= 2);
      }),
    );
  });

  it("sends nothing blank", () => {
    fc.assert(
      fc.property(chunks, options, ending, (given, settings, how) =>
        play(given, how, settings)
          .flatMap(strings)
          .every((value) => value.trim() !== ""),
      ),
    );
  });

  it("sends no plan twice in a row", () => {
    fc.assert(
      fc.property(chunks, options, ending, (given, settings, how) => {
        const plans = play(given, how, settings)
          .filter((effect) => effect.kind === "plan")
          .map((effect) => JSON.stringify(effect));
        return plans.every((plan, index) => plan !== plans[index - 1]);
      }),
    );
  });
});
