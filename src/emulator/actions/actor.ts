import type { TokenRecord } from "../app-records.js";
import type { UserRecord } from "../records.js";
import { forbidden } from "../request-error.js";

/** Who makes a request. */
export interface Actor {
  user: UserRecord;
  token: TokenRecord;
}

/**
 * Refuses tokens that hold none of the scopes.
 * @throws {LinearRequestError} "Invalid scope". Linear names the scope in the message.
 */
export function requireScope(actor: Actor, ...oneOf: readonly string[]): void {
  if (actor.token.kind === "api-key" || oneOf.some((scope) => actor.token.scopes.includes(scope))) return;
  throw forbidden(`Invalid scope: \`${oneOf.join("` or `")}\` required`);
}
