// Covers: src/inbound/dispatch.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import { type ActionEvent, Actions, Button, Card, type CardElement, type ChatConfig, type Thread } from "chat";
import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { said } from "../../support/agent.js";
import { aborted, createSignal, type Signal } from "../../support/signal.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const ask = (): CardElement =>
  Card({
    children: [
      Actions([
        Button({ id: "yes", label: "Yes" }),
        Button({ id: "no", label: "No" }),
        Button({ id: "later", label: "Later" }),
      ]),
    ],
  });

interface Asking {
  world: TestWorld;
  bot: TestBot;
  /** What was handled, as it began and, of answers, ended. */
  diary: string[];
  session: EmulatedSession;
}

interface AskingOptions extends TestBotOptions {
  onAnswer: (event: ActionEvent) => Promise<void>;
  /** What the turn that asks does after it has asked. */
  afterAsking?: (thread: Thread) => Promise<void>;
}

/** A bot that was asked to deploy in a session, and has asked back. */
async function startAsking({ onAnswer, afterAsking, ...options }: AskingOptions): Promise<Asking> {
  const world = createTestWorld();
  const diary: string[] = [];
  const hasAsked = createSignal();
  const bot = await startTestBot({
    mode: "agent-sessions",
    world,
    emulator: { app: { events: ["AgentSessionEvent", "AppUserNotification"] } },
    ...options,
    on: (chat) => {
      chat.onNewMention(async (thread, { text }) => {
        diary.push(text);
        if (text !== "deploy") return;
        await thread.post(ask());
        hasAsked.give();
        await afterAsking?.(thread);
        diary.push("asked");
      });
      chat.onAction(async (event) => {
        diary.push(event.actionId);
        await onAnswer(event);
        diary.push(`${event.actionId} is done`);
      });
      options.on?.(chat);
    },
  });
  onTestFinished(bot.close);
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: "deploy" }) });
  await hasAsked.given;
  await world.clock.advance(1_000);
  return { world, bot, diary, session };
}

/** A handler of answers that lasts until it is let go. */
function createHeld(): { begun: Signal<ActionEvent>; goOn: Signal; onAnswer: (event: ActionEvent) => Promise<void> } {
  const begun = createSignal<ActionEvent>();
  const goOn = createSignal();
  const onAnswer = async (event: ActionEvent): Promise<void> => {
    begun.give(event);
    await goOn.given;
  };
  return { begun, goOn, onAnswer };
}

it.each<[string, ChatConfig["concurrency"]]>([
  ["drop", "drop"],
  ["queue", "queue"],
  ["burst", { strategy: "burst", debounceMs: 10 }],
  ["debounce", { strategy: "debounce", debounceMs: 10 }],
])("what is written while an answer is handled waits for its end, with concurrency %s", async (_, concurrency) => {
  const { begun, goOn, onAnswer } = createHeld();
  const { world, bot, diary, session } = await startAsking({ onAnswer, concurrency });
  // The chat may hand over what comes while it is still in the turn that asked.
  await world.clock.passUntil(bot.settled());
  await bot.linear.prompt({ session, body: "Yes" });
  await begun.given;
  await bot.linear.prompt({ session, body: "and then?" });
  await world.clock.advance(1_000);
  goOn.give();
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual(["deploy", "asked", "yes", "yes is done", "and then?"]);
});

it("of concurrent turns, it does not wait", async () => {
  const { begun, goOn, onAnswer } = createHeld();
  const { world, bot, diary, session } = await startAsking({ onAnswer, concurrency: "concurrent" });
  await bot.linear.prompt({ session, body: "Yes" });
  await begun.given;
  await bot.linear.prompt({ session, body: "and then?" });
  await world.clock.advance(1_000);
  goOn.give();
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual(["deploy", "asked", "yes", "and then?", "yes is done"]);
});

it("in comments it waits as well", async () => {
  const { begun, goOn, onAnswer } = createHeld();
  const world = createTestWorld();
  const diary: string[] = [];
  const bot = await startTestBot({
    mode: "comments",
    world,
    on: (chat) => {
      chat.onNewMention(async (thread, { text }) => {
        diary.push(text);
        if (text === "@helper deploy") await thread.post(ask());
      });
      chat.onAction(async (event) => {
        await onAnswer(event);
        diary.push(event.actionId);
      });
    },
  });
  onTestFinished(bot.close);
  const issue = bot.linear.createIssue();
  const parent = await bot.linear.mention({ issue, text: "deploy" });
  await world.clock.passUntil(bot.settled());
  await bot.linear.comment({ issue, parent, body: "Yes" });
  await begun.given;
  await bot.linear.mention({ issue, parent, text: "and then?" });
  await world.clock.advance(1_000);
  goOn.give();
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual(["@helper deploy", "yes", "@helper and then?"]);
});

it("what is written waits also where it comes to another process", async () => {
  const { begun, goOn, onAnswer } = createHeld();
  const state = createMemoryState();
  const { world, bot, diary, session } = await startAsking({ onAnswer, state });
  const other = await startTestBot({
    mode: "agent-sessions",
    world,
    linear: bot.linear,
    state,
    on: (chat) => chat.onNewMention(async (_, { text }) => void diary.push(`elsewhere: ${text}`)),
  });
  onTestFinished(other.close);
  bot.linear.setWebhookUrl(bot.webhookUrl);
  await bot.linear.prompt({ session, body: "Yes" });
  await begun.given;
  bot.linear.setWebhookUrl(other.webhookUrl);
  await bot.linear.prompt({ session, body: "and then?" });
  await world.clock.advance(3_000);
  goOn.give();
  await world.clock.passUntil(Promise.all([bot.settled(), other.settled()]));

  expect(diary.map((line) => line.replace("elsewhere: ", ""))).toEqual([
    "deploy",
    "asked",
    "yes",
    "yes is done",
    "and then?",
  ]);
});

it("a turn that waits for the answer to its own question gets it, and what was written meanwhile follows both", async () => {
  const answered = createSignal();
  const goOn = createSignal();
  const onAnswer = async (): Promise<void> => {
    answered.give();
    await goOn.given;
  };
  const { world, bot, diary, session } = await startAsking({ onAnswer, afterAsking: () => answered.given });
  await bot.linear.prompt({ session, body: "No" });
  await world.clock.advance(1_000);
  await bot.linear.prompt({ session, body: "and then?" });
  await world.clock.advance(1_000);
  goOn.give();
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual(["deploy", "no", "asked", "no is done", "and then?"]);
});

it("a handler of an answer that waits for a further answer gets it", async () => {
  const further = createSignal();
  const onAnswer = async ({ actionId, thread }: ActionEvent): Promise<void> => {
    if (actionId === "later") return further.give();
    await thread?.post(ask());
    await further.given;
  };
  const { world, bot, diary, session } = await startAsking({ onAnswer });
  await bot.linear.prompt({ session, body: "Yes" });
  await world.clock.advance(2_000);
  await bot.linear.prompt({ session, body: "Later" });
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual(["deploy", "asked", "yes", "later", "later is done", "yes is done"]);
});

describe("the handler of an answer", () => {
  const works: AskingOptions["onAnswer"] = async ({ thread }) => {
    await thread?.startTyping("Deploying…");
    await aborted(thread?.signal);
    await thread?.post("too late");
  };

  it.each<[string, (asking: Asking) => Promise<unknown>]>([
    ["Stop", ({ bot, session }) => bot.linear.stop({ session })],
    ["undelegation", ({ bot, session }) => bot.linear.undelegate({ issue: session.issueId ?? "" })],
    ["dismissal", ({ bot, session }) => bot.linear.dismiss({ session })],
  ])("is aborted and silenced by %s, and the session is closed", async (_, end) => {
    const asking = await startAsking({ onAnswer: works });
    const { world, bot, diary, session } = asking;
    await bot.linear.prompt({ session, body: "Yes" });
    await world.clock.advance(1_000);
    await end(asking);
    await world.clock.passUntil(bot.settled());

    expect(diary).toEqual(["deploy", "asked", "yes", "yes is done"]);
    expect(said(bot.linear, session).slice(-2)).toEqual([
      ["thought", "Deploying…", "ephemeral"],
      ["response", "Stopped."],
    ]);
    expect(bot.linear.session(session).status).toBe("complete");
    expect(bot.logger.at("error")).toEqual([]);
  });

  it("is aborted by a Stop that another process hears", async () => {
    const state = createMemoryState();
    const { world, bot, diary, session } = await startAsking({ onAnswer: works, state });
    const other = await startTestBot({ mode: "agent-sessions", world, linear: bot.linear, state });
    onTestFinished(other.close);
    bot.linear.setWebhookUrl(bot.webhookUrl);
    await bot.linear.prompt({ session, body: "Yes" });
    await world.clock.advance(1_000);
    bot.linear.setWebhookUrl(other.webhookUrl);
    await bot.linear.stop({ session });
    await world.clock.passUntil(Promise.all([bot.settled(), other.settled()]));

    expect(diary).toEqual(["deploy", "asked", "yes", "yes is done"]);
    expect(said(bot.linear, session).at(-1)).toEqual(["response", "Stopped."]);
  });

  it("has a signal of its own: a Stop before it aborts nothing", async () => {
    const { begun, goOn, onAnswer } = createHeld();
    const { world, bot, session } = await startAsking({ onAnswer });
    await bot.linear.stop({ session });
    await world.clock.advance(1_000);
    await bot.linear.prompt({ session, body: "Yes" });
    const { thread } = await begun.given;
    await world.clock.advance(5_000);
    const isAborted = thread?.signal?.aborted;
    goOn.give();
    await world.clock.passUntil(bot.settled());

    expect(isAborted).toBe(false);
  });
});
