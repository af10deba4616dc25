// Covers: src/streams/reference-parts.ts

import { describe, expect, it } from "vitest";
import { readFiles } from "../../src/streams/files-chunk.js";
import { toLinearStream } from "../../src/streams/to-linear-stream.js";
import { read } from "./recorded.js";

async function* partsOf(...parts: unknown[]): AsyncGenerator<unknown> {
  yield "As the guide says.";
  yield* parts;
}

async function collect<Chunk>(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const all: Chunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

/** What stands below the text. */
async function listed(...parts: unknown[]): Promise<string[]> {
  const [text = ""] = await read(partsOf(...parts));
  return String(text).split("\n").slice(2);
}

const source = (url: string, title?: string): object => ({ type: "source", sourceType: "url", id: "s", url, title });
const document = (title: string): object => ({ type: "source", sourceType: "document", id: "d", title });

describe("the sources of an answer", () => {
  it("stand below it, each once, with the title that any of them has", async () => {
    expect(
      await listed(
        source("https://example.com/limits#:~:text=2,500"),
        source("https://example.com/limits#requests", "Limits"),
        document("Handbook"),
        document("Handbook"),
        source("https://example.com/other"),
      ),
    ).toEqual([
      "Sources:",
      "",
      "- [Limits](https://example.com/limits#:~:text=2,500)",
      "- Handbook",
      "- https://example.com/other",
    ]);
  });

  it.each<[string, object, string]>([
    ["no script", source("javascript:alert(1)", "Guide"), "- Guide"],
    ["no file of the machine", source("file:///etc/passwd", "Guide"), "- Guide"],
    ["no password", source("https://ada:hunter2@example.com/", "Guide"), "- [Guide](https://example.com/)"],
    ["no token", source("https://example.com/a?access_token=abcdef", "Guide"), "- [Guide](https://example.com/a)"],
    [
      "no end of the link",
      source("https://example.com/a)(b c", "Guide"),
      "- [Guide](https://example.com/a%29%28b%20c)",
    ],
    ["no other link", source("https://example.com", "x](https://evil.test)"), "- https://example.com/"],
    ["no other page's name", source("https://evil.test/", "https://bank.test"), "- https://evil.test/"],
    ["no line", source("https://example.com/", "One\n\n# Two"), "- [One # Two](https://example.com/)"],
    ["no picture", source("https://example.com/", "![x]"), "- [!\\[x\\]](https://example.com/)"],
    ["nobody who is notified", source("https://example.com/", "for @ada"), "- [for \\@ada](https://example.com/)"],
    [
      "nobody whose profile is linked",
      source("https://linear.app/acme/profiles/ada", "Ada"),
      "- [Ada](https://linear.app/acme/%70rofiles/ada)",
    ],
  ])("bring along %s", async (_what, part, line) => {
    expect((await listed(part)).slice(2)).toEqual([line]);
  });

  it("are the first twenty of many", async () => {
    const many = Array.from({ length: 25 }, (_one, index) => source(`https://example.com/${index}`));

    expect((await listed(...many)).slice(-2)).toEqual(["- https://example.com/19", "- 5 more"]);
  });
});

describe("the files that a model has made", () => {
  const png = Buffer.alloc(34_000).toString("base64");

  it("are named where they have an address alone", async () => {
    const part = { type: "file", url: "https://files.example.com/a.wav", mediaType: "audio/wav" };

    expect(await listed(part)).toEqual([
      "Generated files, which cannot be shown here:",
      "",
      "- [Audio](https://files.example.com/a.wav) (audio/wav)",
    ]);
  });

  it.each<[string, object, string]>([
    ["the AI SDK", { type: "file", file: { base64: png, mediaType: "image/png" } }, "Image (image/png, 34 kB)"],
    ["UI messages", { type: "file", url: `data:text/csv;base64,QSxC`, mediaType: "text/csv" }, "File (text/csv, 3 B)"],
    ["UI messages, as text", { type: "file", url: "data:text/csv,A%2CB" }, "File (text/csv, 3 B)"],
    [
      "Mastra",
      { type: "file", from: "AGENT", payload: { data: new Uint8Array(2_500_000), mimeType: "video/mp4" } },
      "Video (video/mp4, 2.5 MB)",
    ],
    ["version 4", { type: "file", base64: "QUJD", mimeType: "application/pdf" }, "File (application/pdf, 3 B)"],
    [
      "LangChain",
      { type: "ai", id: "m", content: [{ type: "file", data: "QUJD", mimeType: "text/plain", name: "notes.txt" }] },
      "notes.txt (text/plain, 3 B)",
    ],
  ])("come with their content, and with their type and size should that not be shown: %s", async (_, part, line) => {
    const carried = (await collect(toLinearStream(partsOf(part)))).flatMap((chunk) => readFiles(chunk) ?? []);

    expect(carried.map(({ description }) => description)).toEqual([line]);
  });

  it("are twenty at most, and the rest is counted", async () => {
    const part = { type: "file", base64: "QUJD", mimeType: "application/pdf" };
    const chunks = await collect(toLinearStream(partsOf(...Array(25).fill(part))));

    expect(chunks.flatMap((chunk) => readFiles(chunk) ?? [])).toHaveLength(20);
    expect(String(chunks.at(-1)).match(/^- File/gm)).toHaveLength(5);
  });
});

describe("the sources of other producers:", () => {
  const limits = { url: "https://example.com/limits", title: "Limits" };
  const line = "- [Limits](https://example.com/limits)";

  it.each<[string, object]>([
    ["the AI SDK 7, at the end of a text", { type: "text-end", id: "t", citations: [{ source: limits }] }],
    ["UI messages", { type: "source-url", sourceId: "s", ...limits }],
    ["Mastra", { type: "source", from: "AGENT", payload: { sourceType: "url", id: "s", ...limits } }],
    [
      "the OpenAI Agents SDK",
      {
        type: "run_item_stream_event",
        name: "message_output_created",
        item: { rawItem: { content: [{ type: "output_text", text: "", providerData: { annotations: [limits] } }] } },
      },
    ],
    ["LangChain", { type: "ai", id: "m", content: [{ type: "text", text: "", annotations: [limits] }] }],
    [
      "the Claude Agent SDK, whole",
      { type: "assistant", message: { id: "m", content: [{ type: "text", text: "", citations: [limits] }] } },
    ],
    [
      "the Claude Agent SDK, piece by piece",
      {
        type: "stream_event",
        event: { type: "content_block_delta", index: 0, delta: { type: "citations_delta", citation: limits } },
      },
    ],
  ])("%s", async (_producer, part) => {
    expect((await listed(part)).at(-1)).toBe(line);
  });
});
