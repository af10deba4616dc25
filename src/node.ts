/** A bot's webhooks on `node:http`, Express, Fastify and AWS Lambda, and files of the disk for its messages. */
export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export { type FileFromPathOptions, fileFromPath } from "./node/file-from-path.js";
export type { NodeRequest } from "./node/incoming-body.js";
export type { LambdaHttpEvent, LambdaHttpResult } from "./node/lambda-event.js";
export { type LambdaHandler, toLambdaHandler } from "./node/to-lambda-handler.js";
export { toLambdaStreamHandler } from "./node/to-lambda-stream-handler.js";
export { type NodeHandler, type NodeHandlerOptions, toNodeHandler } from "./node/to-node-handler.js";
export type { WebHandler, WebHandlerOptions } from "./node/web-handler.js";
