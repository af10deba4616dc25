// Covers: src/emulator/emulated.ts
// Covers: src/emulator/driver/idle.ts
// Covers: src/emulator/webhooks/connections.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, type LinearEmulatorOptions, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createMemoryLogger, type MemoryLogger } from "../support/memory-logger.js";

let linear: LinearEmulator;
afterEach(() => linear.close());

type Bot = Chat<{ linear: LinearAdapter }>;

function createBot(
  config: LinearAdapterConfig = linear.adapterOptions(),
  logger: MemoryLogger = createMemoryLogger(),
): Bot {
  const adapter = createLinearAdapter({ ...config, logger });
  return new Chat({ userName: "helper", adapters: { linear: adapter }, state: createMemoryState(), logger });
}

const start = async (options?: LinearEmulatorOptions): Promise<void> => {
  linear = await startLinearEmulator(options);
};

const bodies = (): string[] => linear.comments().map(({ body }) => body);

describe("a connected bot", () => {
  it("has answered a mention when the emulator is idle, without a server and without a sleep", async () => {
    await start({ app: { mode: "comments" } });
    const bot = createBot();
    bot.onNewMention(async (thread) => {
      await thread.post("I will oil it.");
    });
    linear.connect(bot);

    await linear.mention({ issue: linear.createIssue(), text: "The door squeaks" });
    await linear.idle();

    expect(bodies()).toEqual(["@helper The door squeaks", "I will oil it."]);
  });

  it("has answered in an agent session", async () => {
    await start({ app: { mode: "agent-sessions" } });
    const bot = createBot();
    bot.onNewMention(async (thread) => {
      await thread.post("Done.");
    });
    linear.connect(bot);

    const session = await linear.delegate({ issue: linear.createIssue() });
    await linear.idle();

    expect(linear.activities(session).map(({ content }) => content)).toEqual([{ type: "response", body: "Done." }]);
    expect(linear.session(session).status).toBe("complete");
  });

  it.each(["comments", "agent-sessions", "all"] as const)(
    "has nothing to warn of with the options for an app of the mode %s",
    async (mode) => {
      await start({ app: { mode } });
      const logger = createMemoryLogger();
      linear.connect(createBot(linear.adapterOptions(), logger));

      await linear.mention({ issue: linear.createIssue(), text: "hello" });
      await linear.idle();

      expect(linear.adapterOptions().mode).toBe(mode);
      expect(linear.deliveries().flatMap(({ attempts }) => attempts.map(({ status }) => status))).toContain(200);
      expect(logger.at("warn")).toEqual([]);
    },
  );

  it("hears of what another connected bot says, and the emulator is idle after both", async () => {
    await start({ app: { mode: "comments" } });
    const scout = linear.addApp({ name: "scout", mode: "comments" });
    const helperBot = createBot();
    helperBot.onNewMention(async (thread) => {
      await thread.post(`${linear.users().find(({ displayName }) => displayName === "scout")?.url} look`);
    });
    const scoutBot = createBot(linear.adapterOptions(scout));
    scoutBot.onNewMention(async (thread) => {
      await thread.post("I see.");
    });
    linear.connect(helperBot);
    linear.connect(scoutBot, scout);

    await linear.mention({ issue: linear.createIssue(), text: "ask the scout" });
    await linear.idle();

    expect(bodies()).toEqual(["@helper ask the scout", expect.stringContaining("look"), "I see."]);
  });

  it("may be a function that takes the requests", async () => {
    await start();
    const seen: unknown[] = [];
    linear.connect(async (request, { waitUntil }) => {
      waitUntil(
        request.json().then(({ type, action }) => {
          seen.push(`${type} ${action}`);
        }),
      );
      return new Response(null, { status: 200 });
    });

    await linear.comment({ issue: linear.createIssue(), body: "Hello" });
    await linear.idle();

    expect(seen).toEqual(["Comment create"]);
  });

  it("gives way to a webhook URL that is set later", async () => {
    await start({ fetch: async () => new Response(null, { status: 202 }) });
    linear.connect(createBot());
    linear.setWebhookUrl("http://bot.test/");

    await linear.comment({ issue: linear.createIssue(), body: "Hello" });
    await linear.idle();

    expect(linear.deliveries().flatMap(({ attempts }) => attempts.map(({ status }) => status))).toEqual([202]);
  });
});

describe("a bot whose clock is moved with the emulator's", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("takes the webhooks of next year", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-06-01") });
    await start({ app: { mode: "comments" } });
    const bot = createBot();
    bot.onNewMention(async (thread) => {
      await thread.post("Good summer.");
    });
    linear.connect(bot);

    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await linear.idle();

    expect(linear.comments().map(({ body, createdAt }) => `${createdAt.slice(0, 10)} ${body}`)).toEqual([
      "2027-06-01 @helper hello",
      "2027-06-01 Good summer.",
    ]);
  });
});

describe("waiting for idleness says in one message", () => {
  const mention = async (): Promise<void> => {
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
  };

  it("that no bot takes webhooks", async () => {
    await start();

    await expect(linear.idle()).rejects.toThrow("No bot takes the emulator's webhooks: call linear.connect(bot)");
  });

  it("that the bot has another secret", async () => {
    await start();
    linear.connect(createBot({ ...linear.adapterOptions(), webhookSecret: "another" }));
    await mention();

    await expect(linear.idle()).rejects.toThrow(
      'The bot of the app "helper" refused a webhook with 401 (signature-wrong): its webhookSecret has to be that of the app',
    );
  });

  it("that the bot asks another address", async () => {
    await start({ app: { mode: "comments" } });
    linear.connect(createBot({ ...linear.adapterOptions(), apiUrl: "http://127.0.0.1:9/graphql" }));
    await mention();

    await expect(linear.idle()).rejects.toThrow(
      `refused a webhook with 503 and has asked the emulator nothing: its apiUrl has to be ${linear.apiUrl}`,
    );
  });

  it("what a function threw", async () => {
    await start();
    linear.connect(() => {
      throw new Error("no database");
    });
    await linear.comment({ issue: linear.createIssue(), body: "Hello" });

    await expect(linear.idle()).rejects.toThrow(
      'The bot of the app "helper" threw while it took a webhook: no database',
    );
    await linear.idle();
  });

  it("what is still at work, and waits for it when asked again", async () => {
    await start({ app: { mode: "agent-sessions" } });
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const bot = createBot();
    bot.onNewMention(async (thread) => {
      await gate;
      await thread.post("At last.");
    });
    linear.connect(bot);
    await mention();

    await expect(linear.idle({ timeoutMs: 50 })).rejects.toThrow(
      /^Not idle after 50 ms: .*[12] handlers or tasks of bots/,
    );
    open();
    await linear.idle();
    expect(bodies()).toContain("At last.");
  });
});
