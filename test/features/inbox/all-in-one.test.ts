// Covers: src/inbound/run-delivery.ts
// Covers: src/inbox/handle-entry.ts
// Covers: src/inbox/lane-runner.ts
// Covers: src/inbox/worker.ts

import { createMemoryInbox, type LinearInbox } from "chat-adapter-linear/inbox";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { latestSession, mention, said, startAgent, type Work } from "../../support/agent.js";
import { HASTY, handled } from "../../support/inbox.js";
import { createSignal } from "../../support/signal.js";
import type { TestBot } from "../../support/test-bot.js";

let inbox: LinearInbox;

beforeEach(() => {
  inbox = createMemoryInbox({ worker: HASTY });
});
afterEach(() => inbox.close());

const startBot = (work: Work, settings: object = {}): Promise<TestBot> =>
  startAgent(work, { settings: { inbox, ...settings } });

/** A handler that fails as often as told, then answers. */
const failing = (times: number): Work => {
  let left = times;
  return async (thread) => {
    left -= 1;
    if (left >= 0) throw new Error("the model is away");
    await thread.post("Done at last.");
  };
};

describe("a bot with an inbox", () => {
  it("answers a session, and the inbox is empty when the turn has ended", async () => {
    const turn = createSignal();
    const { linear } = await startBot(async (thread) => {
      await turn.given;
      await thread.post("Here it is.");
    });
    await mention(linear);
    await linear.settled();
    await vi.waitFor(async () => expect(await inbox.store.stats()).toMatchObject({ waiting: 1, running: 1 }));
    turn.give();
    await handled(linear, inbox);

    expect(said(linear)).toEqual([["response", "Here it is."]]);
  });

  it("answers a comment", async () => {
    const { linear } = await startBot((thread) => thread.post("Here it is."), { mode: "comments" });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await handled(linear, inbox);

    expect(linear.comments().map(({ body }) => body)).toContain("Here it is.");
  });

  it("handles what is sent twice once", async () => {
    const heard: string[] = [];
    const { linear } = await startBot(async (thread, message) => {
      heard.push(message.text);
      await thread.post("Yes.");
    });
    await mention(linear);
    await handled(linear, inbox);
    const statuses = await Promise.all(linear.deliveries().map((delivery) => linear.redeliver(delivery)));
    await handled(linear, inbox);

    expect([statuses, heard.length]).toEqual([[200, 200, 200], 1]);
  });

  it("handles the prompts of a session one after the other, in their order", async () => {
    const turns: string[] = [];
    const { linear } = await startBot(async (thread, message) => {
      turns.push(`begins ${message.text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      await thread.post(`Answer to ${message.text}`);
      turns.push(`ends ${message.text}`);
    });
    const session = await mention(linear, "one");
    await linear.prompt({ session, body: "two" });
    await linear.prompt({ session, body: "three" });
    await handled(linear, inbox);

    expect(turns.map((turn) => `${turn.split(" ").at(0)} ${turn.split(" ").at(-1)}`)).toEqual([
      "begins one",
      "ends one",
      "begins two",
      "ends two",
      "begins three",
      "ends three",
    ]);
  });

  it("handles other threads beside one that takes long", async () => {
    const [slow, begun] = [createSignal(), createSignal()];
    const { linear } = await startBot(async (thread, message) => {
      if (message.text.includes("slow")) {
        begun.give();
        await slow.given;
      }
      await thread.post("Done.");
    });
    await mention(linear, "slow");
    await begun.given;
    const fast = await mention(linear, "fast");
    await vi.waitFor(() => expect(said(linear, fast)).toEqual([["response", "Done."]]));
    const before = said(linear);
    slow.give();
    await handled(linear, inbox);

    expect([before, said(linear)]).toEqual([[], [["response", "Done."]]]);
  });

  it("tries a failed turn again, of which the session sees nothing but the answer", async () => {
    const { linear } = await startBot(failing(2));
    await mention(linear);
    await handled(linear, inbox);

    expect([said(linear), await inbox.store.list({ state: "dead" })]).toEqual([[["response", "Done at last."]], []]);
  });

  it("lets what comes behind a failed turn wait for it", async () => {
    const answered: string[] = [];
    let failures = 2;
    const { linear } = await startBot(async (thread, message) => {
      if (message.text.includes("one")) failures -= 1;
      if (message.text.includes("one") && failures >= 0) throw new Error("the model is away");
      answered.push(message.text);
      await thread.post("Done.");
    });
    const session = await mention(linear, "one");
    await linear.prompt({ session, body: "two" });
    await handled(linear, inbox);

    expect(answered.map((text) => text.split(" ").at(-1))).toEqual(["one", "two"]);
  });

  it("says one error after the last try, keeps the delivery with its reason, and goes on with the thread", async () => {
    const { linear } = await startBot(failing(3));
    const session = await mention(linear);
    await linear.prompt({ session, body: "and now?" });
    await handled(linear, inbox);

    expect(said(linear)).toEqual([
      ["error", expect.any(String)],
      ["response", "Done at last."],
    ]);
    expect(await inbox.store.list({ state: "dead" })).toMatchObject([
      {
        lane: `session:${session.id}`,
        begun: 3,
        failed: 2,
        reason: "the model is away",
        stack: expect.stringContaining("Error: the model is away\n"),
      },
    ]);
  });

  it("handles a dead letter that is replayed", async () => {
    const { linear } = await startBot(failing(3));
    await mention(linear);
    await handled(linear, inbox);
    const [dead] = await inbox.store.list({ state: "dead" });
    await inbox.store.replay(dead?.key ?? "");
    await handled(linear, inbox);

    expect(said(linear).at(-1)).toEqual(["response", "Done at last."]);
  });

  it("hears Stop while the turn runs, and the thread goes on", async () => {
    const begun = createSignal();
    const { linear } = await startBot(async (thread, message) => {
      if (message.text === "go on") return await thread.post("Going on.");
      begun.give();
      await new Promise((resolve) => thread.signal?.addEventListener("abort", resolve));
      return await thread.post("Too late.");
    });
    const session = await mention(linear);
    await begun.given;
    await linear.stop({ session });
    await handled(linear, inbox);
    await linear.prompt({ session: latestSession(linear), body: "go on" });
    await handled(linear, inbox);

    expect(said(linear)).not.toContainEqual(["response", "Too late."]);
    expect(said(linear).at(-1)).toEqual(["response", "Going on."]);
  });

  it("hears Stop when all its rooms are taken", async () => {
    inbox = createMemoryInbox({ worker: { ...HASTY, concurrency: 1 } });
    const begun = createSignal();
    const { linear } = await startBot(async (thread) => {
      begun.give();
      await new Promise((resolve) => thread.signal?.addEventListener("abort", resolve));
    });
    const session = await mention(linear);
    await begun.given;
    await linear.stop({ session });

    await expect(handled(linear, inbox)).resolves.toBeUndefined();
  });

  it("takes nothing while the inbox is paused, and then all of it", async () => {
    const { linear } = await startBot((thread) => thread.post("Here."));
    await inbox.store.pause();
    await mention(linear);
    await linear.settled();
    const during = await inbox.store.stats();
    await inbox.store.resume();
    await handled(linear, inbox);

    expect([during, said(linear)]).toMatchObject([{ running: 0, isPaused: true }, [["response", "Here."]]]);
  });
});
