import { LinearAdapterError } from "../errors.js";

/**
 * Checks that a request is the web's, also one of another realm or library. Express and `node:http` pass their own.
 * @throws {LinearAdapterError} `CONFIG_INVALID`: the handler is mounted where other objects come in.
 */
export function requireRequest(request: unknown): void {
  const { headers, arrayBuffer } = (request ?? {}) as { headers?: { get?: unknown }; arrayBuffer?: unknown };
  if (typeof headers?.get === "function" && typeof arrayBuffer === "function") return;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "The webhook handler was given something that is no web Request: in Express, Fastify and node:http mount toNodeHandler(bot.webhooks.linear) of chat-adapter-linear/node",
  );
}
