import type { ServerResponse } from "node:http";
import { LinearAdapterError } from "../errors.js";
import { DEFAULT_MAX_BODY_BYTES, isByteLimit } from "../util/body-limit.js";
import { type NodeRequest, readIncomingBody } from "./incoming-body.js";
import { sendResponse, sendText } from "./send-response.js";
import { toRequest } from "./to-request.js";
import type { WebHandler, WebHandlerOptions } from "./web-handler.js";

/** What a handler of `toNodeHandler` does apart from the answer. */
export interface NodeHandlerOptions extends WebHandlerOptions {
  /**
   * Is told why a request was answered with 500: a body that was read before, or what `handle` threw. Default: a warning
   * of the process, which Node prints.
   */
  onError?: (error: unknown) => void;
  /**
   * Larger bodies are answered with 413. In bytes, default 5 MiB, which is also what the webhook handler takes: raise
   * the `maxBodyBytes` of both, or neither.
   */
  maxBodyBytes?: number;
  /**
   * How long a body may take from the call of the handler to its end, in ms; a slower one is answered with 408. Default:
   * 10,000. Linear sends the body with the head.
   */
  bodyTimeoutMs?: number;
}

/** A handler of `node:http`, Connect and Express. Of Fastify give it `request.raw` and `reply.raw`. */
export type NodeHandler = (incoming: NodeRequest, outgoing: ServerResponse) => void;

const DEFAULT_BODY_TIMEOUT_MS = 10_000;

/**
 * Makes a function from `Request` to `Response`, such as `bot.webhooks.linear`, a handler of `node:http`, Express and
 * Fastify. It never throws: what goes wrong is answered with 400, 408, 413 or 500;
 * a 500 is told to `onError`.
 *
 * Linear signs the bytes of the body as they were sent, so mount it before body parsers such as `express.json()`. Where
 * a parser has read the body, what it kept of the bytes is used: `rawBody`, or the `body` of `express.raw()` and
 * `express.text()`. Where it kept nothing, the answer is 500 and the error `REQUEST_BODY_CONSUMED`.
 * https://linear.app/developers/webhooks#securing-webhooks
 *
 * @throws {LinearAdapterError} `CONFIG_INVALID` for a `maxBodyBytes` that is no whole number above 0.
 */
export function toNodeHandler(handle: WebHandler, options: NodeHandlerOptions = {}): NodeHandler {
  const { onError = printWarning, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  checkLimit(maxBodyBytes);
  return (incoming, outgoing) => {
    answer(handle, { ...options, maxBodyBytes }, incoming, outgoing).catch((error: unknown) => {
      if (isClientGone(error)) return;
      if (outgoing.headersSent) outgoing.destroy();
      else sendText(outgoing, 500, "The request could not be handled");
      onError(error);
    });
  };
}

async function answer(
  handle: WebHandler,
  options: NodeHandlerOptions & { maxBodyBytes: number },
  incoming: NodeRequest,
  outgoing: ServerResponse,
): Promise<void> {
  const { maxBodyBytes, bodyTimeoutMs = DEFAULT_BODY_TIMEOUT_MS, waitUntil } = options;
  const limits = { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs };
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const body = hasBody ? await readIncomingBody(incoming, limits) : undefined;
  switch (body?.kind) {
    case "aborted":
      return;
    case "too-large":
      return sendText(outgoing, 413, `The body is over ${maxBodyBytes} bytes`);
    case "too-slow":
      return sendText(outgoing, 408, `The body did not come within ${bodyTimeoutMs} ms`);
    case "consumed":
      throw toConsumedError(incoming);
    case "read":
    case undefined: {
      const request = toRequest(incoming, body?.bytes);
      if (request === undefined) return sendText(outgoing, 400, "This is no request");
      return await sendResponse(await handle(request, waitUntil && { waitUntil }), outgoing);
    }
  }
}

function checkLimit(maxBodyBytes: number): void {
  if (isByteLimit(maxBodyBytes)) return;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "maxBodyBytes of toNodeHandler must be a whole number of bytes above 0",
    {
      option: "maxBodyBytes",
    },
  );
}

function toConsumedError({ originalUrl, url }: NodeRequest): LinearAdapterError {
  return new LinearAdapterError(
    "REQUEST_BODY_CONSUMED",
    "A body parser, such as express.json(), read the request before the handler of toNodeHandler, and Linear's signature " +
      "is one of the bytes as they were sent: mount the handler before the parser, or let the parser keep the bytes, " +
      "as in express.json({ verify: (request, _response, bytes) => { request.rawBody = bytes } })",
    { path: (originalUrl ?? url ?? "").split("?")[0] },
  );
}

const isClientGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";

function printWarning(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
