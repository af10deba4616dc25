import type { EmulatedSession, EmulatorFault, FaultKind, InjectedFault } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startTestBot, type TestBot } from "../support/test-bot.js";
import {
  answering,
  asking,
  askingAtLength,
  listAll,
  lookAt,
  posting,
  REQUEST,
  type SeenSession,
  type Turn,
} from "./door-session.js";

let bot: TestBot;
afterEach(() => bot.close());

/** For a slow machine; nothing takes this long. */
const PATIENCE = { timeout: 30_000, interval: 20 };

const onlySession = (): EmulatedSession => bot.linear.sessions()[0] ?? expect.fail("There is no session");

async function hasArrived(text: string): Promise<void> {
  await vi.waitFor(
    () => expect(listAll(bot.linear, onlySession())).toContainEqual(expect.stringContaining(text)),
    PATIENCE,
  );
}

/** Plays a session while things go wrong, and tells what Linear shows in the end. */
async function play(turn: Turn, faults: readonly EmulatorFault[]): Promise<{ seen: SeenSession; hits: number[] }> {
  bot = await startTestBot({
    mode: "agent-sessions",
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false }),
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await turn.work(thread, hasArrived);
      });
    },
  });
  const injected: InjectedFault[] = faults.map((fault) => bot.linear.injectFault(fault));
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: REQUEST });
  await bot.settled();
  return { seen: lookAt(bot.linear, onlySession()), hits: injected.map(({ hits }) => hits) };
}

const ACTIVITY = { on: "graphql", operation: "CreateAgentActivity" } as const;
const EPHEMERAL = { on: "graphql", operation: "CreateEphemeralActivity" } as const;
const PLAN = { on: "graphql", operation: "UpdateSessionPlan" } as const;

describe("an answer of Linear that is lost after the effect", () => {
  it.each<[string, Turn, Omit<EmulatorFault, "kind">]>([
    ["a plan", answering, PLAN],
    ["a thought", answering, { ...ACTIVITY, skip: 0 }],
    ["a running step", answering, EPHEMERAL],
    ["a finished step", answering, { ...ACTIVITY, skip: 1 }],
    ["a response", answering, { ...ACTIVITY, skip: 4 }],
    ["a post that more follows", posting, { ...ACTIVITY, skip: 4 }],
    ["the response after it", posting, { ...ACTIVITY, skip: 5 }],
    ["a question", asking, { ...ACTIVITY, skip: 5 }],
  ])("was to %s: it is said once", async (_, turn, place) => {
    const { seen, hits } = await play(turn, [{ ...place, kind: "drop-after" }]);

    expect([seen, hits]).toEqual([turn.seen, [1]]);
  });
});

/** The first try of everything that is said meets the fault. */
const everywhere = (fault: FaultKind): EmulatorFault[] => [
  { ...PLAN, ...fault },
  { ...EPHEMERAL, ...fault },
  ...[0, 1, 2, 3, 4, 5].map((skip) => ({ ...ACTIVITY, ...fault, skip })),
];

describe("a session in which the first try of everything meets", () => {
  it.each<[string, Turn, FaultKind]>([
    ["a lost answer", asking, { kind: "drop-after" }],
    ["a connection that breaks", posting, { kind: "drop-before" }],
    ["HTTP 503", asking, { kind: "status", status: 503 }],
    ["an internal error", posting, { kind: "graphql-error", type: "internal error", message: "Oops" }],
    ["a lock timeout", asking, { kind: "graphql-error", type: "lock timeout", message: "Busy" }],
    ["a rate limit", posting, { kind: "rate-limited", retryAfterMs: 20 }],
  ])("%s is whole, in order, and says nothing twice", async (_, turn, fault) => {
    const { seen, hits } = await play(turn, everywhere(fault));

    expect([seen, hits]).toEqual([turn.seen, [1, 1, 1, 1, 1, 1, 1, 1]]);
  });
});

describe("a session that is slowed down in the middle", () => {
  it("by an answer that takes more than ten seconds goes on where it was", async () => {
    const { seen, hits } = await play(answering, [{ ...ACTIVITY, skip: 2, kind: "delay", ms: 10_500 }]);

    expect([seen, hits]).toEqual([answering.seen, [1]]);
  }, 40_000);

  it("by several rate limits in a row goes on where it was", async () => {
    const { seen, hits } = await play(answering, [
      { ...ACTIVITY, skip: 2, times: 4, kind: "rate-limited", retryAfterMs: 50 },
    ]);

    expect([seen, hits]).toEqual([answering.seen, [4]]);
  });

  it("by one failure after another goes on where it was", async () => {
    const { seen, hits } = await play(answering, [
      { ...ACTIVITY, skip: 2, kind: "drop-after" },
      { ...ACTIVITY, skip: 2, kind: "status", status: 502 },
      { ...ACTIVITY, skip: 2, kind: "rate-limited", retryAfterMs: 50 },
      { ...ACTIVITY, skip: 2, kind: "graphql-error", type: "internal error", message: "Oops" },
    ]);

    expect([seen, hits]).toEqual([answering.seen, [1, 1, 1, 1]]);
  });
});

describe("a question in two parts, of which the second meets a lost answer and then one rate limit after another", () => {
  it("is asked once, however long it takes", async () => {
    const { seen, hits } = await play(askingAtLength, [
      { ...ACTIVITY, skip: 6, kind: "drop-after" },
      { ...ACTIVITY, skip: 6, times: 5, kind: "rate-limited", retryAfterMs: 20 },
    ]);

    expect([seen, hits]).toEqual([askingAtLength.seen, [1, 5]]);
  });
});
