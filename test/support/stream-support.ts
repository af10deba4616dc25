import type { StreamChunk } from "chat";
import type { SessionEffect } from "../../src/sessions/speech/session-effect.js";
import { createSessionQueue } from "../../src/sessions/speech/session-queue.js";
import { systemClock } from "../../src/util/clock.js";
import { nextTurn } from "../support/test-clock.js";

type TaskChunk = Extract<StreamChunk, { type: "task_update" }>;

/** A `task_update` chunk. */
export const task = (
  id: string,
  status: TaskChunk["status"],
  rest: Partial<Pick<TaskChunk, "title" | "details" | "output">> = {},
): TaskChunk => ({ type: "task_update", id, status, title: `Task ${id}`, ...rest });

/** A `plan_update` chunk. */
export const planUpdate = (title: string): StreamChunk => ({ type: "plan_update", title });

export const thought = (body: string): SessionEffect => ({ kind: "thought", body, ephemeral: false });

export const response = (body: string): SessionEffect => ({ kind: "response", body });

/** The action of a step that runs. */
export const running = (action: string, parameter = "…"): SessionEffect => ({
  kind: "action",
  action,
  parameter,
  result: undefined,
  ephemeral: true,
});

/** The action of a step that is over. */
export const done = (action: string, parameter = "✓", result?: string): SessionEffect => ({
  kind: "action",
  action,
  parameter,
  result,
  ephemeral: false,
});

/** A stream that already has all its chunks. */
export async function* streamOf(...chunks: (string | StreamChunk)[]): AsyncGenerator<string | StreamChunk> {
  yield* chunks;
}

/** A stream that gives `chunks` and then throws. */
export async function* failingStream(
  error: unknown,
  ...chunks: (string | StreamChunk)[]
): AsyncGenerator<string | StreamChunk> {
  yield* chunks;
  throw error;
}

export interface ManualStream extends AsyncIterable<string | StreamChunk> {
  /** Gives the next chunk and lets its reader go on. */
  give(chunk: string | StreamChunk): Promise<void>;
  end(): Promise<void>;
}

/** A stream whose chunks come when the test gives them. Like the Chat SDK's, its iterator has no `return`. */
export function createManualStream(): ManualStream {
  const ready: IteratorResult<string | StreamChunk>[] = [];
  const readers: ((result: IteratorResult<string | StreamChunk>) => void)[] = [];

  const deliver = async (result: IteratorResult<string | StreamChunk>): Promise<void> => {
    const reader = readers.shift();
    if (reader) reader(result);
    else ready.push(result);
    await nextTurn();
  };

  return {
    give: (value) => deliver({ done: false, value }),
    end: () => deliver({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          const result = ready.shift();
          if (result) resolve(result);
          else readers.push(resolve);
        }),
    }),
  };
}

export interface ManualRequests<Call> {
  /** Every call so far, in the order of their beginnings. */
  readonly calls: Call[];
  /** Starts a request that is under way until the test answers it. */
  send(call: Call): Promise<{ id: string }>;
  /** Answers the oldest request under way with `{ id: "1" }` for the first, and so on. */
  answer(): Promise<void>;
  refuse(error: unknown): Promise<void>;
  /** How many requests are under way. */
  underWay(): number;
}

/** A Linear that answers when the test says so. */
export function createManualRequests<Call>(): ManualRequests<Call> {
  const calls: Call[] = [];
  const open: { id: string; resolve(value: { id: string }): void; reject(error: unknown): void }[] = [];

  const takeOldest = (): (typeof open)[number] => {
    const oldest = open.shift();
    if (!oldest) throw new Error("No request is under way");
    return oldest;
  };

  return {
    calls,
    send: (call) =>
      new Promise((resolve, reject) => {
        calls.push(call);
        open.push({ id: String(calls.length), resolve, reject });
      }),
    async answer() {
      const { id, resolve } = takeOldest();
      resolve({ id });
      await nextTurn();
    },
    async refuse(error) {
      takeOldest().reject(error);
      await nextTurn();
    },
    underWay: () => open.length,
  };
}

/** Says what it is given through a session's queue that keeps nothing for later. */
export function createQuickQueue<Performed>(send: (effect: SessionEffect) => Promise<Performed>): {
  say(effect: SessionEffect): Promise<Performed | undefined>;
  dropEphemeral(): void;
} {
  const queue = createSessionQueue<Performed>({
    clock: systemClock,
    pace: { planMs: 0, thoughtMs: 0, scarceMs: 0 },
    isScarce: () => false,
    onDropped: () => {},
  });
  return { say: (effect) => queue.add(effect, send), dropEphemeral: queue.dropEphemeral };
}
