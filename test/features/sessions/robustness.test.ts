import { createMemoryState } from "@chat-adapter/state-memory";
import { Actions, Button, Card, type StateAdapter, type StreamChunk } from "chat";
import { describe, expect, it, vi } from "vitest";
import { mention, said, startAgent } from "../../support/agent.js";
import { createBreakableState } from "../../support/breakable-state.js";
import { toInstallation } from "../../support/plain-bot.js";
import { createSignal, type Signal } from "../../support/signal.js";
import type { TestBot } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

let bot: TestBot;

/** For a slow machine; nothing takes this long. */
const PATIENCE = { timeout: 15_000 };
const FAILURE = "Something went wrong while I was working on this. Please try again.";

const status = (): string | undefined => bot.linear.sessions()[0]?.status;

async function* streamAfter(begin: Signal): AsyncGenerator<string | StreamChunk> {
  await begin.given;
  yield "I will look.";
  yield { type: "task_update", id: "1", title: "Oil", status: "complete" };
  yield "Oiled.";
}

describe("what a handler does not wait for", () => {
  it("is its answer all the same, when that takes a request of its own", async () => {
    bot = await startAgent((thread) => {
      void thread.post(`Ask <@${bot.linear.bo.id}>.`);
    });
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([["response", "Ask https://linear.app/acme/profiles/bo."]]);
  });

  it("is its answer all the same, when it is a stream; waitUntil lasts as long", async () => {
    const begin = createSignal();
    const world = createTestWorld();
    bot = await startAgent(
      (thread) => {
        void thread.post(streamAfter(begin));
      },
      { world },
    );
    await mention(bot.linear);
    // By now the handler has returned.
    await world.clock.advance(0);
    begin.give();
    await bot.settled();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "I will look."],
        ["action", "Oil"],
        ["response", "Oiled."],
      ],
      "complete",
    ]);
  });

  it("is sent when it comes while the turn ends", async () => {
    const [looking, found, second] = [createSignal(), createSignal(), createSignal()];
    const world = createTestWorld();
    bot = await startAgent(
      async (thread) => {
        void thread.post("The hinges.");
        void second.given.then(() => thread.post("And the lock."));
        await looking.given;
      },
      { world, state: withSlowFirstLook(looking, found) },
    );
    await mention(bot.linear);
    await looking.given;
    // By now the handler has returned.
    await world.clock.advance(0);
    second.give();
    await world.clock.advance(0);
    found.give();
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "The hinges."],
      ["response", "And the lock."],
    ]);
  });
});

/** A state that keeps whoever first asks for the running turn waiting. */
function withSlowFirstLook(looking: Signal, found: Signal): StateAdapter {
  const state = createMemoryState();
  const get = state.get.bind(state);
  let isFirst = true;
  state.get = async <Value>(key: string) => {
    if (isFirst && key.startsWith("active-turn:")) {
      isFirst = false;
      looking.give();
      await found.given;
    }
    return await get<Value>(key);
  };
  return state;
}

describe("a state that goes away while a turn runs", () => {
  it("costs neither an answer nor the order of posts", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const world = createTestWorld();
    bot = await startAgent(
      async (thread) => {
        breakDown();
        await thread.post("It is the hinges.");
        await world.clock.sleep(1_500);
        await thread.post("Oiled.");
        repair();
      },
      { state, world },
    );
    await mention(bot.linear);
    await world.clock.passUntil(bot.settled());

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "It is the hinges.", "ephemeral"],
        ["thought", "It is the hinges."],
        ["response", "Oiled."],
      ],
      "complete",
    ]);
  });

  it("leaves what was posted, and an error, when the chat itself cannot end the turn", async () => {
    const { state, breakDown, repair } = createBreakableState();
    bot = await startAgent(
      async (thread) => {
        await thread.post("Oiled.");
        breakDown();
      },
      { state },
    );
    await mention(bot.linear);
    await bot.settled();
    repair();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "Oiled."],
        ["error", FAILURE],
      ],
      "error",
    ]);
  });

  it("does not lose the organization of a thread that a handler posts in", async () => {
    const { state, breakDown, repair } = createBreakableState();
    bot = await startAgent(
      async (thread) => {
        // Known to be installed, and with a token at hand.
        await thread.startTyping("Looking…");
        breakDown();
        await thread.post("The hinges.");
        await thread.post("Oiled.");
        repair();
      },
      {
        state,
        config: ({ app }) => ({ clientId: app.clientId, clientSecret: app.clientSecret, acknowledgeAfterMs: false }),
      },
    );
    const installation = toInstallation(bot.linear.install());
    await bot.adapter.setInstallation(installation.organizationId, installation);
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "Looking…", "ephemeral"],
      ["thought", "The hinges."],
      ["response", "Oiled."],
    ]);
  });

  it("does not make an earlier post the answer once the chat's word on the running turn has expired", async () => {
    bot = await startAgent(async (thread) => {
      await thread.post("The hinges.");
      await bot.state.delete(`active-turn:${thread.id}`);
      await thread.post("Oiled.");
    });
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "The hinges."],
      ["response", "Oiled."],
    ]);
  });
});

describe("a handler of an answer to a card", () => {
  const CARD = Card({
    title: "Deploy?",
    children: [Actions([Button({ id: "yes", label: "Yes" }), Button({ id: "no", label: "No" })])],
  });

  it("says nothing after Stop, also when a newer prompt has come", async () => {
    const [acting, goOn] = [createSignal(), createSignal()];
    bot = await startAgent(() => {}, {
      on: (chat) => {
        chat.onNewMention(async (thread, { text }) => void (await thread.post(text === "Not so fast" ? "Yes?" : CARD)));
        chat.onAction("yes", async ({ thread }) => {
          acting.give();
          await goOn.given;
          await thread?.post("Deployed.");
        });
      },
    });
    const session = await mention(bot.linear);
    await bot.settled();
    await bot.linear.prompt({ session, body: "Yes" });
    await acting.given;
    await bot.linear.stop({ session });
    await vi.waitFor(() => expect(said(bot.linear)).toContainEqual(["response", "Stopped."]), PATIENCE);
    await bot.linear.prompt({ session, body: "Not so fast" });
    await vi.waitFor(() => expect(said(bot.linear)).toContainEqual(["response", "Yes?"]), PATIENCE);
    goOn.give();
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["elicitation", "**Deploy?**"],
      ["response", "Stopped."],
      ["response", "Yes?"],
    ]);
  });

  it("has a turn: its earlier posts are thoughts, and what is written meanwhile is heard next", async () => {
    const [acting, goOn] = [createSignal(), createSignal()];
    bot = await startAgent(() => {}, {
      on: (chat) => {
        chat.onNewMention(async (thread) => void (await thread.post(CARD)));
        chat.onSubscribedMessage(async (thread, { text }) => void (await thread.post(`Heard: ${text}`)));
        chat.onAction("yes", async ({ thread }) => {
          await thread?.subscribe();
          await thread?.post("Deploying.");
          acting.give();
          await goOn.given;
          await thread?.post("Deployed.");
        });
      },
      config: (linear) => ({
        accessToken: linear.createAccessToken(),
        acknowledgeAfterMs: false,
        silentResponse: false,
      }),
    });
    const session = await mention(bot.linear);
    await bot.settled();
    await bot.linear.prompt({ session, body: "Yes" });
    await acting.given;
    await bot.linear.prompt({ session, body: "And tell me how it went" });
    goOn.give();
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["elicitation", "**Deploy?**"],
      ["thought", "Deploying."],
      ["response", "Deployed."],
      ["response", "Heard: And tell me how it went"],
    ]);
  });
});

describe("a stream that fails while Linear does", () => {
  it("ends the session in an error as soon as Linear takes one", async () => {
    const world = createTestWorld();
    bot = await startAgent((thread) => thread.post(failing()), { world });
    bot.linear.injectFault({
      on: "graphql",
      operation: "CreateAgentActivity",
      kind: "status",
      status: 503,
      times: 5,
    });
    await mention(bot.linear);
    await world.clock.passUntil(bot.settled());

    expect([said(bot.linear), status()]).toEqual([[["error", FAILURE]], "error"]);
  });
});

// biome-ignore lint/correctness/useYield: it fails before it says anything.
async function* failing(): AsyncGenerator<string> {
  throw new Error("The model is gone");
}

describe("a plan of another session than the one that is handled", () => {
  it("is sent as it was last before the host may stop", async () => {
    const threadIds: string[] = [];
    const world = createTestWorld();
    bot = await startAgent(
      async ({ id }) => {
        threadIds.push(id);
        const session = bot.adapter.session(threadIds[0] ?? id);
        await session.setPlan([{ content: `Oil door ${threadIds.length}`, status: "pending" }]);
        await session.setPlan([{ content: `Oil door ${threadIds.length}`, status: "completed" }]);
        await bot.adapter.session(id).respond("Done.");
      },
      { world },
    );
    const session = await mention(bot.linear);
    await world.clock.passUntil(bot.settled());
    await mention(bot.linear);
    await world.clock.passUntil(bot.settled());

    expect(bot.linear.session(session).plan).toEqual([{ content: "Oil door 2", status: "completed" }]);
  });
});

describe("posts of one turn", () => {
  it("go out in order, whole and once, however long they are", async () => {
    const bodies = ["a", "b", "c", "d"].map((letter) => `${letter.repeat(99)}\n\n`.repeat(90).trim());
    bot = await startAgent(async (thread) => {
      for (const body of bodies) await thread.post(body);
    });
    await mention(bot.linear);
    await bot.settled();

    const text = (said(bot.linear) as [string, string][]).map(([, body]) => body).join("\n\n");
    expect(text.split("\n\n")).toEqual(bodies.join("\n\n").split("\n\n"));
    expect((said(bot.linear) as [string][]).map(([type]) => type)).toEqual([
      "thought",
      "thought",
      "thought",
      "response",
    ]);
  });

  it("are one turn's, also of two handlers and within withInstallation", async () => {
    bot = await startAgent(() => {}, {
      on: (chat) => {
        chat.onNewMention(async (thread) => void (await thread.post("The hinges.")));
        chat.onNewMention(async (thread) => {
          await bot.adapter.withInstallation(bot.linear.organization.id, () => thread.post("Oiled."));
        });
      },
    });
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "The hinges."],
      ["response", "Oiled."],
    ]);
  });

  it.each(["queue", "debounce", "burst"] as const)(
    "are told apart from the next prompt's with %s",
    async (strategy) => {
      const [started, goOn] = [createSignal(), createSignal()];
      bot = await startAgent(
        async (thread, { text }) => {
          const who = text.includes("first") ? "first" : "second";
          await thread.post(`Looking, ${who}.`);
          started.give();
          await goOn.given;
          await thread.post(`Done, ${who}.`);
        },
        { concurrency: { strategy, debounceMs: 10 } },
      );
      const session = await mention(bot.linear, "first");
      await started.given;
      await bot.linear.prompt({ session, body: "second" });
      await vi.waitFor(
        async () => expect(await bot.state.queueDepth(`linear:${session.issueId}:s:${session.id}`)).toBe(1),
        PATIENCE,
      );
      goOn.give();
      await bot.settled();

      expect(said(bot.linear)).toEqual([
        ["thought", "Looking, first."],
        ["response", "Done, first."],
        ["thought", "Looking, second."],
        ["response", "Done, second."],
      ]);
    },
  );
});
