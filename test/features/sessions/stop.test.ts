// Covers: src/sessions/speech/session-line.ts
// Covers: src/sessions/turns/stop-marks.ts
// Covers: src/sessions/turns/stop-turn.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { AgentSessionStoppedEvent, StateAdapter } from "chat";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { said, startAgent, type Work } from "../../support/agent.js";
import { deliver } from "../../support/deliver.js";
import { aborted, createSignal, type Signal } from "../../support/signal.js";
import { type BotOfTest, clientCredentials, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let linear: LinearEmulator;
const open: TestBot[] = [];
const stops: AgentSessionStoppedEvent[] = [];

beforeEach(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [] });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((bot) => bot.close()));
  await linear.close();
  stops.length = 0;
});

async function startBot(work: Work, options: TestBotOptions = {}): Promise<TestBot> {
  const on = (chat: BotOfTest): void => chat.onAgentSessionStopped(async (event) => void stops.push(event));
  const bot = await startAgent(work, { linear, config: clientCredentials, on, ...options });
  open.push(bot);
  return bot;
}

/** Resolves when a message waits for the session's turn to end. */
const waiting = ({ state }: TestBot, { id, issueId }: EmulatedSession): Promise<void> =>
  vi.waitFor(async () => expect(await state.queueDepth(`linear:${issueId}:s:${id}`)).toBe(1), PATIENCE);

/** Keeps the turns of sessions from starting until `granted` is given; the first thing a chat does is to ask for a lock. */
function holdTurns(state: StateAdapter): { asked: Signal; granted: Signal } {
  const [asked, granted] = [createSignal(), createSignal()];
  const acquireLock = state.acquireLock.bind(state);
  state.acquireLock = async (key, ttlMs) => {
    if (key.includes(":s:")) {
      asked.give();
      await granted.given;
    }
    return await acquireLock(key, ttlMs);
  };
  return { asked, granted };
}

async function* streamUntil(over: Signal): AsyncGenerator<string> {
  yield "Half an ";
  yield "answer";
  await over.given;
  yield ", whole";
}

/** A session on a new issue. */
const delegate = (): Promise<EmulatedSession> => linear.delegate({ issue: linear.createIssue() });

/** For a slow machine; nothing takes this long. */
const PATIENCE = { timeout: 15_000 };

describe("Stop", () => {
  it("aborts the handler, tells the bot, closes the session with one activity, and nothing comes after", async () => {
    const started = createSignal();
    const bot = await startBot(async (thread) => {
      await thread.startTyping("Working…");
      started.give();
      await aborted(thread.signal);
      await thread.post("too late");
      await thread.startTyping("still there");
      await thread.post(streamUntil({ ...createSignal(), given: Promise.resolve() }));
    });
    const session = await delegate();
    await started.given;

    await linear.stop({ session, by: linear.bo });
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["thought", "Working…", "ephemeral"],
      ["response", "Stopped."],
    ]);
    expect(linear.session(session).status).toBe("complete");
    expect(stops).toEqual([
      {
        cause: "stop",
        adapter: bot.adapter,
        channelId: `linear:${session.issueId}`,
        streamingMessageTs: [],
        threadId: `linear:${session.issueId}:s:${session.id}`,
        threadTs: session.id,
        userId: linear.bo.id,
      },
    ]);
    expect(bot.logger.at("error")).toEqual([]);
  });

  it("ends a stream without its half answer", async () => {
    const streaming = createSignal();
    const over = createSignal();
    const bot = await startBot(async (thread) => {
      thread.signal?.addEventListener("abort", () => over.give());
      streaming.give();
      await thread.post(streamUntil(over));
    });
    const session = await delegate();
    await streaming.given;

    await linear.stop({ session });
    await bot.settled();

    expect(said(linear, session).filter((activity) => String(activity).startsWith("response"))).toEqual([
      ["response", "Stopped."],
    ]);
    expect(said(linear, session).at(-1)).toEqual(["response", "Stopped."]);
  });

  it("says its closing word after what was already on its way", async () => {
    const sending = createSignal();
    const bot = await startBot(async (thread) => {
      linear.injectFault({ on: "graphql", operation: "CreateAgentActivity", kind: "delay", ms: 80 });
      const posted = thread.post("a first part");
      sending.give();
      await posted;
    });
    const session = await delegate();
    await sending.given;

    await linear.stop({ session });
    await bot.settled();

    expect(said(linear, session).at(-1)).toEqual(["response", "Stopped."]);
  });

  it("is answered also when nothing runs", async () => {
    const bot = await startBot((thread) => thread.post("Done."));
    const session = await delegate();
    await bot.settled();

    await linear.stop({ session });
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["response", "Done."],
      ["response", "Stopped."],
    ]);
    expect(stops).toHaveLength(1);
  });

  it("is one Stop though Linear delivers it again", async () => {
    const bot = await startBot((thread) => thread.post("Done."));
    const session = await delegate();
    await bot.settled();
    await linear.stop({ session });
    await bot.settled();

    const delivery = linear.deliveries().findLast(({ action }) => action === "prompted");
    const status = delivery && (await linear.redeliver(delivery));
    await bot.settled();

    expect([status, stops.length, said(linear, session).length]).toEqual([200, 1, 2]);
  });

  it("closes the session and tells the bot also when the handler has failed", async () => {
    const started = createSignal();
    const bot = await startBot(async (thread) => {
      started.give();
      await aborted(thread.signal);
      throw new Error("aborted");
    });
    const session = await delegate();
    await started.given;

    await linear.stop({ session });
    await bot.settled();

    expect([said(linear, session), stops.length]).toEqual([[["response", "Stopped."]], 1]);
  });

  it("tells the bot also when Linear does not take the closing word", async () => {
    const bot = await startBot(async () => {});
    const session = await delegate();
    await bot.settled();
    linear.injectFault({
      on: "graphql",
      operation: "CreateAgentActivity",
      kind: "graphql-error",
      type: "forbidden",
      message: "no",
    });

    await linear.stop({ session });
    await bot.settled();

    expect(stops).toHaveLength(1);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("closing the session failed")]);
  });
});

describe("Stop before the turn starts", () => {
  it("keeps a session from starting whose opening comes later", async () => {
    const handled: string[] = [];
    const bot = await startBot(async (_, message) => handled.push(message.id));
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const session = await delegate();
    await bot.settled();
    const opening = linear.deliveries().find(({ action }) => action === "created");

    await linear.stop({ session });
    await bot.settled();
    const status = await deliver(bot, linear.buildWebhook({ ...opening?.payload }));

    expect([status, handled, said(linear, session)]).toEqual([200, [], [["response", "Stopped."]]]);
  });

  it("drops a prompt that waits behind the running turn", async () => {
    const handled: string[] = [];
    const started = createSignal();
    const bot = await startBot(async (thread, message) => {
      handled.push(message.text);
      started.give();
      await aborted(thread.signal);
      await thread.post(`An answer to ${message.text}`);
    });
    const session = await linear.delegate({ issue: linear.createIssue({ title: "first" }) });
    await started.given;
    await linear.prompt({ session, body: "second" });
    await waiting(bot, session);

    await linear.stop({ session });
    await bot.settled();

    expect([handled, said(linear, session)]).toEqual([["first"], [["response", "Stopped."]]]);
  });
});

describe("Stop while the turn is starting", () => {
  it("aborts it as soon as it has started, and nothing that it says comes out", async () => {
    const state = createMemoryState();
    const { asked, granted } = holdTurns(state);
    const done = createSignal();
    const bot = await startBot(
      async (thread) => {
        await thread.post("too late");
        await aborted(thread.signal);
        done.give();
      },
      { state },
    );
    const session = await delegate();
    await asked.given;

    // Long enough for the turn to start meanwhile.
    const closing = linear.injectFault({ on: "graphql", operation: "CreateAgentActivity", kind: "delay", ms: 300 });
    await linear.stop({ session });
    await vi.waitFor(() => expect(closing.hits).toBe(1), PATIENCE);
    granted.give();
    await done.given;
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "Stopped."]]);
  });
});

describe("Stop in another process that shares the state", () => {
  it("aborts the turn where it runs, silences it, and closes the session once", async () => {
    const state = createMemoryState();
    const started = createSignal();
    const running = await startBot(
      async (thread) => {
        started.give();
        await aborted(thread.signal);
        await thread.post("too late");
      },
      { state },
    );
    const session = await delegate();
    await started.given;
    // From here on Linear's webhooks go to this one.
    const other = await startBot(async () => {}, { state });

    await linear.stop({ session });
    await other.settled();
    await running.settled();

    expect(said(linear, session)).toEqual([["response", "Stopped."]]);
    expect(stops.map(({ adapter }) => adapter === other.adapter)).toEqual([true]);
  });

  it("drops a session's opening that comes later to this process", async () => {
    const state = createMemoryState();
    const handled: string[] = [];
    const handle: Work = async (_, message) => handled.push(message.id);
    const [one, two] = [await startBot(handle, { state }), await startBot(handle, { state })];
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    const session = await delegate();
    await linear.stop({ session });
    await two.settled();

    const opening = linear.deliveries().find(({ action }) => action === "created");
    await deliver(one, linear.buildWebhook({ ...opening?.payload }));

    expect(handled).toEqual([]);
  });
});

describe("the next prompt after Stop", () => {
  it("goes on in the same session", async () => {
    const bot = await startBot((thread, message) => thread.post(`An answer to ${message.text}`));
    const session = await linear.delegate({ issue: linear.createIssue({ title: "first" }) });
    await bot.settled();
    await linear.stop({ session });
    await bot.settled();

    await linear.prompt({ session, body: "second" });
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["response", "An answer to first"],
      ["response", "Stopped."],
      ["response", "An answer to second"],
    ]);
  });

  it("is answered also when the stopped handler still runs, which stays silent", async () => {
    const started = createSignal();
    const prompted = createSignal();
    const bot = await startBot(async (thread, message) => {
      started.give();
      if (message.text === "first") await prompted.given;
      await thread.post(`An answer to ${message.text}`);
    });
    const session = await linear.delegate({ issue: linear.createIssue({ title: "first" }) });
    await started.given;
    await linear.stop({ session });
    await linear.settled();

    await linear.prompt({ session, body: "second" });
    await waiting(bot, session);
    prompted.give();
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["response", "Stopped."],
      ["response", "An answer to second"],
    ]);
  });

  it("is not stopped by a Stop that Linear delivers only now", async () => {
    const started = createSignal();
    const delivered = createSignal();
    const bot = await startBot(async (thread, message) => {
      started.give();
      await delivered.given;
      await thread.post(`An answer to ${message.text}, ${thread.signal?.aborted ? "aborted" : "in peace"}`);
    });
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before", times: 2 });
    const session = await linear.delegate({ issue: linear.createIssue() });
    await linear.stop({ session });
    await linear.settled();
    const stop = linear.deliveries().find(({ action }) => action === "prompted");
    await linear.prompt({ session, body: "second" });
    await started.given;

    await deliver(bot, linear.buildWebhook({ ...stop?.payload }));
    delivered.give();
    await bot.settled();

    expect([said(linear, session), stops]).toEqual([[["response", "An answer to second, in peace"]], []]);
  });
});
