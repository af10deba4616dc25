import { type LambdaHttpEvent, type LambdaHttpResult, readLambdaEvent, toLambdaResult } from "./lambda-event.js";
import { runToEnd } from "./run-to-end.js";
import type { WebHandler } from "./web-handler.js";

/** A handler for Lambda's Node.js runtime, behind a function URL or an HTTP API of API Gateway. */
export type LambdaHandler = (event: LambdaHttpEvent) => Promise<LambdaHttpResult>;

/**
 * Makes a function from `Request` to `Response`, such as `bot.webhooks.linear`, a Lambda handler that does the work first
 * and answers afterwards. Lambda freezes a function as soon as it has answered, so that work which is left would stop in
 * the middle and go on with the next request, or never.
 *
 * That makes the answer to Linear as late as the work, and Linear takes an answer after 5 s for a failure: it sends the
 * event again, after a minute, an hour and six hours, and in the end disables the webhook. With a state that the bot's
 * functions share, the repeated event is known and answered at once; the work is not done twice. For handlers that may take
 * longer than a few seconds, such as agents, use {@link toLambdaStreamHandler}, which answers first.
 * https://linear.app/developers/webhooks
 *
 * What is no request of the web, as with the method TRACE, is answered with 400.
 *
 * @throws {LinearAdapterError} by the handler: `CONFIG_INVALID` for an event that is not in payload format 2.0.
 */
export function toLambdaHandler(handle: WebHandler): LambdaHandler {
  return async (event) => {
    const { response, work } = await runToEnd(handle, readLambdaEvent(event));
    const result = await toLambdaResult(response);
    await work();
    return result;
  };
}
