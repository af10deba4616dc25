// Covers: src/inbound/bot-turns.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { ChatConfig } from "chat";
import type { LinearAdapter, LinearAdapterBaseConfig } from "chat-adapter-linear";
import {
  type CommentInput,
  type EmulatedComment,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { said } from "../../support/agent.js";
import {
  type BotOfTest,
  startTestBot,
  type TestBot,
  type TestBotOptions,
  worldOfLinear,
} from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";
import { createTimedState } from "../../support/timed-state.js";

let world: TestWorld;
let linear: LinearEmulator;
/** Another app's user. */
let scout: string;
const open: TestBot[] = [];
const heard: string[] = [];

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({
    ...worldOfLinear(world),
    app: { events: ["Comment", "AgentSessionEvent"] },
    webhookRetryDelaysMs: [],
  });
  const { name } = linear.addApp({ name: "scout", mode: "comments" });
  scout = linear.users().find((user) => user.name === name)?.id ?? "";
});

afterEach(async () => {
  for (const bot of open.splice(0)) await bot.close();
  await linear.close();
  heard.length = 0;
});

interface Options extends Omit<TestBotOptions, "config"> {
  settings?: LinearAdapterBaseConfig;
  concurrency?: ChatConfig["concurrency"];
}

/** A bot that answers whatever it hears in a thread that it was mentioned in. */
async function start({ settings, ...options }: Options = {}): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    world,
    config: () => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false, ...settings }),
    on: answerAll,
    ...options,
  });
  open.push(bot);
  return bot;
}

function answerAll(chat: BotOfTest): void {
  chat.onNewMention(async (thread, message) => {
    heard.push(message.text);
    await thread.subscribe();
    await thread.post(`To ${message.text}`);
  });
  chat.onSubscribedMessage(async (thread, message) => {
    heard.push(message.text);
    await thread.post(`To ${message.text}`);
  });
}

/** Does something for each of these, and waits each time until the bot has dealt with it. */
async function oneByOne<Item>(
  bot: TestBot,
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (const item of items) {
    await act(item);
    await bot.settled();
  }
}

const stops = (bot: TestBot): string[] => bot.logger.at("warn").filter((line) => line.startsWith("Bots have answered"));
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `note ${from + index}`);

describe("bots that answer each other in a comment thread", () => {
  let root: EmulatedComment;

  const comment = (input: Partial<CommentInput>): Promise<EmulatedComment> =>
    linear.comment({ issue: root.issueId ?? "", parent: root, body: "a note", ...input });
  /** Comments in the thread. */
  const write = (bot: TestBot, bodies: readonly string[], by: string = scout): Promise<void> =>
    oneByOne(bot, bodies, (body) => comment({ body, by }));
  const begin = async (bot: TestBot): Promise<void> => {
    root = await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();
    heard.length = 0;
  };

  it("stop after ten turns in a row, with one line in the log", async () => {
    const bot = await start({ mode: "comments" });
    await begin(bot);
    await write(bot, numbers(1, 14));

    expect(heard).toEqual(numbers(1, 10));
    expect(stops(bot)).toHaveLength(1);
  });

  it("go on when a person writes there, who is heard in any case", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 2 } });
    await begin(bot);
    await write(bot, numbers(1, 4));
    await write(bot, ["go on"], linear.bo.id);
    await write(bot, numbers(5, 8));

    expect(heard).toEqual(["note 1", "note 2", "go on", "note 5", "note 6"]);
    expect(stops(bot)).toHaveLength(2);
  });

  it("go on after an hour", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 1 }, state: createTimedState(world.clock) });
    await begin(bot);
    await write(bot, numbers(1, 2));
    await world.clock.advance(61 * 60_000);
    await write(bot, numbers(3, 4));

    expect(heard).toEqual(["note 1", "note 3"]);
  });

  it("are counted across processes", async () => {
    const state = createMemoryState();
    const options = { mode: "comments", state, settings: { maxBotTurns: 2 } } as const;
    const first = await start(options);
    await begin(first);
    await write(first, numbers(1, 2));
    const second = await start(options);
    await write(second, numbers(3, 4));

    expect(heard).toEqual(numbers(1, 2));
    expect([stops(first).length, stops(second).length]).toEqual([0, 1]);
  });

  it("are counted in each thread by itself", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 1 } });
    await begin(bot);
    await write(bot, numbers(1, 2));
    await begin(bot);
    await write(bot, numbers(3, 4));

    expect(heard).toEqual(["note 3"]);
  });

  it("are counted when the bot answers by linearClient", async () => {
    const bot = await start({
      mode: "comments",
      settings: { maxBotTurns: 2 },
      on: (chat) => {
        chat.onNewMessage(/note/, async (thread, message) => {
          heard.push(message.text);
          const { linearClient } = thread.adapter as LinearAdapter;
          await linearClient.createComment({ issueId: root.issueId ?? "", parentId: root.id, body: "noted" });
        });
      },
    });
    await begin(bot);
    await write(bot, numbers(1, 4));

    expect(heard).toEqual(numbers(1, 2));
  });

  it("are not counted as long as the bot only listens", async () => {
    const bot = await start({
      mode: "comments",
      settings: { maxBotTurns: 1 },
      on: (chat) => {
        chat.onNewMessage(/note/, async (_thread, message) => void heard.push(message.text));
      },
    });
    await begin(bot);
    await write(bot, numbers(1, 5));

    expect(heard).toEqual(numbers(1, 5));
  });

  it.each([
    [false as const, numbers(1, 12)],
    [0, []],
  ])("go on as far as the option says: %s", async (maxBotTurns, expected) => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns } });
    await begin(bot);
    await write(bot, numbers(1, 12));

    expect(heard).toEqual(expected);
  });

  it("are integrations, and what other products mark as bots", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 2 } });
    await begin(bot);
    const authors = [{ botActor: { name: "GitHub" } }, { externalUser: { name: "dependabot[bot]" } }];
    await oneByOne(bot, [...authors, ...authors], (author) => comment(author));

    expect(heard).toEqual(["a note", "a note"]);
  });

  it("are no people of the workspace who are called so", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 1 } });
    await begin(bot);
    const grace = linear.addPerson({ name: "Grace [bot]" }).id;
    await oneByOne(bot, numbers(1, 3), (body) => comment({ body, by: grace }));

    expect(heard).toEqual(numbers(1, 3));
  });

  it("are no people of other products", async () => {
    const bot = await start({ mode: "comments", settings: { maxBotTurns: 1 } });
    await begin(bot);
    await oneByOne(bot, numbers(1, 3), (body) => comment({ body, externalUser: { name: "Grace" } }));

    expect(heard).toEqual(numbers(1, 3));
  });
});

describe("bots that answer each other in agent sessions", () => {
  it("stop after the given turns on an issue, and the sessions end", async () => {
    const bot = await start({ mode: "agent-sessions", settings: { maxBotTurns: 2 } });
    const issue = linear.createIssue();
    await oneByOne(bot, numbers(1, 4), (text) => linear.mention({ issue, text, by: scout }));

    expect(linear.sessions().map((session) => [session.status, said(linear, session)])).toEqual([
      ["complete", [["response", "To @helper note 1"]]],
      ["complete", [["response", "To @helper note 2"]]],
      ["complete", [["response", "Only bots have written here for a while, so I wait until a person does."]]],
      ["complete", [["response", "Only bots have written here for a while, so I wait until a person does."]]],
    ]);
    expect(stops(bot)).toHaveLength(1);
  });

  it("stop in one session as well, and go on when a person writes there", async () => {
    const bot = await start({ mode: "agent-sessions", settings: { maxBotTurns: 2 } });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();
    const session = linear.sessions()[0] ?? expect.fail("There is no session");
    await oneByOne(bot, numbers(1, 4), (body) => linear.prompt({ session, body, by: scout }));
    await linear.prompt({ session, body: "go on" });
    await bot.settled();
    await linear.prompt({ session, body: "note 5", by: scout });
    await bot.settled();

    expect(said(linear, session)).toEqual([
      ["response", "To @helper hello"],
      ["response", "To note 1"],
      ["response", "To note 2"],
      ["response", "Only bots have written here for a while, so I wait until a person does."],
      ["response", "To go on"],
      ["response", "To note 5"],
    ]);
  });
});

describe("counting the turns between bots", () => {
  it("costs no request and asks the state nothing when people write", async () => {
    const asked: string[] = [];
    const state = createMemoryState();
    const get = state.get.bind(state);
    state.get = (key) => {
      asked.push(key);
      return get(key);
    };
    const bot = await start({ mode: "comments", state });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "hello" });
    await bot.settled();
    linear.clearRequests();
    await linear.mention({ issue, text: "hello" });
    await bot.settled();

    expect(linear.requests().map(({ operationName }) => operationName)).toEqual(["CreateComment"]);
    expect(asked.filter((key) => /bot-turns|own-user/.test(key))).toEqual([]);
  });

  it("costs nobody a message when the state fails", async () => {
    const state = createMemoryState();
    const get = state.get.bind(state);
    state.get = (key) => (key.includes("bot-turns") ? Promise.reject(new Error("out of reach")) : get(key));
    const bot = await start({ mode: "agent-sessions", state, settings: { maxBotTurns: 1 } });
    const issue = linear.createIssue();
    await oneByOne(bot, numbers(1, 3), (text) => linear.mention({ issue, text, by: scout }));

    expect(heard).toEqual(["@helper note 1", "@helper note 2", "@helper note 3"]);
  });
});
