import { expect, it } from "vitest";
import { runSessionStream } from "../../src/sessions/run-session-stream.js";
import type { SessionEffect } from "../../src/sessions/session-effect.js";
import { createSessionStream } from "../../src/sessions/session-stream.js";
import { createManualClock, createManualStream, planUpdate, settled, task } from "./stream-support.js";

/** A paced stream whose requests are answered at once. */
function playPaced() {
  const stream = createManualStream();
  const clock = createManualClock();
  const performed: SessionEffect[] = [];
  const outcome = runSessionStream(stream, createSessionStream({ taskDisplayMode: "plan" }), {
    perform: async (effect) => performed.push(effect),
    onDropped: () => {},
    planPace: { clock, intervalMs: 1_000 },
  });
  const plans = (): unknown[] =>
    performed.flatMap((effect) => (effect.kind === "plan" ? [effect.steps.map(({ status }) => status)] : []));
  return { stream, clock, outcome, plans };
}

it("sends the first plan at once, and what changes within a second as one", async () => {
  const { stream, clock, plans } = playPaced();
  await stream.give(planUpdate("Two steps"));
  await stream.give(task("1", "in_progress"));
  await stream.give(task("2", "in_progress"));
  await settled();
  const atOnce = plans();
  await clock.advance(1_000);

  expect([atOnce, plans()]).toEqual([[["inProgress"]], [["inProgress"], ["inProgress", "inProgress"]]]);
});

it("sends the last plan before the answer, without waiting for the second to pass", async () => {
  const { stream, outcome, plans } = playPaced();
  await stream.give(planUpdate("One step"));
  await stream.give(task("1", "in_progress"));
  await stream.give(task("1", "complete"));
  await stream.end();
  await outcome;

  expect(plans()).toEqual([["inProgress"], ["completed"]]);
});
