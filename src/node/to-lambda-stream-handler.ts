import type { Writable } from "node:stream";
import { LinearAdapterError } from "../errors.js";
import { type LambdaHttpEvent, readLambdaEvent, toLambdaHead } from "./lambda-event.js";
import { runToEnd } from "./run-to-end.js";
import type { WebHandler } from "./web-handler.js";

/** The global `awslambda` of Lambda's Node.js runtime. */
export interface LambdaStreaming {
  streamifyResponse(handler: LambdaStreamHandler): unknown;
  HttpResponseStream: { from(stream: Writable, head: object): Writable };
}

/** What the runtime calls for each request. */
export type LambdaStreamHandler = (event: LambdaHttpEvent, stream: Writable) => Promise<void>;

/**
 * Like `toLambdaHandler`, but answers first: with response streaming, Lambda sends on what was written, and lets the
 * function run until its handler is done. For function URLs with `InvokeMode: RESPONSE_STREAM`; an HTTP API of API Gateway
 * does not stream. The time of the work counts for the function's timeout (15 minutes at most) and is paid for.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
 *
 * @returns what the function's module exports as its handler.
 * @throws {LinearAdapterError} `CONFIG_INVALID` outside Lambda's Node.js runtime.
 */
export function toLambdaStreamHandler(handle: WebHandler): unknown {
  const { awslambda } = globalThis as { awslambda?: LambdaStreaming };
  if (awslambda === undefined) {
    throw new LinearAdapterError(
      "CONFIG_INVALID",
      "There is no global awslambda here: toLambdaStreamHandler works in Lambda's own Node.js runtime only; elsewhere use toLambdaHandler",
    );
  }
  const { HttpResponseStream } = awslambda;
  return awslambda.streamifyResponse(async (event, stream) => {
    const { response, work } = await runToEnd(handle, readLambdaEvent(event));
    const out = HttpResponseStream.from(stream, toLambdaHead(response));
    // Lambda sends the head with the first bytes of a body, also where there are none.
    out.write(new Uint8Array(await response.arrayBuffer()));
    out.end();
    await work();
  });
}
