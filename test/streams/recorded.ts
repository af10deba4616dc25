import { readFileSync } from "node:fs";
import type { StreamChunk } from "chat";
import { toLinearStream } from "chat-adapter-linear";

/** The parts of a stream that was recorded from the real package: see `test/fixtures/streams/README.md`. */
export async function* recorded(name: string): AsyncGenerator<unknown> {
  const file = new URL(`../fixtures/streams/${name}.jsonl`, import.meta.url);
  yield* readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) =>
      JSON.parse(line, (_key, value) => (typeof value?.$error === "string" ? new Error(value.$error) : value)),
    );
}

/** What `toLinearStream` makes of a source: its chunks, with texts that follow each other as one. */
export async function read(
  source: Parameters<typeof toLinearStream>[0],
  options?: Parameters<typeof toLinearStream>[1],
): Promise<(string | StreamChunk)[]> {
  const chunks: (string | StreamChunk)[] = [];
  for await (const chunk of toLinearStream(source, options)) {
    const last = chunks.at(-1);
    if (typeof chunk === "string" && typeof last === "string") chunks[chunks.length - 1] = last + chunk;
    else chunks.push(chunk);
  }
  return chunks;
}
