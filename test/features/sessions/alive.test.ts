// Covers: src/sessions/turns/signs-of-life.ts

import { describe, expect, it, vi } from "vitest";
import { said, startAgent, type Work } from "../../support/agent.js";
import { createBreakableState } from "../../support/breakable-state.js";
import { answerTo, deliver, toRequest } from "../../support/deliver.js";
import { createSignal } from "../../support/signal.js";
import { clientCredentials } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

const MINUTE_MS = 60_000;

describe("a bot that takes its time", () => {
  it("is acknowledged by one ephemeral thought before it answers", async () => {
    const bot = await startAgent(
      async (thread) => {
        await expect
          .poll(() => bot.linear.requests().map(({ operationName }) => operationName))
          .toContain("CreateEphemeralActivity");
        await thread.post("Done at last.");
      },
      { settings: { acknowledgeAfterMs: 30 } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "Working on it…", "ephemeral"],
      ["response", "Done at last."],
    ]);
  });

  it("is acknowledged also while its request must be read first, because Linear's event does not hold it", async () => {
    const bot = await startAgent(
      async (thread, message) => {
        await thread.post(`You said: ${message.text}`);
      },
      { settings: { acknowledgeAfterMs: 30 } },
    );
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.comment({ issue, body: "Something is slow." });
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    await linear.mention({ issue, parent, text: "look" });
    await linear.settled();
    const payload = linear.deliveries().find(({ type }) => type === "AgentSessionEvent")?.payload ?? {};
    linear.injectFault({ on: "graphql", operation: "GetComment", kind: "delay", ms: 400 });
    await deliver(bot, linear.buildWebhook({ ...payload, previousComments: [] }));

    expect(said(bot.linear)).toEqual([
      ["thought", "Working on it…", "ephemeral"],
      ["response", "You said: @helper look"],
    ]);
  });

  it("costs no request when it was faster", async () => {
    const bot = await startAgent(
      async (thread) => {
        await thread.post("Done.");
      },
      { settings: { acknowledgeAfterMs: 8_000 } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quick" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([["response", "Done."]]);
  });

  it("is left alone where acknowledgements are off", async () => {
    const world = createTestWorld();
    const bot = await startAgent(
      async (thread) => {
        await world.clock.sleep(MINUTE_MS);
        await thread.post("Done.");
      },
      { world },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quietly" });
    await world.clock.passUntil(bot.settled());

    expect(said(bot.linear)).toEqual([["response", "Done."]]);
  });
});

describe("a handler that throws", () => {
  it("ends the session in one error that tells nothing of the exception", async () => {
    const bot = await startAgent(async (thread) => {
      await thread.startTyping("Reading…");
      throw new Error("password=hunter2");
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "Reading…", "ephemeral"],
      ["error", "Something went wrong while I was working on this. Please try again."],
    ]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["error"]);
  });

  it("does not say a second time that a stream has failed", async () => {
    const bot = await startAgent(async (thread) => {
      await thread.post(
        (async function* () {
          yield "Half";
          throw new Error("the model is gone");
        })(),
      );
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "stream" });
    await bot.settled();

    expect(said(bot.linear).filter((entry) => Array.isArray(entry) && entry[0] === "error")).toHaveLength(1);
  });
});

describe("a bot that works for very long", () => {
  it("is kept alive by ephemeral thoughts until it answers", async () => {
    const goOn = createSignal();
    const bot = await startAgent(
      async (thread) => {
        await goOn.given;
        await thread.post("Done at last.");
      },
      { settings: { keepAliveAfterMs: 20 } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await vi.waitFor(() => expect(said(bot.linear).length).toBeGreaterThanOrEqual(2));
    goOn.give();
    await bot.settled();

    expect(said(bot.linear).slice(0, 2)).toEqual([
      ["thought", "Still working on it…", "ephemeral"],
      ["thought", "Still working on it…", "ephemeral"],
    ]);
    expect(said(bot.linear).at(-1)).toEqual(["response", "Done at last."]);
  });

  it("is not made to look busy when it waits for an answer to its question", async () => {
    const world = createTestWorld();
    const bot = await startAgent(
      async (thread) => {
        await bot.adapter.session(thread.id).ask("Which door?");
        await world.clock.sleep(100 * MINUTE_MS);
      },
      { world, settings: { keepAliveAfterMs: 20 * MINUTE_MS } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "oil it" });
    await world.clock.passUntil(bot.settled());

    expect(said(bot.linear)).toEqual([["elicitation", "Which door?"]]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["awaitingInput"]);
  });

  it("is not kept alive more often where Linear refuses it", async () => {
    const world = createTestWorld();
    const bot = await startAgent(
      async (thread) => {
        await world.clock.sleep(119 * MINUTE_MS);
        await thread.post("Done.");
      },
      { world, settings: { keepAliveAfterMs: 20 * MINUTE_MS } },
    );
    const refused = bot.linear.injectFault({
      on: "graphql",
      operation: "CreateEphemeralActivity",
      kind: "graphql-error",
      type: "forbidden",
      message: "No",
      times: Number.POSITIVE_INFINITY,
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await world.clock.passUntil(bot.settled());

    expect(refused.hits).toBe(5);
    expect(said(bot.linear)).toEqual([["response", "Done."]]);
  });

  it("is left alone where that is off", async () => {
    const world = createTestWorld();
    const bot = await startAgent(
      async (thread) => {
        await world.clock.sleep(60 * MINUTE_MS);
        await thread.post("Done.");
      },
      { world, settings: { keepAliveAfterMs: false } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quietly" });
    await world.clock.passUntil(bot.settled());

    expect(said(bot.linear)).toEqual([["response", "Done."]]);
  });
});

describe("a handler that says nothing", () => {
  const sayNothing: Work = () => {};

  it("leaves a short response", async () => {
    const bot = await startAgent(sayNothing);
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([["response", "I have no answer to this."]]);
  });

  it("leaves a response also when it took long enough to be acknowledged", async () => {
    const bot = await startAgent(
      async () => {
        await vi.waitFor(() => expect(said(bot.linear)).toHaveLength(1));
      },
      { settings: { acknowledgeAfterMs: 10 } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "Working on it…", "ephemeral"],
      ["response", "I have no answer to this."],
    ]);
  });

  it("leaves the text of the option, or nothing", async () => {
    const worded = await startAgent(sayNothing, { settings: { silentResponse: "That is not for me." } });
    await worded.linear.mention({ issue: worded.linear.createIssue(), text: "hello?" });
    await worded.settled();
    const silent = await startAgent(sayNothing, { settings: { silentResponse: false } });
    await silent.linear.mention({ issue: silent.linear.createIssue(), text: "hello?" });
    await silent.settled();

    expect([said(worded.linear), said(silent.linear)]).toEqual([[["response", "That is not for me."]], []]);
  });

  it("is not taken for one that has shown that a job goes on", async () => {
    const bot = await startAgent(async (thread) => {
      await thread.startTyping("Queued");
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([["thought", "Queued", "ephemeral"]]);
  });

  it("is not taken for a prompt that waits for its turn", async () => {
    const started = createSignal();
    const goOn = createSignal();
    const bot = await startAgent(async (thread, message) => {
      started.give();
      await goOn.given;
      await thread.post(message.text.includes("second") ? "Second." : "First.");
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "first" });
    await started.given;
    const [session] = bot.linear.sessions();
    await bot.linear.prompt({ session: session ?? "", body: "second" });
    await vi.waitFor(async () =>
      expect(await bot.state.queueDepth(`linear:${session?.issueId}:s:${session?.id}`)).toBe(1),
    );
    // Nothing shows that the waiting prompt was let go; its delivery is settled by then.
    await bot.linear.settled();
    goOn.give();
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["response", "First."],
      ["response", "Second."],
    ]);
  });
});

describe("a failure", () => {
  it("ends the session also where the state goes away before the bot has heard of its message", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const world = createTestWorld();
    const bot = await startAgent(() => {}, { state, world, config: clientCredentials });
    const { linear } = bot;
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await linear.settled();
    const payload = linear.deliveries().find(({ type }) => type === "AgentSessionEvent")?.payload ?? {};
    const { status, tasks } = await answerTo(bot, toRequest(linear.buildWebhook(payload)));
    breakDown();
    await world.clock.passUntil(Promise.all(tasks));
    repair();

    expect(status).toBe(200);
    expect(said(linear)).toEqual([["error", "Something went wrong while I was working on this. Please try again."]]);
  });

  it("is worded by the option", async () => {
    const bot = await startAgent(
      async () => {
        throw new Error("password=hunter2");
      },
      { settings: { failureText: "The helper stumbled." } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([["error", "The helper stumbled."]]);
  });

  it("of a stream is worded by it too", async () => {
    const bot = await startAgent(
      async (thread) => {
        await thread.post(
          // biome-ignore lint/correctness/useYield: it fails before its first chunk.
          (async function* (): AsyncGenerator<string> {
            throw new Error("password=hunter2");
          })(),
        );
      },
      { settings: { failureText: "The helper stumbled." } },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot.linear)).toEqual([["error", "The helper stumbled."]]);
  });
});
