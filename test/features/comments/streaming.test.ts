// Covers: src/comments/stream/comment-stream.ts
// Covers: src/comments/stream/comment-writer.ts
// Covers: src/comments/stream/stream-to-comment.ts
// Covers: src/comments/write-comment.ts

import { setTimeout as sleep } from "node:timers/promises";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, emoji, type StreamChunk, StreamingMarkdownRenderer, StreamingPlan, type Thread } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import {
  type EmulatedComment,
  type EmulatedIssue,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { streamToComment } from "../../../src/comments/stream/stream-to-comment.js";
import { createApi } from "../../api/api-by-hand.js";
import { createMemoryLogger, type MemoryLogger } from "../../support/memory-logger.js";
import { clientCredentials } from "../../support/test-bot.js";

type Stream = AsyncGenerator<string | StreamChunk>;

let linear: LinearEmulator;
let logger: MemoryLogger;
let issue: EmulatedIssue;
let root: EmulatedComment;

beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterAll(async () => {
  await linear.close();
});
beforeEach(async () => {
  logger = createMemoryLogger();
  issue = linear.createIssue();
  root = await linear.comment({ issue, body: "It sticks." });
  linear.clearRequests();
});
afterEach(() => {
  linear.clearFaults();
});

interface Options {
  streamEditIntervalMs?: number;
  fallbackStreamingPlaceholderText?: string | null;
}

/** A bot's view of the thread below the root comment. */
async function openThread({ streamEditIntervalMs = 10, ...options }: Options = {}, threadId?: string): Promise<Thread> {
  const adapter = createLinearAdapter({
    ...clientCredentials(linear),
    apiUrl: linear.apiUrl,
    webhookSecret: linear.app.webhookSecret,
    streamEditIntervalMs,
    logger,
  } as Parameters<typeof createLinearAdapter>[0]);
  const bot = new Chat({
    userName: "helper",
    adapters: { linear: adapter },
    state: createMemoryState(),
    logger,
    ...options,
  });
  await bot.initialize();
  return bot.thread(threadId ?? `linear:${issue.id}:c:${root.id}`);
}

const answers = (): string[] => linear.comments({ issue, by: linear.organization.appUserId }).map(({ body }) => body);
const operations = (): unknown[] => linear.requests().map(({ operationName }) => operationName);
const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 5, timeout: 10_000 });
const untilShown = (...bodies: string[]): Promise<void> => until(() => expect(answers()).toEqual(bodies));

async function* chunksOf(...chunks: (string | StreamChunk)[]): Stream {
  yield* chunks;
}

describe("a stream into a comment", () => {
  it("is one post, then edits, and the whole text at the end", async () => {
    async function* model(): Stream {
      yield "Oil";
      await untilShown("Oil");
      yield " the **hin";
      await untilShown("Oil the **hin**");
      yield "ge** now.";
    }

    const sent = await (await openThread()).post(model());

    expect(answers()).toEqual(["Oil the **hinge** now."]);
    expect(operations()).toEqual(["CreateComment", "UpdateComment", "UpdateComment"]);
    expect(linear.comments({ issue }).at(-1)).toMatchObject({ id: sent.id, parentId: root.id });
  });

  it("is one request when the text comes at once", async () => {
    await (await openThread()).post(chunksOf("Oil the hinge."));

    expect(answers()).toEqual(["Oil the hinge."]);
    expect(operations()).toEqual(["CreateComment"]);
  });

  it.each([
    ["the adapter", { streamEditIntervalMs: 60_000 }, {}],
    ["the stream", { streamEditIntervalMs: 10 }, { updateIntervalMs: 60_000 }],
  ])("is edited no more often than %s allows, but ends at once", async (_, options, streamOptions) => {
    async function* model(): Stream {
      yield "1";
      await untilShown("1");
      yield "2";
      await sleep(40);
      yield "3";
      await sleep(40);
      yield "4";
    }

    await (await openThread(options)).post(new StreamingPlan(model(), streamOptions));

    expect(answers()).toEqual(["1234"]);
    expect(operations()).toEqual(["CreateComment", "UpdateComment"]);
  });

  it("on an issue is a root comment, and its thread is the one that answers come in", async () => {
    const thread = await openThread({}, `linear:${issue.id}`);

    const sent = await thread.post(chunksOf("Oil the hinge."));

    expect(sent.threadId).toBe(`linear:${issue.id}:c:${sent.id}`);
    expect(linear.comments({ issue }).at(-1)).toMatchObject({ id: sent.id, parentId: undefined });
  });

  it("has steps as breaks between paragraphs only", async () => {
    await (await openThread()).post(
      chunksOf("Let me look.", { type: "task_update", id: "1", title: "Look", status: "complete" }, "Oil it."),
    );

    expect(answers()).toEqual(["Let me look.\n\nOil it."]);
  });

  it("has mentions and emoji as Linear writes them", async () => {
    const thread = await openThread();

    await thread.post(chunksOf(thread.mentionUser(linear.ada.id), ` it is done ${emoji.check}`));

    expect(answers()).toEqual([`${linear.ada.url} it is done ✅`]);
  });

  it("that is too long for one comment goes on in further ones below the same root", async () => {
    const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph ${index}. ${"word ".repeat(150).trim()}`);

    const sent = await (await openThread({}, `linear:${issue.id}`)).post(
      chunksOf("", ...paragraphs.map((text) => `${text}\n\n`)),
    );

    const [first, ...others] = linear.comments({ issue, by: linear.organization.appUserId });
    expect([first?.id, ...others.map(({ parentId }) => parentId)]).toEqual([sent.id, sent.id, sent.id]);
    expect(answers().map(({ length }) => length <= 10_000)).toEqual([true, true, true]);
    expect(answers().join("\n\n")).toBe(paragraphs.join("\n\n"));
  });

  it("without any text is an error, and posts nothing", async () => {
    await expect((await openThread()).post(chunksOf(" ", "\n"))).rejects.toMatchObject({
      code: "STREAM_NOT_UNDERSTOOD",
    });

    expect(operations()).toEqual([]);
  });
});

describe("the chat's placeholder", () => {
  it("stands there until there is text", async () => {
    async function* model(): Stream {
      await untilShown("Thinking…");
      yield "Oil it.";
    }

    await (await openThread({ fallbackStreamingPlaceholderText: "Thinking…" })).post(model());

    expect(answers()).toEqual(["Oil it."]);
    expect(operations()).toEqual(["CreateComment", "UpdateComment"]);
  });

  it("does not outlive a stream without text", async () => {
    const thread = await openThread({ fallbackStreamingPlaceholderText: "Thinking…" });

    await expect(thread.post(chunksOf())).rejects.toMatchObject({ code: "STREAM_NOT_UNDERSTOOD" });
    expect(answers()).toEqual(["Something went wrong while I was working on this. Please try again."]);
  });

  it.each([[null], [undefined]])("is left out when it is %s", async (fallbackStreamingPlaceholderText) => {
    const options = fallbackStreamingPlaceholderText === undefined ? {} : { fallbackStreamingPlaceholderText };
    async function* model(): Stream {
      expect(linear.requests()).toEqual([]);
      yield "Oil it.";
    }

    await (await openThread(options)).post(model());

    expect(operations()).toEqual(["CreateComment"]);
  });
});

describe("a stream that breaks off", () => {
  it("by an abort leaves what was received, marked as such", async () => {
    const stop = new AbortController();
    async function* model(): Stream {
      yield "Half an ans";
      stop.abort();
      yield "wer";
    }
    const thread = await openThread();

    const sent = await thread.adapter.stream?.(thread.id, model(), { signal: stop.signal });

    expect(answers()).toEqual(["Half an ans\n\n_Stopped._"]);
    expect(linear.comments({ issue }).at(-1)?.id).toBe(sent?.id);
  });

  it("by an abort before any text leaves no comment, and is no fault of the stream", async () => {
    const stop = new AbortController();
    async function* model(): Stream {
      stop.abort();
      yield "";
    }
    const thread = await openThread();

    const sent = await thread.adapter.stream?.(thread.id, model(), { signal: stop.signal });

    expect(answers()).toEqual([]);
    expect(sent?.raw).toMatchObject({ comment: { body: "" } });
  });

  it("by a failure leaves what was received, marked as such, and tells the handler", async () => {
    const outage = new Error("the model is out of tokens");
    async function* model(): Stream {
      yield "Half an ans";
      throw outage;
    }

    await expect((await openThread()).post(model())).rejects.toBe(outage);

    expect(answers()).toEqual(["Half an ans\n\n_The answer broke off here._"]);
  });

  it("before any text says that something went wrong where a placeholder stood", async () => {
    async function* model(): Stream {
      await untilShown("Thinking…");
      yield "";
      throw new Error("out of tokens");
    }

    await expect((await openThread({ fallbackStreamingPlaceholderText: "Thinking…" })).post(model())).rejects.toThrow(
      "out of tokens",
    );

    expect(answers()).toEqual(["Something went wrong while I was working on this. Please try again."]);
  });

  it("by a failure in a long text leaves all of it, with the mark at its end", async () => {
    async function* model(): Stream {
      yield `${"word ".repeat(1_900)}\n\n${"more ".repeat(1_900)}`;
      throw new Error("out of tokens");
    }

    await expect((await openThread()).post(model())).rejects.toThrow("out of tokens");

    expect(answers().map((body) => body.slice(0, 4))).toEqual(["word", "more"]);
    expect(answers().at(-1)?.endsWith("more\n\n_The answer broke off here._")).toBe(true);
  });
});

describe("a Linear that fails while a comment is streamed", () => {
  it.each([
    ["loses the answer to the post", { operation: "CreateComment", kind: "drop-after" }],
    ["cuts the connection at the post", { operation: "CreateComment", kind: "drop-before" }],
    ["loses the answer to the last edit", { operation: "UpdateComment", kind: "drop-after" }],
    ["answers the last edit with HTTP 502", { operation: "UpdateComment", kind: "status", status: 502 }],
    ["limits the rate", { operation: "UpdateComment", kind: "rate-limited", retryAfterMs: 50 }],
    ["ends the token", { operation: "UpdateComment", kind: "unauthorized" }],
  ] as const)("and %s has one comment with the whole text", async (_, fault) => {
    const injected = linear.injectFault({ on: "graphql", ...fault });

    await (await openThread()).post(chunksOf("Oil ", "the hinge."));

    expect(injected.hits).toBe(1);
    expect(answers()).toEqual(["Oil the hinge."]);
    expect(logger.at("warn")).toEqual([]);
  });

  it("and refuses an edit in between still has the whole text", async () => {
    const injected = linear.injectFault({
      on: "graphql",
      operation: "UpdateComment",
      kind: "graphql-error",
      type: "invalid input",
      message: "No",
    });
    async function* model(): Stream {
      yield "Oil";
      await untilShown("Oil");
      yield " the";
      await until(() => expect(injected.hits).toBe(1));
      yield " hinge.";
    }

    await (await openThread()).post(model());

    expect(answers()).toEqual(["Oil the hinge."]);
    expect(logger.at("warn")).toEqual([expect.stringContaining("A streamed comment could not be updated")]);
  });

  it("and is gone after it took the first text still has the whole text in one comment", async () => {
    const { api, clock } = createApi(linear.apiUrl, linear.createAccessToken());
    // As often as one operation is tried.
    linear.injectFault({ on: "graphql", operation: "CreateComment", kind: "drop-after", times: 5 });

    const outcome = await streamToComment(
      { kind: "comment", issueId: issue.id, commentId: root.id },
      chunksOf("Oil ", "the hinge."),
      {},
      {
        api,
        clock,
        logger,
        newId: () => crypto.randomUUID(),
        rememberOwn: async () => {},
        splitBody: (body) => [body],
        grownMessages: { remember: async () => {}, hasGrown: async () => false },
        inOrder: (write) => write(),
        render: async (markdown) => markdown,
        createRenderer: () => new StreamingMarkdownRenderer(),
        editIntervalMs: 10,
        failureText: "It failed.",
      },
    );

    expect(answers()).toEqual(["Oil the hinge."]);
    expect(outcome).toMatchObject({
      kind: "posted",
      posted: { id: linear.comments({ issue }).at(-1)?.id, raw: { comment: { parentId: root.id } } },
    });
  });
});
