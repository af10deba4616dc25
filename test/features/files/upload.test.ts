// Covers: src/files/create-uploads.ts
// Covers: src/files/put-file.ts
// Covers: src/files/read-content.ts
// Covers: src/files/upload-errors.ts
// Covers: src/emulator/file-route.ts
// Covers: src/emulator/files.ts

import { Readable } from "node:stream";
import { Card, type FileUpload } from "chat";
import { LinearAdapter, type LinearUploadProgress } from "chat-adapter-linear";
import { describe, expect, it } from "vitest";
import { createTestWorld } from "../../support/test-world.js";
import {
  askedOf,
  bodiesOf,
  filesOf,
  noteOf,
  odd,
  PNG,
  startUploader,
  withoutAddresses,
} from "../../support/uploading.js";

const text = (filename: string, content = "Hello"): FileUpload => ({ data: Buffer.from(content), filename });

describe("a post with a file", () => {
  it("costs one question, one upload without a token, and the comment", async () => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "The log:", files: [text("today.log")] });

    expect(askedOf(bot)).toEqual([["RequestUpload", "CreateComment"], [[200, false, 5]]]);
    expect(filesOf(bot)).toEqual([["today.log", "text/plain", "Hello"]]);
    expect(bodiesOf(bot)).toEqual([`The log:\n\n[today.log](${bot.linear.files()[0]?.url})`]);
  });

  it("shows pictures and links everything else, attachments first, in their order", async () => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, {
      markdown: "See:",
      attachments: [noteOf("one"), { type: "image", url: "https://a.b/c.png" }],
      files: [
        { data: PNG, filename: "chart" },
        { data: new Blob([PNG]), filename: "photo.heic", mimeType: "image/heic" },
      ],
    });

    expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual([
      "See:\n\n[one.txt](file:1)\n\n![](https://a.b/c.png)\n\n![chart](file:2)\n\n[photo.heic](file:3)",
    ]);
  });

  it("may be nothing but the file", async () => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] });

    expect(bodiesOf(bot)).toEqual([`[a.txt](${bot.linear.files()[0]?.url})`]);
  });

  it("may be an edit", async () => {
    const bot = await startUploader();
    const { id, threadId } = await bot.adapter.postMessage(bot.threadId, "Wait …");
    await bot.adapter.editMessage(threadId, id, { markdown: "Done:", files: [text("a.txt")] });

    expect(bodiesOf(bot)).toEqual([`Done:\n\n[a.txt](${bot.linear.files()[0]?.url})`]);
  });

  it("keeps the file whole where the text takes several comments", async () => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "word ".repeat(1_999), files: [text("a.txt")] });

    expect(bodiesOf(bot).at(-1)).toContain(`[a.txt](${bot.linear.files()[0]?.url})`);
    expect(bodiesOf(bot)).toHaveLength(2);
  });

  it("stands in its order beside other posts that nobody awaits", async () => {
    const bot = await startUploader();
    bot.linear.injectFault({ on: "upload", operation: "a.txt", kind: "delay", ms: 30 });
    await Promise.all([
      bot.adapter.postMessage(bot.threadId, { markdown: "first", files: [text("a.txt")] }),
      bot.adapter.postMessage(bot.threadId, { markdown: "second", files: [text("b.txt")] }),
    ]);

    expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual([
      "first\n\n[a.txt](file:1)",
      "second\n\n[b.txt](file:2)",
    ]);
  });
});

it("the uploaded file can be read with the token of its organization", async () => {
  const bot = await startUploader();
  await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] });
  const { stream } = await bot.adapter.openFile(bot.linear.files()[0]?.url ?? "");

  expect(await new Response(stream).text()).toBe("Hello");
  expect((await fetch(bot.linear.files()[0]?.url ?? "")).status).toBe(401);
});

describe("content", () => {
  it.each([
    ["a Buffer", () => Buffer.from("Hello")],
    ["a part of a buffer", () => Buffer.from("Oh Hello!").subarray(3, 8)],
    ["an ArrayBuffer", () => new TextEncoder().encode("Hello").buffer],
    ["a Uint8Array", () => new TextEncoder().encode("Hello")],
    ["shared memory", () => shared("Hello")],
    ["a Blob", () => new Blob(["Hel", "lo"])],
    ["a File", () => new File(["Hello"], "other.txt")],
    ["a web stream", () => new Blob(["Hello"]).stream()],
    ["a stream of Node's", () => Readable.from([Buffer.from("Hel"), Buffer.from("lo")])],
    ["a generator of texts", () => generate("Hel", "lo")],
  ])("may be %s", async (_, content) => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [odd(content())] });

    expect(filesOf(bot)).toEqual([["a.txt", "text/plain", "Hello"]]);
  });

  it("may be empty", async () => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("empty.txt", "")] });

    expect(filesOf(bot)).toEqual([["empty.txt", "text/plain", ""]]);
  });

  it("may have to be fetched, and is where its address is private", async () => {
    const bot = await startUploader();
    const fetchData = async (): Promise<Buffer> => Buffer.from("Hello");
    const url = "https://files.slack.com/private";
    await bot.adapter.postMessage(bot.threadId, {
      markdown: "",
      attachments: [{ type: "file", name: "a.txt", url, fetchData }],
    });

    expect(filesOf(bot)).toEqual([["a.txt", "text/plain", "Hello"]]);
    expect(bodiesOf(bot).join()).not.toContain("slack.com");
  });

  it("of Linear's own is where it is", async () => {
    const bot = await startUploader();
    const { url } = bot.linear.addFile({ name: "a.txt", content: "Hello" });
    const fetchData = async (): Promise<Buffer> => Buffer.from("Hello");
    await bot.adapter.postMessage(bot.threadId, {
      markdown: "",
      attachments: [{ type: "file", name: "a.txt", url, fetchData, fetchMetadata: { url } }],
    });

    expect([bodiesOf(bot), askedOf(bot)]).toEqual([[`[a.txt](${url})`], [["CreateComment"], []]]);
  });

  it("may stand in the address of a card's picture, or of an attachment", async () => {
    const bot = await startUploader();
    const url = `data:image/png;base64,${PNG.toString("base64")}`;
    await bot.adapter.postMessage(bot.threadId, Card({ title: "Chart", imageUrl: url }));
    await bot.adapter.postMessage(bot.threadId, { markdown: "", attachments: [{ type: "image", url }] });

    expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual([
      "**Chart**\n\n![Chart](file:1)",
      "![image.png](file:2)",
    ]);
    expect(bot.linear.files().map(({ contentType }) => contentType)).toEqual(["image/png", "image/png"]);
  });
});

describe("what a file is called", () => {
  it.each([
    ["a](https://evil.test) b.txt", "a](https:_evil.test) b.txt", "[a\\](https:\\_evil.test) b.txt](file:1)"],
    ["../../etc/passwd", "__.._etc_passwd", "[\\_\\_..\\_etc_passwd](file:1)"],
    ["line\nend\u202Egpj.txt", "line end_gpj.txt", "[line end_gpj.txt](file:1)"],
    ["", "file", "[file](file:1)"],
    ["报告 (final).txt", "报告 (final).txt", "[报告 (final).txt](file:1)"],
    ["%41%2F.txt", "%41%2F.txt", "[%41%2F.txt](file:1)"],
  ])("%j breaks neither Linear's text nor a folder", async (filename, name, body) => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [{ ...text(filename), mimeType: "a/b" }] });

    expect(bot.linear.files().map((file) => file.name)).toEqual([name]);
    expect(bodiesOf(bot).map((text) => withoutAddresses(bot, text))).toEqual([body]);
  });

  it.each([
    [{ data: PNG, filename: "a" }, "image/png"],
    [{ data: PNG, filename: "a.txt" }, "image/png"],
    [{ data: Buffer.from("a,b"), filename: "a.CSV" }, "text/csv"],
    [{ data: Buffer.from("a"), filename: "a" }, "application/octet-stream"],
    [{ data: Buffer.from("a"), filename: "a.md", mimeType: "Text/X-Special; charset=utf-8" }, "text/x-special"],
    [{ data: Buffer.from("a"), filename: "a.md", mimeType: "text/x\r\nauthorization: b" }, "text/markdown"],
  ])("%j is %s", async (file, mimeType) => {
    const bot = await startUploader();
    await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [file] });

    expect(bot.linear.files().map(({ contentType }) => contentType)).toEqual([mimeType]);
  });
});

describe("nothing is posted, and an error names the file,", () => {
  it("when a file is too large, before anything is sent", async () => {
    const bot = await startUploader({ maxUploadBytes: 4 });
    const tooLarge = { code: "FILE_TOO_LARGE", facts: { file: "a.txt", maxBytes: 4 } };
    const post = (data: unknown): Promise<unknown> =>
      bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [odd(data)] });
    let isLeft = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(3)),
      cancel: () => {
        isLeft = true;
      },
    });

    await expect(post(Buffer.from("Hello"))).rejects.toMatchObject(tooLarge);
    await expect(post(new Blob(["Hello"]))).rejects.toMatchObject(tooLarge);
    await expect(post(endless)).rejects.toMatchObject(tooLarge);
    expect([isLeft, askedOf(bot), bodiesOf(bot)]).toEqual([true, [[], []], []]);
  });

  it("when its type is not allowed", async () => {
    const bot = await startUploader({ uploadTypes: ["image/*", "text/plain"] });
    const files = [{ data: PNG, filename: "a.png" }, text("a.txt"), text("evil.html")];

    await expect(bot.adapter.postMessage(bot.threadId, { markdown: "See", files })).rejects.toMatchObject({
      code: "FILE_TYPE_REFUSED",
      facts: { file: "evil.html", mimeType: "text/html" },
    });
    expect(bodiesOf(bot)).toEqual([]);
  });

  it("when its content breaks off, or is none", async () => {
    const bot = await startUploader();
    const post = (data: unknown): Promise<unknown> =>
      bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [odd(data)] });

    await expect(post(breakOff("Hel"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("the disk is gone"),
      facts: { file: "a.txt" },
    });
    await expect(post(await readBefore("Hello"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await expect(post(locked("Hello"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await expect(post(Readable.from([]))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await expect(post("just a text")).rejects.toMatchObject({ code: "MESSAGE_INVALID", facts: { file: "a.txt" } });
    await expect(post(JSON.parse(JSON.stringify(PNG)))).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
    await expect(post(undefined)).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
    await expect(post(generateOdd())).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
    expect([askedOf(bot), bodiesOf(bot)]).toEqual([[[], []], []]);
  });

  it("when Linear refuses to say where it goes", async () => {
    const bot = await startUploader();
    const fault = { on: "graphql", operation: "RequestUpload" } as const;
    const post = (): Promise<unknown> =>
      bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [text("a.txt")] });
    bot.linear.injectFault({ ...fault, kind: "graphql-error", type: "forbidden", message: "No uploads here" });
    await expect(post()).rejects.toMatchObject({ code: "FORBIDDEN", facts: { file: "a.txt" } });
    bot.linear.injectFault({ ...fault, kind: "empty" });
    await expect(post()).rejects.toMatchObject({ code: "RESPONSE_INVALID", facts: { file: "a.txt" } });

    expect(bodiesOf(bot)).toEqual([]);
  });

  it("when Linear's rate limit is used up", async () => {
    const world = createTestWorld();
    const bot = await startUploader({}, { world });
    const rateLimited = { kind: "rate-limited", retryAfterMs: 20_000, times: 9 } as const;
    bot.linear.injectFault({ on: "graphql", operation: "RequestUpload", ...rateLimited });

    await expect(
      world.clock.passUntil(bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] }), 60_000),
    ).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 20_000, facts: { file: "a.txt" } });
  });

  it("when the storage refuses it, which is not tried again", async () => {
    const bot = await startUploader();
    bot.linear.injectFault({ on: "upload", kind: "status", status: 403 });

    await expect(
      bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [text("a.txt")] }),
    ).rejects.toMatchObject({ code: "UPLOAD_REFUSED", facts: { file: "a.txt", status: 403 } });
    expect([askedOf(bot), bodiesOf(bot)]).toEqual([[["RequestUpload"], [[403, false, 5]]], []]);
  });

  it("when one of several fails, which ends the others", async () => {
    const bot = await startUploader();
    const files = ["a", "b", "c", "d", "e", "f", "g"].map((name) => text(`${name}.txt`));
    bot.linear.injectFault({ on: "upload", operation: "b.txt", kind: "status", status: 403 });
    bot.linear.injectFault({ on: "upload", kind: "delay", ms: 10_000, times: 9 });

    await expect(bot.adapter.postMessage(bot.threadId, { markdown: "See", files })).rejects.toMatchObject({
      code: "UPLOAD_REFUSED",
      facts: { file: "b.txt" },
    });
    expect([
      bot.linear
        .files()
        .map(({ name }) => name)
        .sort(),
      bodiesOf(bot),
    ]).toEqual([["a.txt", "b.txt", "c.txt", "d.txt"], []]);
  });

  it("when a redirect would take it elsewhere", async () => {
    const bot = await startUploader();
    const headers = { location: `${bot.linear.url}/elsewhere` };
    bot.linear.injectFault({ on: "upload", kind: "status", status: 307, headers });

    await expect(
      bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [text("a.txt")] }),
    ).rejects.toMatchObject({ code: "UPLOAD_REFUSED", facts: { status: 307 } });
  });
});

describe("a storage that stumbles", () => {
  it.each([
    ["an HTTP 503", { kind: "status", status: 503 }, [503, 200]],
    ["a rate limit", { kind: "rate-limited", retryAfterMs: 1_000 }, [429, 200]],
    ["a lost request", { kind: "drop-before" }, ["dropped", 200]],
    ["a lost answer", { kind: "drop-after" }, ["dropped", 200]],
  ] as const)("is asked again after %s, for the same place and one comment", async (_, fault, statuses) => {
    const world = createTestWorld();
    const bot = await startUploader({}, { world });
    bot.linear.injectFault({ on: "upload", ...fault });
    await world.clock.passUntil(
      bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] }),
      10_000,
    );

    expect(bot.linear.uploadRequests().map(({ status }) => status)).toEqual(statuses);
    expect(filesOf(bot)).toEqual([["a.txt", "text/plain", "Hello"]]);
    expect(bodiesOf(bot)).toHaveLength(1);
  });

  it("is given up after three tries", async () => {
    const world = createTestWorld();
    const bot = await startUploader({}, { world });
    bot.linear.injectFault({ on: "upload", kind: "status", status: 503, times: 9 });

    await expect(
      world.clock.passUntil(bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] }), 10_000),
    ).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE", facts: { file: "a.txt", reason: "HTTP 503" } });
    expect(bot.linear.uploadRequests()).toHaveLength(3);
  });

  it("has a minute for a file, or as an option says, however it is given", async () => {
    const world = createTestWorld();
    const bot = await startUploader({ uploadTimeoutMs: 500 }, { world });
    const hanging = new ReadableStream();

    await expect(
      world.clock.passUntil(bot.adapter.postMessage(bot.threadId, { markdown: "See", files: [odd(hanging)] }), 500),
    ).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE", facts: { file: "a.txt", timeoutMs: 500 } });
    expect(bodiesOf(bot)).toEqual([]);
  });
});

it("onUploadProgress hears of each file, and may throw", async () => {
  const heard: LinearUploadProgress[] = [];
  const bot = await startUploader({
    onUploadProgress: (progress) => {
      heard.push(progress);
      throw new Error("not interested");
    },
  });
  bot.linear.injectFault({ on: "upload", operation: "b.txt", kind: "status", status: 403 });
  await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("a.txt")] });
  await bot.adapter.postMessage(bot.threadId, { markdown: "", files: [text("b.txt")] }).catch(() => {});

  expect(heard.map(({ kind, file, mimeType, bytes }) => [kind, file, mimeType, bytes])).toEqual([
    ["started", "a.txt", "text/plain", 5],
    ["uploaded", "a.txt", "text/plain", 5],
    ["started", "b.txt", "text/plain", 5],
    ["failed", "b.txt", "text/plain", 5],
  ]);
});

it.each([
  ["maxUploadBytes", { maxUploadBytes: 0 }],
  ["uploadTimeoutMs", { uploadTimeoutMs: -1 }],
  ["uploadTypes", { uploadTypes: [] }],
  ["uploadTypes", { uploadTypes: ["png"] }],
])("%s has to be a limit", (option, options) => {
  expect(() => new LinearAdapter({ accessToken: "a", webhookSecret: "b", ...options })).toThrow(option);
});

function shared(text: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(text.length));
  bytes.set(new TextEncoder().encode(text));
  return bytes;
}

async function* generate(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

async function readBefore(text: string): Promise<Readable> {
  const stream = Readable.from([text]);
  await stream.toArray();
  return stream;
}

function locked(text: string): ReadableStream {
  const stream = new Blob([text]).stream();
  stream.getReader();
  return stream;
}

async function* generateOdd(): AsyncGenerator<number> {
  yield 7;
}

async function* breakOff(text: string): AsyncGenerator<string> {
  yield text;
  throw new Error("the disk is gone");
}
