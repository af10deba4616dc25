import type { StreamChunk } from "chat";
import { consumeStream } from "./consume-stream.js";
import { createSessionOutbox, type OutboxParts, type SessionOutbox } from "./session-outbox.js";
import type { SessionStream } from "./session-stream.js";

export interface SessionStreamParts<Performed> extends OutboxParts<Performed> {
  /** What the end of the stream means: an answer (the default), or that a person is asked. */
  ending?: "answer" | "suspend" | undefined;
  signal?: AbortSignal | undefined;
}

/** How a streamed turn ended. `last` is what `perform` gave for the newest activity that stays. */
export type SessionStreamOutcome<Performed> =
  | { kind: "answered"; last: Performed }
  | { kind: "suspended"; last: Performed | undefined }
  | { kind: "aborted"; last: Performed | undefined };

/**
 * Plays a stream into an agent session. The stream is read as fast as it comes: requests go out beside it, one at a
 * time and in order, and what has become pointless meanwhile is not sent.
 *
 * On an abort the half text stays as a thought and the session still wants its closing activity. When the stream
 * throws, the session ends in an error activity, and the stream's error is thrown.
 * @throws the stream's error, or that of `perform` for the response or elicitation. Other effects are skipped when
 * they fail, and reported to `onDropped`.
 */
export async function runSessionStream<Performed>(
  chunks: AsyncIterable<string | StreamChunk>,
  stream: SessionStream,
  parts: SessionStreamParts<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const outbox = createSessionOutbox(parts);
  const end = await consumeStream(chunks, parts.signal, (chunk) => outbox.add(stream.push(chunk)));
  switch (end.kind) {
    case "ended":
      return parts.ending === "suspend" ? suspend(stream, outbox) : answer(stream, outbox);
    case "aborted":
      return abort(stream, outbox);
    case "failed":
      await fail(stream, outbox, parts);
      throw end.error;
  }
}

async function answer<Performed>(
  stream: SessionStream,
  outbox: SessionOutbox<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const { before, last } = stream.finish();
  outbox.add(before);
  return { kind: "answered", last: await outbox.addLast(last) };
}

async function suspend<Performed>(
  stream: SessionStream,
  outbox: SessionOutbox<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const { before, last } = stream.suspend();
  outbox.add(before);
  return { kind: "suspended", last: await (last === undefined ? outbox.drain() : outbox.addLast(last)) };
}

async function abort<Performed>(
  stream: SessionStream,
  outbox: SessionOutbox<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  outbox.dropEphemeral();
  outbox.add(stream.abort());
  return { kind: "aborted", last: await outbox.drain() };
}

async function fail<Performed>(
  stream: SessionStream,
  outbox: SessionOutbox<Performed>,
  parts: OutboxParts<Performed>,
): Promise<void> {
  const { before, last } = stream.fail();
  outbox.add(before);
  try {
    await outbox.addLast(last);
  } catch (error) {
    parts.onDropped(last, error);
  }
}
