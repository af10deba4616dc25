export interface StreamLimits {
  maxBytes: number;
  /** The error of a stream that is longer. */
  tooLarge: () => Error;
  /** Reads on, or rejects with the error that the stream ends in. */
  read: (
    next: () => Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>,
  ) => Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>;
  /** Called once when nothing more is read, whatever the reason. */
  onEnd: () => void;
}

/** A stream that is read as far as somebody asks for it, and no further than its limit. */
export function limitStream(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  { maxBytes, tooLarge, read, onEnd }: StreamLimits,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = source.getReader();
  let bytes = 0;
  const leave = (reason: unknown): void => {
    reader.cancel(reason).catch(() => {});
    onEnd();
  };
  return new ReadableStream(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await read(() => reader.read());
          if (done) {
            controller.close();
            onEnd();
            return;
          }
          bytes += value.byteLength;
          if (bytes > maxBytes) throw tooLarge();
          controller.enqueue(value);
        } catch (error) {
          leave(error);
          throw error;
        }
      },
      cancel: leave,
    },
    // Without this, a chunk is read before anybody asks.
    { highWaterMark: 0 },
  );
}

/** All of a stream in one piece. */
export async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
  }
}
