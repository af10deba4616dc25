import type { Thread } from "chat";
import type { EmulatedIssue } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { introduce } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

let world: TestWorld;
let bot: TestBot;
let issue: EmulatedIssue;
let thread: Thread;

beforeEach(async () => {
  world = createTestWorld();
  bot = await startTestBot({ mode: "comments", world });
  await introduce(bot);
  issue = bot.linear.createIssue();
  const root = await bot.linear.comment({ issue, body: "It sticks." });
  thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
});
afterEach(async () => {
  await bot.close();
});

const shown = (of: EmulatedIssue = issue): string[] =>
  bot.linear.comments({ issue: of, by: bot.linear.organization.appUserId }).map(({ body }) => body);

const failing = { on: "graphql", operation: "CreateComment", kind: "status", status: 502 } as const;

describe("posts that nobody waits for", () => {
  it("keep their order when one of them is tried again", async () => {
    bot.linear.injectFault({ ...failing, skip: 1 });

    const posts = ["one", "two", "three", "four"].map((text) => thread.post(text));
    await world.clock.passUntil(Promise.all(posts));

    expect(shown()).toEqual(["one", "two", "three", "four"]);
  });

  it("keep their order when one of them meets the rate limit", async () => {
    bot.linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "rate-limited", retryAfterMs: 2_000 });

    const posts = ["one", "two", "three"].map((text) => thread.post(text));
    await world.clock.passUntil(Promise.all(posts));

    expect(shown()).toEqual(["one", "two", "three"]);
  });

  it("keep their order where the issue is named by its identifier, which is looked up first", async () => {
    const named = bot.linear.createIssue();

    const posts = ["one", "two", "three"].map((text) => bot.bot.thread(`linear:${named.identifier}`).post(text));
    await world.clock.passUntil(Promise.all(posts));

    expect(shown(named)).toEqual(["one", "two", "three"]);
  });

  it("go out although one before them has failed for good", async () => {
    bot.linear.injectFault({
      on: "graphql",
      operation: "CreateComment",
      kind: "graphql-error",
      type: "forbidden",
      message: "No",
    });

    const posts = ["one", "two"].map((text) => thread.post(text));
    const outcomes = await world.clock.passUntil(Promise.allSettled(posts));

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(shown()).toEqual(["two"]);
  });

  it("in one thread do not wait for those in another", async () => {
    const other = bot.linear.createIssue();
    bot.linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "rate-limited", retryAfterMs: 20_000 });

    const held = thread.post("one");
    await world.clock.advance(0);
    await bot.bot.thread(`linear:${other.id}`).post("two");

    expect([shown(), shown(other)]).toEqual([[], ["two"]]);
    await world.clock.passUntil(held);
  });

  it("stand as a whole where they take several comments", async () => {
    bot.linear.injectFault({ ...failing, skip: 1 });
    const long = ["a", "b"].map((name) => `${name} ${"word ".repeat(1_900)}`.trim()).join("\n\n");

    await world.clock.passUntil(Promise.all([thread.post(long), thread.post("c")]));

    expect(shown().map((body) => body.charAt(0))).toEqual(["a", "b", "c"]);
  });
});

describe("edits that nobody waits for", () => {
  it("end with the last one when an earlier one is tried again", async () => {
    const sent = await thread.post("zero");
    bot.linear.injectFault({ ...failing, operation: "UpdateComment" });

    const edits = ["one", "two", "three"].map((text) => sent.edit(text));
    await world.clock.passUntil(Promise.all(edits));

    expect(shown()).toEqual(["three"]);
  });

  it("come before a deletion that was asked for behind them", async () => {
    const sent = await thread.post("zero");
    bot.linear.injectFault({ ...failing, operation: "UpdateComment" });

    const writes = [bot.adapter.editMessage(thread.id, sent.id, "one"), bot.adapter.deleteMessage(thread.id, sent.id)];
    await world.clock.passUntil(Promise.all(writes));

    expect(shown()).toEqual([]);
  });
});

describe("a post during a stream", () => {
  it("does not wait for its end, so that a tool of the stream can post", async () => {
    async function* answer() {
      yield "Looking.";
      await world.clock.sleep(10);
      await thread.post("A tool was here.");
      yield " Found it.";
    }

    await world.clock.passUntil(thread.post(answer()));

    expect(shown()).toEqual(["Looking. Found it.", "A tool was here."]);
  });

  it("does not come between the comments of its end", async () => {
    const long = ["a", "b"].map((name) => `${name} ${"word ".repeat(1_900)}`.trim()).join("\n\n");
    async function* answer() {
      yield long.slice(0, 10);
      await vi.waitFor(() => expect(shown()).toHaveLength(1), { interval: 5, timeout: 10_000 });
      yield long.slice(10);
    }
    const injected = bot.linear.injectFault({ ...failing, operation: "UpdateComment" });

    const streamed = thread.post(answer());
    await vi.waitFor(() => expect(injected.hits).toBe(1), { interval: 5, timeout: 10_000 });
    await world.clock.passUntil(Promise.all([streamed, thread.post("c")]));

    expect(shown().map((body) => body.charAt(0))).toEqual(["a", "b", "c"]);
  });
});

describe("the last posts of a bot", () => {
  it("are written before it stops", async () => {
    bot.linear.injectFault(failing);

    void thread.post("one");
    void thread.post("two");
    await world.clock.advance(0);
    await world.clock.passUntil(bot.adapter.disconnect());

    expect(shown()).toEqual(["one", "two"]);
  });
});
