/** The adapter's handlers on `node:http`, Express and Fastify. */
export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export type { NodeRequest } from "./node/incoming-body.js";
export { type NodeHandler, type NodeHandlerOptions, toNodeHandler } from "./node/to-node-handler.js";
export type { WebHandler, WebHandlerOptions } from "./node/web-handler.js";
