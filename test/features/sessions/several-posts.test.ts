import type { StreamChunk, Thread } from "chat";
import type { EmulatedSession } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let bot: TestBot;
afterEach(() => bot.close());

/** A bot whose handler of every mention and prompt is `work`. */
async function startAgent(
  work: (thread: Thread, text: string) => Promise<unknown>,
  options: Pick<TestBotOptions, "concurrency"> = {},
): Promise<void> {
  bot = await startTestBot({
    mode: "agent-sessions",
    ...options,
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false }),
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        await work(thread, message.text);
      });
    },
  });
}

async function mention(text = "please help"): Promise<EmulatedSession> {
  await bot.linear.mention({ issue: bot.linear.createIssue(), text });
  return await vi.waitFor(() => {
    const session = bot.linear.sessions().at(-1);
    if (session === undefined) throw new Error("There is no session yet");
    return session;
  });
}

/** What the only session holds, without what people wrote: type, text, whether it vanished or will. */
const said = (): unknown[] =>
  bot.linear
    .activities(bot.linear.sessions()[0]?.id ?? "", { includeArchived: true })
    .filter(({ content }) => content.type !== "prompt")
    .map(({ content, ephemeral }) => [
      content.type,
      content.type === "action" ? content.action : content.body,
      ...(ephemeral ? ["ephemeral"] : []),
    ]);
const status = (): string | undefined => bot.linear.sessions()[0]?.status;

describe("several posts of one turn", () => {
  it("are thoughts, and the last one is the response", async () => {
    await startAgent(async (thread) => {
      await thread.post("Looking into it.");
      await thread.post("It is the hinges.");
      await thread.post("Oiled. Done.");
    });
    await mention();
    await bot.settled();

    expect([said(), status()]).toEqual([
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
    await startAgent(async (thread) => {
      await thread.post("Looking into it.");
      await thread.post("It is the hinges.");
      posted.give();
      await goOn.given;
    });
    await mention();
    await posted.given;
    await vi.waitFor(() => expect(said()).toContainEqual(["thought", "Looking into it."]));
    const meanwhile = status();
    goOn.give();
    await bot.settled();

    expect([meanwhile, status()]).toEqual(["active", "complete"]);
  });

  it("cost one request where there is one post", async () => {
    await startAgent((thread) => thread.post("Oiled."));
    await mention();
    await bot.settled();

    expect(bot.linear.requests().filter(({ operationName }) => operationName?.includes("Activity"))).toHaveLength(1);
    expect(said()).toEqual([["response", "Oiled."]]);
  });

  it("show the newest in passing when the handler works on for long", async () => {
    const goOn = createSignal();
    await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      await goOn.given;
    });
    await mention();
    await vi.waitFor(() => expect(said()).toHaveLength(1), { timeout: 5_000 });
    const meanwhile = [said(), status()];
    goOn.give();
    await bot.settled();

    expect(meanwhile).toEqual([[["thought", "It is the hinges.", "ephemeral"]], "active"]);
    expect([said(), status()]).toEqual([
      [
        ["thought", "It is the hinges.", "ephemeral"],
        ["response", "It is the hinges."],
      ],
      "complete",
    ]);
  });

  it("come before what shows that the work goes on, and the last one is the response all the same", async () => {
    await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      await bot.adapter.session(thread.id).action({ action: "Ordered", parameter: "oil" });
    });
    await mention();
    await bot.settled();

    expect([said(), status()]).toEqual([
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
    await startAgent(async (thread) => {
      await thread.post(chunks("I will look ", "at the door."));
      await thread.post(chunks({ type: "task_update", id: "1", title: "Oil", status: "complete" }, "Oiled."));
    });
    await mention();
    await bot.settled();

    expect(said()).toEqual([
      ["thought", "I will look at the door."],
      ["action", "Oil"],
      ["response", "Oiled."],
    ]);
  });

  it("that are made at the same time keep their order, also where one has to look somebody up", async () => {
    await startAgent((thread) =>
      Promise.all([thread.post(`${thread.mentionUser(bot.linear.bo.id)} knows.`), thread.post("Oiled.")]),
    );
    await mention();
    await bot.settled();

    expect(said()).toEqual([
      ["thought", expect.stringContaining("/profiles/bo knows.")],
      ["response", "Oiled."],
    ]);
  });

  it("that are edited before they go out are one request with the new text", async () => {
    await startAgent(async (thread) => {
      const sent = await thread.post("Oild.");
      await sent.edit("Oiled.");
    });
    await mention();
    await bot.settled();

    expect(said()).toEqual([["response", "Oiled."]]);
  });

  it("of a handler that throws stay as thoughts before the error", async () => {
    await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      throw new Error("no oil");
    });
    await mention();
    await bot.settled();

    expect([said(), status()]).toEqual([
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
    await startAgent(async (thread) => {
      await thread.post("I will tell you later.");
      void goOn.given.then(() => thread.post("Here it is.")).then(() => posted.give());
    });
    await mention();
    await bot.settled();
    goOn.give();
    await posted.given;

    expect(said()).toEqual([
      ["response", "I will tell you later."],
      ["response", "Here it is."],
    ]);
  });
});

describe("a prompt that waits while another is handled", () => {
  it("leaves the answer to the first one a response", async () => {
    const started = createSignal();
    const goOn = createSignal();
    await startAgent(
      async (thread, text) => {
        started.give();
        if (text.includes("first")) await goOn.given;
        await thread.post(`An answer to ${text.includes("first") ? "first" : "second"}`);
      },
      { concurrency: "queue" },
    );
    const session = await mention("first");
    await started.given;
    await bot.linear.prompt({ session, body: "second" });
    await vi.waitFor(async () =>
      expect(await bot.state.queueDepth(`linear:${session.issueId}:s:${session.id}`)).toBe(1),
    );
    goOn.give();
    await bot.settled();

    expect([said(), status()]).toEqual([
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
    await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      posted.give();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await thread.post("Oiled.");
    });
    await mention();
    await posted.given;
    await bot.adapter.disconnect();

    expect(said()).toEqual([
      ["thought", "It is the hinges."],
      ["response", "Oiled."],
    ]);
  });

  it("sends what a turn that goes on has posted last", async () => {
    const posted = createSignal();
    const goOn = createSignal();
    await startAgent(async (thread) => {
      await thread.post("It is the hinges.");
      posted.give();
      await goOn.given;
    });
    await mention();
    await posted.given;
    await bot.adapter.disconnect();
    const left = said();
    goOn.give();
    await bot.settled();

    expect([left.at(-1), said()]).toEqual([["response", "It is the hinges."], left]);
  });
});
