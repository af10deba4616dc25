import { LinearAdapterError } from "../errors.js";

/**
 * What a model streams: the stream itself, or the result that has it, such as `streamText` of the AI SDK and Mastra's
 * `agent.stream` give it.
 */
export type ModelStream =
  | AsyncIterable<unknown>
  | { readonly stream: AsyncIterable<unknown> }
  | { readonly fullStream: AsyncIterable<unknown> };

/**
 * The parts of a stream, or of the stream of a result.
 * @throws LinearAdapterError `STREAM_NOT_UNDERSTOOD` when there is none.
 */
export function openStream(source: ModelStream): AsyncIterable<unknown> {
  const stream = findStream(source);
  if (stream !== undefined) return stream;
  throw new LinearAdapterError("STREAM_NOT_UNDERSTOOD", `toLinearStream was given ${describe(source)}`, { types: [] });
}

/** Whether the result of a run says that it was cancelled: the OpenAI Agents SDK ends its stream then without a word. */
export function wasCancelled(source: ModelStream): boolean {
  return "cancelled" in source && source.cancelled === true;
}

/** `stream` before `fullStream`: the AI SDK has both since version 7, and the latter is its older name. */
function findStream(source: unknown): AsyncIterable<unknown> | undefined {
  if (isAsyncIterable(source)) return source;
  if (typeof source !== "object" || source === null) return undefined;
  if ("stream" in source && isAsyncIterable(source.stream)) return source.stream;
  return "fullStream" in source && isAsyncIterable(source.fullStream) ? source.fullStream : undefined;
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

function describe(source: unknown): string {
  if (typeof source === "object" && source !== null && "then" in source) return "a promise: await it first";
  return "neither a stream nor a result with `stream` or `fullStream`";
}
