import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createBreakableState } from "../../support/breakable-state.js";
import { answerTo, deliver, toRequest } from "../../support/deliver.js";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function startAgent(
  acknowledgeAfterMs: number | false,
  on: NonNullable<TestBotOptions["on"]>,
  options: LinearAdapterBaseConfig = {},
): Promise<TestBot> {
  open = await startTestBot({
    mode: "agent-sessions",
    config: (linear) => ({
      accessToken: linear.createAccessToken(),
      acknowledgeAfterMs,
      ...options,
    }),
    on,
  });
  return open;
}

/** What was said in the only session, also what has vanished: type, text, whether it was ephemeral. */
const said = ({ linear }: TestBot): unknown[] =>
  linear
    .activities(linear.sessions()[0]?.id ?? "", { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral }) => [content.type, "body" in content ? content.body : "", ephemeral]);

describe("a bot that takes its time", () => {
  it("is acknowledged by one ephemeral thought before it answers", async () => {
    const bot = await startAgent(30, (chat) => {
      chat.onNewMention(async (thread) => {
        await expect
          .poll(() => open?.linear.requests().map(({ operationName }) => operationName))
          .toContain("CreateEphemeralActivity");
        await thread.post("Done at last.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await bot.settled();

    expect(said(bot)).toEqual([
      ["thought", "Working on it…", true],
      ["response", "Done at last.", false],
    ]);
  });

  it("is acknowledged also while its request must be read first, because Linear's event does not hold it", async () => {
    const bot = await startAgent(30, (chat) => {
      chat.onNewMention(async (thread, message) => {
        await thread.post(`You said: ${message.text}`);
      });
    });
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.comment({ issue, body: "Something is slow." });
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    await linear.mention({ issue, parent, text: "look" });
    await bot.settled();
    const payload = linear.deliveries().find(({ type }) => type === "AgentSessionEvent")?.payload ?? {};
    linear.injectFault({ on: "graphql", operation: "GetComment", kind: "delay", ms: 400 });
    await deliver(bot, linear.buildWebhook({ ...payload, previousComments: [] }));

    expect(said(bot)).toEqual([
      ["thought", "Working on it…", true],
      ["response", "You said: @helper look", false],
    ]);
  });

  it("costs no request when it was faster", async () => {
    const bot = await startAgent(8_000, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post("Done.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quick" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });

  it("is left alone where acknowledgements are off", async () => {
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await thread.post("Done.");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quietly" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });
});

describe("a handler that throws", () => {
  it("ends the session in one error that tells nothing of the exception", async () => {
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.startTyping("Reading…");
        throw new Error("password=hunter2");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot)).toEqual([
      ["thought", "Reading…", true],
      ["error", "Something went wrong while I was working on this. Please try again.", false],
    ]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["error"]);
  });

  it("does not say a second time that a stream has failed", async () => {
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post(
          (async function* () {
            yield "Half";
            throw new Error("the model is gone");
          })(),
        );
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "stream" });
    await bot.settled();

    expect(said(bot).filter((entry) => Array.isArray(entry) && entry[0] === "error")).toHaveLength(1);
  });
});

describe("a bot that works for very long", () => {
  it("is kept alive by ephemeral thoughts until it answers", async () => {
    const goOn = createSignal();
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async (thread) => {
          await goOn.given;
          await thread.post("Done at last.");
        });
      },
      { keepAliveAfterMs: 20 },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "take your time" });
    await vi.waitFor(() => expect(said(bot).length).toBeGreaterThanOrEqual(2));
    goOn.give();
    await bot.settled();

    expect(said(bot).slice(0, 2)).toEqual([
      ["thought", "Still working on it…", true],
      ["thought", "Still working on it…", true],
    ]);
    expect(said(bot).at(-1)).toEqual(["response", "Done at last.", false]);
  });

  it("is not made to look busy when it waits for an answer to its question", async () => {
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async (thread) => {
          await bot.adapter.session(thread.id).ask("Which door?");
          await new Promise((resolve) => setTimeout(resolve, 100));
        });
      },
      { keepAliveAfterMs: 20 },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "oil it" });
    await bot.settled();

    expect(said(bot)).toEqual([["elicitation", "Which door?", false]]);
    expect(bot.linear.sessions().map(({ status }) => status)).toEqual(["awaitingInput"]);
  });

  it("is not kept alive more often where Linear refuses it", async () => {
    let workedMs = 0;
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async (thread) => {
          const startedAt = performance.now();
          await new Promise((resolve) => setTimeout(resolve, 300));
          workedMs = performance.now() - startedAt;
          await thread.post("Done.");
        });
      },
      { keepAliveAfterMs: 50 },
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
    await bot.settled();

    expect(refused.hits).toBeGreaterThan(0);
    expect(refused.hits).toBeLessThanOrEqual(workedMs / 50);
    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });

  it("is left alone where that is off", async () => {
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async (thread) => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          await thread.post("Done.");
        });
      },
      { keepAliveAfterMs: false },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "quietly" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "Done.", false]]);
  });
});

describe("a handler that says nothing", () => {
  const sayNothing = (chat: Parameters<NonNullable<TestBotOptions["on"]>>[0]): void => {
    chat.onNewMention(async () => {});
  };

  it("leaves a short response", async () => {
    const bot = await startAgent(false, sayNothing);
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot)).toEqual([["response", "I have no answer to this.", false]]);
  });

  it("leaves a response also when it took long enough to be acknowledged", async () => {
    const bot = await startAgent(10, (chat) => {
      chat.onNewMention(async () => {
        await vi.waitFor(() => expect(said(bot)).toHaveLength(1));
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot)).toEqual([
      ["thought", "Working on it…", true],
      ["response", "I have no answer to this.", false],
    ]);
  });

  it("leaves the text of the option, or nothing", async () => {
    const worded = await startAgent(false, sayNothing, { silentResponse: "That is not for me." });
    await worded.linear.mention({ issue: worded.linear.createIssue(), text: "hello?" });
    await worded.settled();
    const said1 = said(worded);
    await worded.close();
    const silent = await startAgent(false, sayNothing, { silentResponse: false });
    await silent.linear.mention({ issue: silent.linear.createIssue(), text: "hello?" });
    await silent.settled();

    expect([said1, said(silent)]).toEqual([[["response", "That is not for me.", false]], []]);
  });

  it("is not taken for one that has shown that a job goes on", async () => {
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.startTyping("Queued");
      });
    });
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "hello?" });
    await bot.settled();

    expect(said(bot)).toEqual([["thought", "Queued", true]]);
  });

  it("is not taken for a prompt that waits for its turn", async () => {
    const started = createSignal();
    const goOn = createSignal();
    const bot = await startAgent(false, (chat) => {
      chat.onNewMention(async (thread, message) => {
        started.give();
        await goOn.given;
        await thread.post(message.text.includes("second") ? "Second." : "First.");
      });
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

    expect(said(bot)).toEqual([
      ["response", "First.", false],
      ["response", "Second.", false],
    ]);
  });
});

describe("a failure", () => {
  it("ends the session also where the state goes away before the bot has heard of its message", async () => {
    const { state, breakDown, repair } = createBreakableState();
    open = await startTestBot({ mode: "agent-sessions", state });
    const { linear } = open;
    linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "drop-before" });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await open.settled();
    const payload = linear.deliveries().find(({ type }) => type === "AgentSessionEvent")?.payload ?? {};
    const { status, tasks } = await answerTo(open, toRequest(linear.buildWebhook(payload)));
    breakDown();
    await Promise.all(tasks);
    repair();

    expect(status).toBe(200);
    expect(said(open)).toEqual([
      ["error", "Something went wrong while I was working on this. Please try again.", false],
    ]);
  });

  it("is worded by the option", async () => {
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async () => {
          throw new Error("password=hunter2");
        });
      },
      { failureText: "The helper stumbled." },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot)).toEqual([["error", "The helper stumbled.", false]]);
  });

  it("of a stream is worded by it too", async () => {
    const bot = await startAgent(
      false,
      (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.post(
            // biome-ignore lint/correctness/useYield: it fails before its first chunk.
            (async function* (): AsyncGenerator<string> {
              throw new Error("password=hunter2");
            })(),
          );
        });
      },
      { failureText: "The helper stumbled." },
    );
    await bot.linear.mention({ issue: bot.linear.createIssue(), text: "break" });
    await bot.settled();

    expect(said(bot)).toEqual([["error", "The helper stumbled.", false]]);
  });
});
