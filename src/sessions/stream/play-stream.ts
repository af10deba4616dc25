import type { StreamChunk } from "chat";
import type { StreamQuestion } from "../../streams/approval-chunk.js";
import { consumeStream } from "../../streams/consume-stream.js";
import { buildEmptyError } from "../../streams/stream-errors.js";
import type { SessionEffect } from "../speech/session-effect.js";
import { isEphemeral, isPlan } from "../speech/session-pace.js";
import type { SessionStream } from "./stream-to-effects.js";

export interface SessionStreamParts<Performed> {
  /** Says one effect after those before it. Called without waiting for them. */
  say(effect: SessionEffect): Promise<Performed>;
  /** Forgets what is ephemeral and has not gone out yet. */
  dropEphemeral(): void;
  /** Called for an effect that could not be said and was skipped. `effect` holds message text: log its kind only. */
  onDropped(effect: SessionEffect, error: unknown): void;
  /** What the end of the stream means: an answer (the default), or that a person is asked. */
  ending?: "answer" | "suspend" | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * How a streamed turn ended. `last` is what `say` gave for the newest activity that stays, `question` what it asks where
 * tools wait for approval.
 */
export type SessionStreamOutcome<Performed> =
  | { kind: "answered"; last: Performed; question: StreamQuestion | undefined }
  | { kind: "suspended"; last: Performed | undefined; question: StreamQuestion | undefined }
  | { kind: "aborted"; last: Performed | undefined };

/**
 * Plays a stream into an agent session. The stream is read as fast as it comes; what is said goes out beside it.
 *
 * On an abort the half text stays as a thought and the session still wants its closing activity. When the stream
 * throws, the session ends in an error activity, and the stream's error is thrown. The same goes for a stream that ends
 * as an answer with nothing in it.
 * @throws the stream's error, LinearAdapterError `STREAM_NOT_UNDERSTOOD` for a stream with nothing in it, or that of
 * `say` for the response or elicitation. Other effects are skipped when they fail, and reported to `onDropped`.
 */
export async function runSessionStream<Performed>(
  chunks: AsyncIterable<string | StreamChunk>,
  stream: SessionStream,
  parts: SessionStreamParts<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const before = createSaid(parts);
  const end = await consumeStream(chunks, parts.signal, (chunk) => before.add(stream.push(chunk)));
  switch (end.kind) {
    case "ended":
      if (parts.ending === "suspend") return await suspend(stream, before, parts);
      if (stream.isEmpty()) return await breakOff(buildEmptyError(), stream, before, parts);
      return await answer(stream, before, parts);
    case "aborted":
      parts.dropEphemeral();
      before.add(stream.abort());
      return { kind: "aborted", last: await before.newest() };
    case "failed":
      return await breakOff(end.error, stream, before, parts);
  }
}

/** What has been said of a stream so far. */
interface Said<Performed> {
  add(effects: readonly SessionEffect[]): void;
  /** Resolves when all is said, to what the newest activity that stays gave. */
  newest(): Promise<Performed | undefined>;
}

function createSaid<Performed>({ say, onDropped }: SessionStreamParts<Performed>): Said<Performed> {
  let newest: Performed | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  const attempt = async (effect: SessionEffect): Promise<void> => {
    try {
      const performed = await say(effect);
      if (!isPlan(effect) && !isEphemeral(effect)) newest = performed;
    } catch (error) {
      onDropped(effect, error);
    }
  };

  return {
    add(effects) {
      for (const effect of effects) underWay = Promise.all([underWay, attempt(effect)]).then(() => {});
    },
    async newest() {
      await underWay;
      return newest;
    },
  };
}

async function answer<Performed>(
  stream: SessionStream,
  said: Said<Performed>,
  { say }: SessionStreamParts<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const { before, last, question } = stream.finish();
  said.add(before);
  const [performed] = await Promise.all([say(last), said.newest()]);
  return { kind: "answered", last: performed, question };
}

async function suspend<Performed>(
  stream: SessionStream,
  said: Said<Performed>,
  { say }: SessionStreamParts<Performed>,
): Promise<SessionStreamOutcome<Performed>> {
  const { before, last, question } = stream.suspend();
  said.add(before);
  if (last === undefined) return { kind: "suspended", last: await said.newest(), question };
  const [performed] = await Promise.all([say(last), said.newest()]);
  return { kind: "suspended", last: performed, question };
}

async function breakOff<Performed>(
  cause: unknown,
  stream: SessionStream,
  said: Said<Performed>,
  { say, onDropped }: SessionStreamParts<Performed>,
): Promise<never> {
  const { before, last } = stream.fail(cause);
  said.add(before);
  try {
    await Promise.all([say(last), said.newest()]);
  } catch (error) {
    onDropped(last, error);
  }
  throw cause;
}
