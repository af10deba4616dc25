/** How a stream ended. */
export type StreamEnd = { kind: "ended" } | { kind: "aborted" } | { kind: "failed"; error: unknown };

/**
 * Hands each chunk to `onChunk` until the stream ends, fails or is aborted. It never throws, and does not wait for a
 * stream that hangs when `signal` aborts. The Chat SDK's streams end without an exception on an abort, those of AI
 * libraries throw: both are "aborted".
 */
export async function consumeStream<Chunk>(
  chunks: AsyncIterable<Chunk>,
  signal: AbortSignal | undefined,
  onChunk: (chunk: Chunk) => void,
): Promise<StreamEnd> {
  let iterator: AsyncIterator<Chunk> | undefined;
  try {
    iterator = chunks[Symbol.asyncIterator]();
    for (;;) {
      const next = await nextOrAborted(iterator, signal);
      if (signal?.aborted) break;
      if (next.done) return { kind: "ended" };
      onChunk(next.value);
    }
  } catch (error) {
    if (!signal?.aborted) {
      leave(iterator);
      return { kind: "failed", error };
    }
  }
  leave(iterator);
  return { kind: "aborted" };
}

// Adds a listener per chunk and takes it away again: racing against one long promise would keep every chunk in memory.
function nextOrAborted<Chunk>(
  iterator: AsyncIterator<Chunk>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Chunk>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve({ done: true, value: undefined });
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener("abort", onAbort));
  });
}

/**
 * Tells the source that nobody reads on. The call is not awaited: a generator answers when what it waits for has come.
 */
function leave(iterator: AsyncIterator<unknown> | undefined): void {
  Promise.resolve()
    .then(() => iterator?.return?.())
    .catch(() => {});
}
