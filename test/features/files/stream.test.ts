// Covers: src/files/open-file.ts

import type { RequestListener } from "node:http";
import { LinearAdapter, type LinearAdapterBaseConfig } from "chat-adapter-linear";
import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { expect, it, onTestFinished } from "vitest";
import { systemWorld } from "../../../src/util/world.js";
import { listen } from "../../support/listen.js";
import { createTestClock, type TestClock } from "../../support/test-clock.js";

interface Setting {
  adapter: LinearAdapter;
  clock: TestClock;
  url: string;
}

/** An adapter whose Linear answers every request for a file so. */
async function startAdapter(answer: RequestListener, options: LinearAdapterBaseConfig = {}): Promise<Setting> {
  const server = await listen(answer);
  const clock = createTestClock();
  const config = { apiUrl: `${server}/graphql`, accessToken: "token-of-acme", webhookSecret: "secret", ...options };
  return { adapter: new LinearAdapter(config, { ...systemWorld, clock }), clock, url: `${server}/files/o/1/2` };
}

/** The attachment of a file's address, as the chat gives it back. */
const fetchAll = ({ adapter, url }: Setting): Promise<unknown> =>
  adapter.rehydrateAttachment({ type: "file", fetchMetadata: { url } }).fetchData?.() ?? expect.fail("not fetchable");

/** Answers with these words, and says before how many they are. */
const tell =
  (text: string): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { "content-length": text.length }).end(text);

const toText = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> =>
  await new Response(stream).text();

it("a file is a stream, with its type and its size", async () => {
  const linear = await startLinearEmulator();
  onTestFinished(() => linear.close());
  const { url } = linear.addFile({ name: "a.txt", content: "Hello", contentType: "text/plain; charset=utf-8" });
  const adapter = new LinearAdapter({ ...linear.adapterOptions(), mode: "comments" });
  const { stream, ...facts } = await adapter.openFile(new URL(url));

  expect([facts, await toText(stream)]).toEqual([{ mimeType: "text/plain", size: 5 }, "Hello"]);
});

it("a file whose length nobody told has no size, and only bytes are no type", async () => {
  const { adapter, url } = await startAdapter((_, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.write("Hel");
    response.end("lo");
  });
  const { stream, ...facts } = await adapter.openFile(url);

  expect([facts, await toText(stream)]).toEqual([{ mimeType: undefined, size: undefined }, "Hello"]);
});

it("bytes are counted as they are read, whatever a header said of them", async () => {
  const setting = await startAdapter(tell("more than ten bytes"), { maxFileBytes: 10 });
  const chunked = await startAdapter(
    (_, response) => {
      response.writeHead(200, { "transfer-encoding": "chunked" });
      response.end("more than ten bytes");
    },
    { maxFileBytes: 10 },
  );
  const tooLarge = { code: "FILE_TOO_LARGE", facts: { file: "/files/o/1/2", maxBytes: 10 } };
  const { stream } = await chunked.adapter.openFile(chunked.url);

  await expect(fetchAll(setting)).rejects.toMatchObject(tooLarge);
  await expect(fetchAll(chunked)).rejects.toMatchObject(tooLarge);
  await expect(toText(stream)).rejects.toMatchObject(tooLarge);
});

it("a stream may be longer than an attachment, where it says so", async () => {
  const { adapter, url } = await startAdapter(tell("more than ten bytes"), { maxFileBytes: 10 });

  expect(await toText((await adapter.openFile(url, { maxBytes: 100 })).stream)).toBe("more than ten bytes");
  await expect(adapter.openFile(url)).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
});

it("a silent Linear has half a minute", async () => {
  const setting = await startAdapter(() => {});
  const { adapter, clock, url } = setting;
  const late = { code: "LINEAR_UNREACHABLE", facts: { timeoutMs: 30_000 } };

  await expect(clock.passUntil(fetchAll(setting), 30_000)).rejects.toMatchObject(late);
  await expect(clock.passUntil(adapter.openFile(url), 30_000)).rejects.toMatchObject(late);
});

it("a Linear that falls silent within a file has half a minute for each piece of a stream, and for all of an attachment", async () => {
  const setting = await startAdapter((_, response) => void response.writeHead(200).write("Hello"), {
    fileTimeoutMs: 30_000,
  });
  const { adapter, clock, url } = setting;
  const { stream } = await adapter.openFile(url);
  const reader = stream.getReader();

  expect(new TextDecoder().decode((await reader.read()).value)).toBe("Hello");
  // The time that the reader takes is its own.
  await clock.advance(600_000);
  await expect(clock.passUntil(reader.read(), 30_000)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
  await expect(clock.passUntil(fetchAll(setting), 30_000)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
});

it("a connection that breaks within a file is an error, and no shorter file", async () => {
  const setting = await startAdapter((request, response) => {
    response.writeHead(200, { "content-length": 10 });
    response.write("Hello", () => request.socket.destroy());
  });

  await expect(fetchAll(setting)).rejects.toMatchObject({
    code: "LINEAR_UNREACHABLE",
    facts: { file: "/files/o/1/2", reason: expect.any(String) },
  });
});

it("who does not read on lets go of the connection", async () => {
  let isClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const { adapter, url } = await startAdapter((request, response) => {
    request.socket.once("close", () => isClosed());
    response.writeHead(200).write("Hello");
  });
  const { stream } = await adapter.openFile(url);
  await stream.cancel();

  await expect(closed).resolves.toBeUndefined();
});

it("a download ends with its signal, and with the signal's reason", async () => {
  const { adapter, url } = await startAdapter((_, response) => void response.writeHead(200).write("Hello"));
  const stop = new AbortController();
  const { stream } = await adapter.openFile(url, { signal: stop.signal });
  const reader = stream.getReader();
  await reader.read();
  stop.abort(new Error("Enough"));

  await expect(reader.read()).rejects.toThrow("Enough");
  await expect(adapter.openFile(url, { signal: stop.signal })).rejects.toThrow("Enough");
});

it.each([
  ["maxFileBytes", { maxFileBytes: 0 }],
  ["fileTimeoutMs", { fileTimeoutMs: -1 }],
])("%s has to be a limit", (option, options) => {
  expect(() => new LinearAdapter({ accessToken: "a", webhookSecret: "b", ...options })).toThrow(option);
});
