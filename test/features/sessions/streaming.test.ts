// Covers: src/adapter/surfaces/session-surface.ts
// Covers: src/api/operations/agent-activities.ts
// Covers: src/sessions/sent-message.ts
// Covers: src/sessions/stream/step-to-action.ts
// Covers: src/sessions/stream/stream-to-effects.ts
// Covers: src/sessions/stream/stream-to-session.ts

import { emoji, type StreamChunk, StreamingPlan, type Thread } from "chat";
import type { EmulatedSession, EmulatorFault } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { introduce } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

type Stream = AsyncGenerator<string | StreamChunk>;

let bot: TestBot;
let handle: (thread: Thread) => Promise<unknown> = async () => {};
let session: EmulatedSession;
let logged = 0;

beforeAll(async () => {
  bot = await startTestBot({
    mode: "agent-sessions",
    on: (chat) => {
      chat.onNewMention((thread) => handle(thread).then(() => {}));
    },
  });
  await introduce(bot);
});
afterAll(async () => {
  await bot.close();
});
beforeEach(() => {
  bot.linear.clearRequests();
  logged = bot.logger.entries.length;
});
afterEach(() => {
  bot.linear.clearFaults();
});

/** Lets the bot handle a mention in a session of its own, to the end. */
async function play(work: (thread: Thread) => Promise<unknown>): Promise<void> {
  handle = async (thread) => {
    session = bot.linear.session(bot.adapter.decodeThreadId(thread.id).agentSessionId ?? "");
    await work(thread);
  };
  await bot.linear.mention({ issue: bot.linear.createIssue(), text: "please help" });
  await bot.settled();
}

/** What the session holds: type, texts, and whether it vanishes. */
const said = (): unknown[] => bot.linear.activities(session).map(({ content }) => content);
const lasting = (): unknown[] =>
  bot.linear
    .activities(session, { includeArchived: true })
    .filter(({ ephemeral }) => !ephemeral)
    .map(({ content }) => content);
const newest = (): unknown => bot.linear.activities(session).at(-1);
const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 5, timeout: 10_000 });
const warnings = (): string[] =>
  bot.logger.entries
    .slice(logged)
    .filter(({ level }) => level === "warn")
    .map(({ text }) => text);

const FAILURE = "Something went wrong while I was working on this. Please try again.";

const step = (
  id: string,
  status: "pending" | "in_progress" | "complete" | "error",
  title: string,
  rest: { details?: string; output?: string } = {},
): StreamChunk => ({ type: "task_update", id, status, title, ...rest });

const answer = (body: string) => ({ type: "response", body });
const thought = (body: string) => ({ type: "thought", body });
const action = (name: string, parameter: string, result?: string) => ({
  type: "action",
  action: name,
  parameter,
  ...(result === undefined ? {} : { result }),
});

async function* chunksOf(...chunks: (string | StreamChunk)[]): Stream {
  yield* chunks;
}

describe("a stream into a session", () => {
  it("is one response when it is only text", async () => {
    await play((thread) => thread.post(chunksOf("Oil ", "the ", { type: "markdown_text", text: "**hinge**." })));

    expect(said()).toEqual([answer("Oil the **hinge**.")]);
    expect(bot.linear.session(session).status).toBe("complete");
    expect(bot.linear.requests().map(({ operationName }) => operationName)).toEqual(["CreateAgentActivity"]);
  });

  it("has thoughts before its steps, one lasting entry for each step, and one response", async () => {
    await play((thread) =>
      thread.post(
        chunksOf(
          "Let me ",
          "look.",
          step("1", "in_progress", "Look at the door", { details: "kitchen" }),
          step("1", "complete", "Look at the door", { output: "It is dry." }),
          "So I ",
          "oil it.",
          step("2", "pending", "Oil"),
          step("2", "in_progress", "Oil"),
          step("2", "error", "Oil", { output: "no oil" }),
          "Buy ",
          "some oil.",
        ),
      ),
    );

    expect(lasting()).toEqual([
      thought("Let me look."),
      action("Look at the door", "kitchen", "It is dry."),
      thought("So I oil it."),
      action("Oil", "✗", "no oil"),
      answer("Buy some oil."),
    ]);
    expect(said()).toEqual(lasting());
  });

  it("shows a step while it runs, until it is done", async () => {
    const seen: unknown[] = [];
    async function* watched(): Stream {
      yield step("1", "in_progress", "Look", { details: "kitchen" });
      await until(() => expect(newest()).toMatchObject({ content: action("Look", "kitchen") }));
      seen.push(newest());
      yield step("1", "complete", "Look", { output: "Dry." });
      await until(() => expect(newest()).toMatchObject({ ephemeral: false }));
      seen.push(newest());
      yield "Oil it.";
    }

    await play((thread) => thread.post(watched()));

    expect(seen).toMatchObject([
      { ephemeral: true, content: action("Look", "kitchen") },
      { ephemeral: false, content: action("Look", "kitchen", "Dry.") },
    ]);
    expect(said()).toEqual([action("Look", "kitchen", "Dry."), answer("Oil it.")]);
  });

  it("drives the session's plan", async () => {
    const plans: unknown[] = [];
    const planOf = (): unknown => bot.linear.session(session).plan;
    async function* planned(): Stream {
      yield { type: "plan_update", title: "Repair the door" };
      await until(() => expect(planOf()).toHaveLength(1));
      plans.push(planOf());
      yield step("1", "in_progress", "Look");
      yield step("2", "pending", "Oil");
      await until(() => expect(planOf()).toHaveLength(2));
      plans.push(planOf());
      yield step("1", "complete", "Look");
      yield step("2", "error", "Oil");
      yield "No oil.";
    }

    await play((thread) => thread.post(planned()));

    expect([...plans, planOf()]).toEqual([
      [{ content: "Repair the door", status: "inProgress" }],
      [
        { content: "Look", status: "inProgress" },
        { content: "Oil", status: "pending" },
      ],
      [
        { content: "Look", status: "completed" },
        { content: "Oil", status: "canceled" },
      ],
    ]);
    expect(lasting()).toEqual([action("Look", "✓"), action("Oil", "✗", "Failed"), answer("No oil.")]);
  });

  it("shows running steps in the plan alone where the bot groups its tasks so", async () => {
    await play((thread) =>
      thread.post(
        new StreamingPlan(chunksOf(step("1", "in_progress", "Look"), step("1", "complete", "Look"), "Oil it."), {
          groupTasks: "plan",
        }),
      ),
    );

    expect(bot.linear.activities(session, { includeArchived: true }).map(({ content }) => content)).toEqual([
      action("Look", "✓"),
      answer("Oil it."),
    ]);
    expect(bot.linear.session(session).plan).toEqual([{ content: "Look", status: "completed" }]);
  });

  it("takes eight requests for five steps with a plan, when the model is faster than Linear", async () => {
    const ids = ["1", "2", "3", "4", "5"];
    const steps = ids.flatMap((id) => [step(id, "in_progress", `Step ${id}`), step(id, "complete", `Step ${id}`)]);

    await play((thread) => thread.post(chunksOf({ type: "plan_update", title: "Five" }, ...steps, "Done it.")));

    expect(lasting()).toEqual([...ids.map((id) => action(`Step ${id}`, "✓")), answer("Done it.")]);
    expect(bot.linear.session(session).plan).toEqual(ids.map((id) => ({ content: `Step ${id}`, status: "completed" })));
    expect(bot.linear.requests().length).toBeLessThanOrEqual(8);
  });

  it("glues nothing together, keeps the text's own breaks, and repeats nothing", async () => {
    await play((thread) =>
      thread.post(
        chunksOf(
          "One.",
          { type: "plan_update", title: "P" },
          "Two.",
          step("1", "pending", "S"),
          "Three",
          ".\n\n",
          "Four.",
        ),
      ),
    );

    expect(lasting()).toEqual([answer("One.\n\nTwo.\n\nThree.\n\nFour.")]);
  });

  it("takes what AI libraries call a full stream", async () => {
    async function* fullStream() {
      yield { type: "text-delta", text: "Let me " };
      yield { type: "text-delta", text: "look." };
      yield { type: "finish-step" };
      yield { type: "text-delta", text: "Oil it." };
    }

    await play((thread) => thread.post(fullStream()));

    expect(said()).toEqual([answer("Let me look.\n\nOil it.")]);
  });

  it("without any text ends the turn all the same", async () => {
    await play((thread) => thread.post(chunksOf(step("1", "complete", "Look"))));

    expect(said()).toEqual([action("Look", "✓"), answer("Done.")]);
    expect(bot.linear.session(session).status).toBe("complete");
  });

  it("that waits for a person ends in a question", async () => {
    await play((thread) => thread.post(new StreamingPlan(chunksOf("Which door?"), { sessionStatus: "suspended" })));

    expect(said()).toEqual([{ type: "elicitation", body: "Which door?" }]);
    expect(bot.linear.session(session).status).toBe("awaitingInput");
  });

  it("that is too long for one response goes on in further ones", async () => {
    const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph ${index}. ${"word ".repeat(150).trim()}`);

    await play((thread) => thread.post(chunksOf(...paragraphs.map((paragraph) => `${paragraph}\n\n`))));

    const bodies = bot.linear.activities(session).map(({ content }) => content.body ?? "");
    expect(bodies.map((body) => body.length <= 10_000)).toEqual([true, true, true]);
    expect(bodies.join("\n\n")).toBe(paragraphs.join("\n\n"));
  });

  it("has mentions and emoji as Linear writes them", async () => {
    await play((thread) => thread.post(chunksOf(thread.mentionUser(bot.linear.ada.id), ` it is done ${emoji.check}`)));

    expect(said()).toEqual([answer(`${bot.linear.ada.url} it is done ✅`)]);
  });

  it("is one message that can be found again", async () => {
    let sent: { id: string } | undefined;

    await play(async (thread) => {
      sent = await thread.post(chunksOf("Look.", step("1", "complete", "Look"), "Oil it."));
    });

    expect(newest()).toMatchObject({ id: sent?.id, content: answer("Oil it.") });
  });
});

describe("a slow Linear", () => {
  it("does not slow the model's stream", async () => {
    bot.linear.injectFault({ on: "graphql", operation: "CreateAgentActivity", kind: "delay", ms: 100 });
    let answeredMeanwhile: number | undefined;
    async function* model(): Stream {
      yield "Let me look.";
      yield step("1", "in_progress", "Look");
      yield step("1", "complete", "Look");
      yield "Oil it.";
      answeredMeanwhile = bot.linear.requests().length;
    }

    await play((thread) => thread.post(model()));

    expect(answeredMeanwhile).toBe(0);
    expect(lasting()).toEqual([thought("Let me look."), action("Look", "✓"), answer("Oil it.")]);
  });
});

describe("a Linear that fails in the middle of a stream", () => {
  const onActivities = { on: "graphql", operation: "CreateAgentActivity" } as const;

  it.each<[string, EmulatorFault]>([
    ["loses the answer to a thought", { ...onActivities, kind: "drop-after" }],
    ["loses the answer to a step", { ...onActivities, kind: "drop-after", skip: 1 }],
    ["loses the answer to the response", { ...onActivities, kind: "drop-after", skip: 2 }],
    ["cuts the connection before the response", { ...onActivities, kind: "drop-before", skip: 2 }],
    ["answers the response with HTTP 502", { ...onActivities, kind: "status", status: 502, skip: 2 }],
    ["limits the rate", { ...onActivities, kind: "rate-limited", retryAfterMs: 50, skip: 1, times: 2 }],
    ["ends the token", { ...onActivities, kind: "unauthorized", skip: 1 }],
  ])("and %s has everything once, in order", async (_, fault) => {
    const injected = bot.linear.injectFault(fault);

    await play((thread) => thread.post(chunksOf("Let me look.", step("1", "complete", "Look"), "Oil it.")));

    expect(injected.hits).toBe(fault.times ?? 1);
    expect(said()).toEqual([thought("Let me look."), action("Look", "✓"), answer("Oil it.")]);
    expect(warnings()).toEqual([]);
  });

  it("and refuses a thought still gets the answer", async () => {
    bot.linear.injectFault({ ...onActivities, kind: "graphql-error", type: "invalid input", message: "No" });

    await play((thread) => thread.post(chunksOf("Let me look.", step("1", "complete", "Look"), "Oil it.")));

    expect(said()).toEqual([action("Look", "✓"), answer("Oil it.")]);
    expect(warnings()).toEqual([expect.stringContaining("A part of a stream did not reach the agent session")]);
    expect(warnings().join()).not.toContain("Let me look.");
  });

  it("and refuses the answer leaves the session in an error, and says so in the log", async () => {
    bot.linear.injectFault({ ...onActivities, kind: "graphql-error", type: "forbidden", message: "No" });

    await play((thread) => thread.post(chunksOf("Oil it.")));

    expect(said()).toEqual([{ type: "error", body: FAILURE }]);
    expect(bot.logger.entries.slice(logged).filter(({ level }) => level === "error")).toEqual([
      { level: "error", text: expect.stringContaining("The answer of a turn did not reach its agent session") },
    ]);
  });
});

describe("a stream that fails", () => {
  it("ends the session in an error, and the handler sees what it was", async () => {
    const outage = new Error("the model is out of tokens");
    const seen: unknown[] = [];
    async function* model(): Stream {
      yield { type: "plan_update", title: "Repair" };
      yield step("1", "in_progress", "Look");
      yield "Half an ans";
      throw outage;
    }

    await play((thread) => thread.post(model()).catch((error: unknown) => seen.push(error)));

    expect(seen).toEqual([outage]);
    expect(lasting()).toEqual([thought("Half an ans\n\n_(broke off here)_"), { type: "error", body: FAILURE }]);
    expect(bot.linear.session(session)).toMatchObject({
      status: "error",
      plan: [{ content: "Look", status: "canceled" }],
    });
  });
});

describe("a stream that is aborted", () => {
  it("by the bot never has half an answer as the answer", async () => {
    const stop = new AbortController();
    async function* model(): Stream {
      yield "Let me look.";
      yield step("1", "complete", "Look");
      yield "Half an ans";
      stop.abort();
      yield "wer";
    }

    await play((thread) => bot.adapter.stream(thread.id, model(), { signal: stop.signal }));

    expect(lasting()).toEqual([
      thought("Let me look."),
      action("Look", "✓"),
      thought("Half an ans\n\n_(stopped here)_"),
      answer("Stopped."),
    ]);
  });

  it("by a person's Stop says one closing word, and nothing after it", async () => {
    async function* model(): Stream {
      yield "Let me look.";
      yield step("1", "complete", "Look");
      await until(() => expect(newest()).toMatchObject({ content: action("Look", "✓") }));
      yield "Half an ans";
      await bot.linear.stop({ session });
      await new Promise(() => {});
    }

    await play((thread) => thread.post(model()));

    expect(lasting()).toEqual([
      thought("Let me look."),
      action("Look", "✓"),
      { type: "prompt", body: "" },
      answer("Stopped."),
    ]);
    expect(bot.linear.session(session).status).toBe("complete");
  });
});
