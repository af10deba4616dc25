// Covers: src/sessions/create-sessions.ts
// Covers: src/sessions/turns/turn.ts
// Covers: src/sessions/turns/turns.ts

import type { StreamChunk } from "chat";
import { describe, expect, it, vi } from "vitest";
import { mention, said, startAgent } from "../../support/agent.js";
import { createSignal } from "../../support/signal.js";
import type { TestBot } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

let bot: TestBot;

const status = (): string | undefined => bot.linear.sessions()[0]?.status;

describe("several posts of one turn", () => {
  it("are thoughts, and the last one is the response", async () => {
    bot = await startAgent(async (thread) => {
      await thread.post("Looking into it.");
      await thread.post("It is the hinges.");
      await thread.post("Oiled. Done.");
    });
    await mention(bot.linear);
    await bot.settled();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "Looking into it."],
        ["thought", "It is the hinges."],
        ["response", "Oiled. Done."],
      ],
      "complete",
    ]);
  });

  it("do not complete the session while the handler still runs", async () => {
    const posted = createSignal();
    const goOn = createSignal();
    bot = await startAgent(async (thread) => {
      await thread.post("Looking into it.");
      await thread.post("It is the hinges.");
      posted.give();
      await goOn.given;
    });
    await mention(bot.linear);
    await posted.given;
    await vi.waitFor(() => expect(said(bot.linear)).toContainEqual(["thought", "Looking into it."]));
    const meanwhile = status();
    goOn.give();
    await bot.settled();

    expect([meanwhile, status()]).toEqual(["active", "complete"]);
  });

  it("cost one request where there is one post", async () => {
    bot = await startAgent((thread) => thread.post("Oiled."));
    await mention(bot.linear);
    await bot.settled();

    expect(bot.linear.requests().filter(({ operationName }) => operationName?.includes("Activity"))).toHaveLength(1);
    expect(said(bot.linear)).toEqual([["response", "Oiled."]]);
  });

  it("show the newest in passing when the handler works on for long", async () => {
    const goOn = createSignal();
    const world = createTestWorld();
    bot = await startAgent(
      async (thread) => {
        await thread.post("It is the hinges.");
        await goOn.given;
      },
      { world },
    );
    await mention(bot.linear);
    await world.clock.advance(1_000);
    const meanwhile = [said(bot.linear), status()];
    goOn.give();
    await bot.settled();

    expect(meanwhile).toEqual([[["thought", "It is the hinges.", "ephemeral"]], "active"]);
    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "It is the hinges.", "ephemeral"],
        ["response", "It is the hinges."],
      ],
      "complete",
    ]);
  });

  it("come before what shows that the work goes on, and the last one is the response all the same", async () => {
    bot = await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      await bot.adapter.session(thread.id).action({ action: "Ordered", parameter: "oil" });
    });
    await mention(bot.linear);
    await bot.settled();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "It is the hinges."],
        ["action", "Ordered"],
        ["response", "It is the hinges."],
      ],
      "complete",
    ]);
  });

  it("may be streams: what the first one ends in is a thought", async () => {
    const chunks = async function* (...parts: (string | StreamChunk)[]): AsyncGenerator<string | StreamChunk> {
      yield* parts;
    };
    bot = await startAgent(async (thread) => {
      await thread.post(chunks("I will look ", "at the door."));
      await thread.post(chunks({ type: "task_update", id: "1", title: "Oil", status: "complete" }, "Oiled."));
    });
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", "I will look at the door."],
      ["action", "Oil"],
      ["response", "Oiled."],
    ]);
  });

  it("that are made at the same time keep their order, also where one has to look somebody up", async () => {
    bot = await startAgent((thread) =>
      Promise.all([thread.post(`${thread.mentionUser(bot.linear.bo.id)} knows.`), thread.post("Oiled.")]),
    );
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([
      ["thought", expect.stringContaining("/profiles/bo knows.")],
      ["response", "Oiled."],
    ]);
  });

  it("that are edited before they go out are one request with the new text", async () => {
    bot = await startAgent(async (thread) => {
      const sent = await thread.post("Oild.");
      await sent.edit("Oiled.");
    });
    await mention(bot.linear);
    await bot.settled();

    expect(said(bot.linear)).toEqual([["response", "Oiled."]]);
  });

  it("of a handler that throws stay as thoughts before the error", async () => {
    bot = await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      throw new Error("no oil");
    });
    await mention(bot.linear);
    await bot.settled();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["thought", "It is the hinges."],
        ["error", "Something went wrong while I was working on this. Please try again."],
      ],
      "error",
    ]);
  });
});

describe("a post after the turn is over", () => {
  it("is a response at once", async () => {
    const goOn = createSignal();
    const posted = createSignal();
    bot = await startAgent(async (thread) => {
      await thread.post("I will tell you later.");
      void goOn.given.then(() => thread.post("Here it is.")).then(() => posted.give());
    });
    await mention(bot.linear);
    await bot.settled();
    goOn.give();
    await posted.given;

    expect(said(bot.linear)).toEqual([
      ["response", "I will tell you later."],
      ["response", "Here it is."],
    ]);
  });
});

describe("a prompt that waits while another is handled", () => {
  it("leaves the answer to the first one a response", async () => {
    const started = createSignal();
    const goOn = createSignal();
    bot = await startAgent(
      async (thread, { text }) => {
        started.give();
        if (text.includes("first")) await goOn.given;
        await thread.post(`An answer to ${text.includes("first") ? "first" : "second"}`);
      },
      { concurrency: "queue" },
    );
    const session = await mention(bot.linear, "first");
    await started.given;
    await bot.linear.prompt({ session, body: "second" });
    await vi.waitFor(async () =>
      expect(await bot.state.queueDepth(`linear:${session.issueId}:s:${session.id}`)).toBe(1),
    );
    goOn.give();
    await bot.settled();

    expect([said(bot.linear), status()]).toEqual([
      [
        ["response", "An answer to first"],
        ["response", "An answer to second"],
      ],
      "complete",
    ]);
  });
});

describe("a bot that is shut down", () => {
  it("lets a turn end that is nearly done", async () => {
    const posted = createSignal();
    const world = createTestWorld();
    bot = await startAgent(
      async (thread) => {
        await thread.post("It is the hinges.");
        posted.give();
        await world.clock.sleep(100);
        await thread.post("Oiled.");
      },
      { world },
    );
    await mention(bot.linear);
    await posted.given;
    await world.clock.passUntil(bot.adapter.disconnect(), 6_000);

    expect(said(bot.linear)).toEqual([
      ["thought", "It is the hinges."],
      ["response", "Oiled."],
    ]);
  });

  it("sends what a turn that goes on has posted last", async () => {
    const posted = createSignal();
    const goOn = createSignal();
    const world = createTestWorld();
    bot = await startAgent(
      async (thread) => {
        await thread.post("It is the hinges.");
        posted.give();
        await goOn.given;
      },
      { world },
    );
    await mention(bot.linear);
    await posted.given;
    await world.clock.passUntil(bot.adapter.disconnect(), 6_000);
    const left = said(bot.linear);
    goOn.give();
    await bot.settled();

    expect([left.at(-1), said(bot.linear)]).toEqual([["response", "It is the hinges."], left]);
  });
});
