// Covers: src/inbound/room-watch.ts
// Covers: src/inbound/room-work.ts
// Covers: src/leases/thread-leases.ts
// Covers: src/leases/waiting-messages.ts

import type { ChatConfig, StateAdapter } from "chat";
import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { said } from "../../support/agent.js";
import { type FailingCalls, failCalls } from "../../support/failing-calls.js";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";
import { createTimedState } from "../../support/timed-state.js";

/** Two processes, of which the first gets the first webhook, with a state that fails the first one. */
interface Pair {
  world: TestWorld;
  /** The state as both of them see it when it works. */
  shared: StateAdapter;
  failing: FailingCalls<StateAdapter>;
  first: TestBot;
  second: TestBot;
  /** What was handled, and by whom. */
  diary: string[];
  /** A session that the first process is asked `text` in. */
  askFirst(text: string): Promise<EmulatedSession>;
  promptSecond(session: EmulatedSession, body: string): Promise<void>;
  settled(): Promise<void>;
}

/** Each turn takes as long as its message says, "for 2000 ms", or no time, and ends as that says. */
async function startPair(options: TestBotOptions = {}): Promise<Pair> {
  const world = createTestWorld();
  const shared = createTimedState(world.clock);
  const failing = failCalls(shared);
  const diary: string[] = [];
  const start = (name: string, more: TestBotOptions): Promise<TestBot> =>
    startTestBot({
      mode: "agent-sessions",
      world,
      concurrency: "drop",
      ...options,
      ...more,
      on: (chat) => {
        chat.onNewMention(async (thread, { text }, context) => {
          diary.push([name, ...(context?.skipped ?? []).map((one) => one.text), text].join(": "));
          await world.clock.sleep(Number(/for (\d+) ms/.exec(text)?.[1] ?? 0));
          if (text.endsWith("then fails")) throw new Error("The handler is broken");
          await thread.post(`Did: ${text}`);
        });
      },
    });
  const first = await start("first", { state: failing.target });
  const second = await start("second", { state: shared, linear: first.linear });
  // A bot whose state does not answer takes its time.
  onTestFinished(() => world.clock.passUntil(first.close()));
  onTestFinished(() => world.clock.passUntil(second.close()));
  const { linear } = first;
  return {
    world,
    shared,
    failing,
    first,
    second,
    diary,
    askFirst: async (text) => {
      linear.setWebhookUrl(first.webhookUrl);
      return await linear.delegate({ issue: linear.createIssue({ title: text }) });
    },
    promptSecond: async (session, body) => {
      linear.setWebhookUrl(second.webhookUrl);
      await linear.prompt({ session, body });
    },
    settled: async () => {
      await world.clock.passUntil(Promise.all([first.settled(), second.settled()]));
    },
  };
}

const responses = ({ linear }: TestBot, session: EmulatedSession): unknown[] =>
  said(linear, session).filter((one) => Array.isArray(one) && one[0] === "response");

describe("a lease that nobody works under, of a process that lives and is busy,", () => {
  it("holds up no prompt elsewhere when it could not be given back", async () => {
    const { world, failing, diary, askFirst, promptSecond, settled } = await startPair();
    void failing.fail("delete", "linear:turn:");
    const session = await askFirst("one");
    await world.clock.advance(100);
    await askFirst("busy for 60000 ms");
    await world.clock.advance(2_000);
    await promptSecond(session, "two");
    await world.clock.advance(10_000);
    const within = [...diary];
    await settled();

    expect(within).toEqual(["first: one", "first: busy for 60000 ms", "second: two"]);
  });

  it("holds up no prompt elsewhere when its process never learned that it has it", async () => {
    const { world, failing, diary, askFirst, promptSecond, settled } = await startPair();
    void failing.fail("setIfNotExists", "linear:turn:", { how: "answer lost" });
    const session = await askFirst("one");
    await world.clock.advance(100);
    await askFirst("busy for 60000 ms");
    await world.clock.advance(2_000);
    await promptSecond(session, "two");
    await world.clock.advance(10_000);
    const within = [...diary];
    await settled();

    expect(within).toEqual(["first: one", "first: busy for 60000 ms", "second: two"]);
  });

  it("says nothing in the session, whose turn has ended as it should", async () => {
    const pair = await startPair();
    const { world, failing, askFirst, promptSecond, settled } = pair;
    void failing.fail("delete", "linear:turn:");
    const session = await askFirst("one");
    await world.clock.advance(100);
    await askFirst("busy for 60000 ms");
    await world.clock.advance(2_000);
    await promptSecond(session, "two");
    await settled();

    expect(said(pair.first.linear, session)).toEqual([
      ["response", "Did: one"],
      ["response", "Did: two"],
    ]);
  });
});

it("a turn that works keeps its thread from other processes, however long it takes", async () => {
  const { world, diary, askFirst, promptSecond, settled } = await startPair();
  const session = await askFirst("one for 300000 ms");
  await promptSecond(session, "two");
  await world.clock.advance(299_000);
  const meanwhile = [...diary];
  await settled();

  expect(meanwhile).toEqual(["first: one for 300000 ms"]);
  expect(diary).toEqual(["first: one for 300000 ms", "first: two"]);
});

it.each([1, 3, 10])("a prompt that waits is heard though it cannot be taken out %i times", async (times) => {
  const pair = await startPair();
  const { failing, first, diary, askFirst, settled } = pair;
  const session = await askFirst("one for 400 ms");
  await first.linear.prompt({ session, body: "two" });
  void failing.fail("dequeue", "linear:waiting:", { times });
  await settled();

  expect(diary).toEqual(["first: one for 400 ms", "first: two"]);
});

it("what may wait after a long turn is looked for three times, so that a state without queues ends every turn", async () => {
  const pair = await startPair();
  const { failing, first, diary, askFirst, settled } = pair;
  void failing.fail("dequeue", "linear:waiting:", { times: Number.POSITIVE_INFINITY });
  const session = await askFirst("one for 1000 ms");
  await settled();

  expect(diary).toEqual(["first: one for 1000 ms"]);
  expect(responses(first, session)).toEqual([["response", "Did: one for 1000 ms"]]);
  expect(first.logger.at("warn")).toHaveLength(3);
});

describe.each<[string, ChatConfig["concurrency"]]>([
  ["burst", { strategy: "burst", debounceMs: 10, maxQueueSize: 3 }],
  ["debounce", { strategy: "debounce", debounceMs: 10, maxQueueSize: 3 }],
])("of a %s, prompts that wait", (_, concurrency) => {
  /** Five prompts wait for the first turn to end. The chat does not hear them in the call of a turn that throws. */
  async function startWaiting(): Promise<Pair> {
    const pair = await startPair({ concurrency });
    const session = await pair.askFirst("one for 10000 ms, then fails");
    await expect.poll(() => pair.diary).toHaveLength(1);
    for (const body of ["two", "three", "four", "five", "six"]) await pair.first.linear.prompt({ session, body });
    await pair.world.clock.advance(5_000);
    return pair;
  }

  it.each<[keyof StateAdapter, string]>([
    ["get", "linear:front:"],
    ["dequeue", "linear:"],
    ["set", "linear:front:"],
    ["enqueue", "linear:"],
    ["delete", "linear:front:"],
  ])("are heard together and in their order though %s fails", async (method, key) => {
    const { failing, diary, settled } = await startWaiting();
    const failed = failing.fail(method, key);
    await settled();
    await failed;

    expect(diary).toEqual(["first: one for 10000 ms, then fails", "first: two: three: four", "first: five: six"]);
  });

  it.each<[keyof StateAdapter, string]>([
    ["set", "linear:front:"],
    ["enqueue", "linear:"],
  ])("are heard together though the answer to %s is lost", async (method, key) => {
    const { failing, diary, settled } = await startWaiting();
    const failed = failing.fail(method, key, { how: "answer lost" });
    await settled();
    await failed;

    expect(diary).toEqual(["first: one for 10000 ms, then fails", "first: two: three: four", "first: five: six"]);
  });
});

it("a Stop that cannot put back what it has taken out loses no prompt of another session", async () => {
  const pair = await startPair({ lockScope: "channel" });
  const { world, failing, first, diary, settled } = pair;
  const { linear } = first;
  const issue = linear.createIssue({ title: "one for 5000 ms" });
  linear.setWebhookUrl(first.webhookUrl);
  const session = await linear.delegate({ issue });
  await expect.poll(() => diary).toHaveLength(1);
  await linear.mention({ issue, text: "two" });
  await linear.prompt({ session, body: "three" });
  await world.clock.advance(1_000);
  const failed = failing.fail("enqueue", "linear:", { times: 2 });
  await linear.stop({ session });
  await settled();
  await failed;

  expect(diary).toEqual(["first: one for 5000 ms", "first: @helper two"]);
});

it("a state that never answers does not keep a process from shutting down, which says what it gave up", async () => {
  const { world, failing, first, askFirst, diary, settled } = await startPair();
  const hanging = failing.fail("set", "linear:alive:", { how: "never answered" });
  await askFirst("one for 2000 ms");
  await world.clock.advance(3_000);
  await hanging;
  await settled();
  await world.clock.passUntil(first.bot.shutdown(), 20_000);

  expect(diary).toEqual(["first: one for 2000 ms"]);
  expect(first.logger.at("warn")).toEqual([
    "The bot shuts down without waiting any longer until other processes know that it leaves: the state or Linear does not answer",
  ]);
});

it("a release gives back no lease that another process has taken meanwhile", async () => {
  const { world, shared, diary, askFirst, settled } = await startPair();
  const session = await askFirst("one for 2000 ms");
  await expect.poll(() => diary).toHaveLength(1);
  const key = `linear:turn:linear:${session.issueId}:s:${session.id}`;
  const taken = { ...(await shared.get<object>(key)), id: "another", processId: "another" };
  await shared.set(key, taken);
  await world.clock.advance(1_000);
  await settled();

  expect(await shared.get(key)).toEqual(taken);
});

it("an error of a lock that a handler throws is the handler's failure: it runs once, and the session is told", async () => {
  const calls: string[] = [];
  const over = createSignal();
  const world = createTestWorld();
  const bot = await startTestBot({
    mode: "agent-sessions",
    world,
    concurrency: "drop",
    on: (chat) =>
      chat.onNewMention(async (_, { text }) => {
        calls.push(text);
        over.give();
        throw Object.assign(new Error("The database is locked"), { name: "LockError" });
      }),
  });
  onTestFinished(bot.close);
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: "one" }) });
  await over.given;
  await world.clock.passUntil(bot.settled());

  expect(calls).toEqual(["one"]);
  expect(said(bot.linear, session)).toEqual([
    ["error", "Something went wrong while I was working on this. Please try again."],
  ]);
});
