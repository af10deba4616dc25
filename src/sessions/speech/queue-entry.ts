import type { SessionEffect } from "./session-effect.js";

/**
 * One thing that waits in a session's queue.
 *
 *                waiting ── defer ──> deferred      its caller is let go, with `undefined`
 *                 │   │                │   │
 *             start   drop         start   drop
 *                 │   │                │   │
 *                 v   v                v   v
 *           sending   dropped    sending   dropped
 *              │                    │
 *              v                    v
 *      sent or failed: the    sent, or failed: reported to `onDropped`,
 *      caller gets either     because nobody waits for it any more
 */
export interface QueueEntry {
  effect: SessionEffect;
  /** Sends `effect`, in the asynchronous context of who added the entry. Resolves when that is done, never rejects. */
  start(effect: SessionEffect): Promise<void>;
  /** Gives up sending it by itself: it became pointless, or one with another entry. */
  drop(): void;
  /** Lets its caller go: it is sent later, so that who added it need not wait. */
  defer(): void;
  /** Resolves when it is sent or dropped, never rejects. */
  settled: Promise<void>;
}

type Verdict = { kind: "send"; effect: SessionEffect } | { kind: "drop" };

/** An entry, and what its caller gets: what `send` gave, or undefined when it was dropped or deferred. */
export function createQueueEntry<Performed>(
  effect: SessionEffect,
  send: (effect: SessionEffect) => Promise<Performed>,
  onDropped: (effect: SessionEffect, error: unknown) => void,
): { entry: QueueEntry; result: Promise<Performed | undefined> } {
  const verdict = createDeferred<Verdict>();
  const release = createDeferred<undefined>();
  let isDeferred = false;
  // `then` keeps the context of this call, to which the organization and the turn belong.
  const done = verdict.promise.then(async (said) => (said.kind === "send" ? await send(said.effect) : undefined));
  const settled = done.then(
    () => {},
    (error: unknown) => {
      if (isDeferred) onDropped(effect, error);
    },
  );

  return {
    result: Promise.race([done, release.promise]),
    entry: {
      effect,
      start: (toSend) => {
        verdict.resolve({ kind: "send", effect: toSend });
        return settled;
      },
      drop: () => verdict.resolve({ kind: "drop" }),
      defer: () => {
        isDeferred = true;
        release.resolve(undefined);
      },
      settled,
    },
  };
}

function createDeferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
