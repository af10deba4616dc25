// Covers: src/sessions/speech/queue-entry.ts
import { describe, expect, it } from "vitest";
import type { PlanStep, SessionEffect } from "../../src/sessions/speech/session-effect.js";
import { PACE } from "../../src/sessions/speech/session-pace.js";
import { createSessionQueue } from "../../src/sessions/speech/session-queue.js";
import { createManualRequests, done, response, running, thought } from "../support/stream-support.js";
import { createTestClock, nextTurn } from "../support/test-clock.js";

/** A queue in whose session every request is answered at once, by a clock that the test moves. */
function openQueue(refuse: (effect: SessionEffect) => Error | undefined = () => undefined, scarce = false) {
  const clock = createTestClock();
  const sent: SessionEffect[] = [];
  const dropped: [SessionEffect, unknown][] = [];
  const queue = createSessionQueue<number>({
    clock,
    pace: PACE,
    isScarce: () => scarce,
    onDropped: (effect, error) => dropped.push([effect, error]),
  });
  const add = (effect: SessionEffect): Promise<number | undefined> =>
    queue.add(effect, async (toSend) => {
      const error = refuse(toSend);
      if (error) throw error;
      return sent.push(toSend);
    });
  return { clock, sent, dropped, queue, add };
}

const plan = (...statuses: PlanStep["status"][]): SessionEffect => ({
  kind: "plan",
  steps: statuses.map((status, index) => ({ content: `Step ${index + 1}`, status })),
});

const typing = (body: string): SessionEffect => ({ kind: "thought", body, ephemeral: true });

describe("plans", () => {
  it("go out at once at first, and what changes within a second as one", async () => {
    const { clock, sent, add } = openQueue();
    await add(plan("inProgress"));
    await Promise.all([add(plan("completed", "inProgress")), add(plan("completed", "completed"))]);
    const atOnce = [...sent];
    await clock.advance(1_000);

    expect(atOnce).toEqual([plan("inProgress")]);
    expect(sent).toEqual([plan("inProgress"), plan("completed", "completed")]);
  });

  it("go out before the answer, without waiting for the second to pass", async () => {
    const { sent, add } = openQueue();
    await add(plan("inProgress"));
    await Promise.all([add(plan("completed")), add(response("Done."))]);

    expect(sent).toEqual([plan("inProgress"), plan("completed"), response("Done.")]);
  });

  it("are overtaken by the work meanwhile", async () => {
    const { clock, sent, add } = openQueue();
    await add(plan("inProgress"));
    await Promise.all([add(plan("completed")), add(done("Search"))]);
    await clock.advance(1_000);

    expect(sent).toEqual([plan("inProgress"), done("Search"), plan("completed")]);
  });

  it("go out when the session is left alone", async () => {
    const { sent, queue, add } = openQueue();
    await add(plan("inProgress"));
    await add(plan("completed"));
    await queue.flush();

    expect(sent).toEqual([plan("inProgress"), plan("completed")]);
  });

  it("that fail after nobody waits for them are reported", async () => {
    const refusal = new Error("no");
    const { dropped, queue, add } = openQueue((effect) =>
      effect.kind === "plan" && effect.steps.length === 2 ? refusal : undefined,
    );
    await add(plan("inProgress"));
    await add(plan("completed", "inProgress"));
    await queue.flush();

    expect(dropped).toEqual([[plan("completed", "inProgress"), refusal]]);
  });
});

describe("thoughts", () => {
  it("that pass by are one request in 200 ms: the first at once, then the newest", async () => {
    const { clock, sent, add } = openQueue();
    await Promise.all([add(typing("Reading")), nextTurn()]);
    await Promise.all([add(typing("Still reading")), add(typing("Writing"))]);
    const atOnce = [...sent];
    await clock.advance(200);

    expect([atOnce, sent]).toEqual([[typing("Reading")], [typing("Reading"), typing("Writing")]]);
  });

  it("that stay are joined within 200 ms, the same one said twice is said once", async () => {
    const { clock, sent, add } = openQueue();
    await add(thought("First."));
    await Promise.all([add(thought("Second.")), add(thought("Second.")), add(thought("Third."))]);
    await clock.advance(200);

    expect(sent).toEqual([thought("First."), thought("Second.\n\nThird.")]);
  });

  it("keep their place among the work, which they do not hold up", async () => {
    const { sent, add } = openQueue();
    await add(thought("First."));
    await Promise.all([add(thought("Second.")), add(running("Search"))]);

    expect(sent).toEqual([thought("First."), thought("Second."), running("Search")]);
  });
});

describe("while the rate limit is nearly used up", () => {
  it("finished work is told once a minute, in one action", async () => {
    const { clock, sent, add } = openQueue(undefined, true);
    await add(done("Search", "docs", "3 hits"));
    await Promise.all([add(done("Read", "a.md")), add(done("Read", "b.md", "Two\nlines"))]);
    await clock.advance(59_999);
    const before = [...sent];
    await clock.advance(1);

    expect(before).toEqual([done("Search", "docs", "3 hits")]);
    expect(sent).toEqual([
      done("Search", "docs", "3 hits"),
      done("Several steps", "Read, Read", "- **Read** a.md\n- **Read** b.md\n  Two\n  lines"),
    ]);
  });

  it("an answer goes out at once, after what was held back", async () => {
    const { sent, add } = openQueue(undefined, true);
    await add(done("Search"));
    await Promise.all([add(done("Read")), add(done("Write")), add(done("Test")), add(response("Done."))]);

    expect(sent).toEqual([
      done("Search"),
      done("Several steps", "Read, Write, Test", "- **Read** ✓\n- **Write** ✓\n- **Test** ✓"),
      response("Done."),
    ]);
  });

  it("thoughts are told together with the steps between them", async () => {
    const { sent, queue, add } = openQueue(undefined, true);
    await add(done("Search"));
    await Promise.all([add(thought("Let me read.")), add(done("Read", "a.md")), add(thought("And\nwrite."))]);
    await queue.flush();

    expect(sent).toEqual([
      done("Search"),
      done("Several steps", "Read", "- Let me read.\n- **Read** a.md\n- And\n  write."),
    ]);
  });

  it("what would become too long for one action stays in several", async () => {
    const { sent, queue, add } = openQueue(undefined, true);
    await add(done("Search"));
    await Promise.all(["One", "Two", "Three"].map((name) => add(done(name, "✓", "x".repeat(3_900)))));
    await queue.flush();

    expect(sent.map((effect) => effect.kind === "action" && effect.parameter)).toEqual(["✓", "One, Two", "✓"]);
  });
});

describe("order", () => {
  it("is that of what was said, with one request at a time", async () => {
    const linear = createManualRequests<SessionEffect>();
    const queue = createSessionQueue({
      clock: createTestClock(),
      pace: PACE,
      isScarce: () => false,
      onDropped: () => {},
    });
    const first = queue.add(done("One"), linear.send);
    const second = queue.add(done("Two"), linear.send);
    await nextTurn();
    const before = [...linear.calls];
    await linear.answer();
    await linear.answer();

    expect([before, linear.calls]).toEqual([[done("One")], [done("One"), done("Two")]]);
    expect(await Promise.all([first, second])).toEqual([{ id: "1" }, { id: "2" }]);
  });

  it("goes on after a request that failed, which its sender hears of", async () => {
    const refusal = new Error("no");
    const { sent, add } = openQueue((effect) => (effect.kind === "action" ? refusal : undefined));
    const [first, second] = await Promise.allSettled([add(done("One")), add(response("Done."))]);

    expect([first, second]).toEqual([
      { status: "rejected", reason: refusal },
      { status: "fulfilled", value: 1 },
    ]);
    expect(sent).toEqual([response("Done.")]);
  });
});
