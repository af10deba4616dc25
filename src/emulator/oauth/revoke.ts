import type { Answer, HttpRequest } from "../server.js";
import type { World } from "../world.js";
import { oauthError, readClient, readForm } from "./form.js";
import type { Tokens } from "./tokens.js";

/**
 * `POST /oauth/revoke`: the token in the body, in one of the old fields, or the one that the request authenticates
 * with. 200 ended, 400 there was none to end, 401 no token at all or a wrong client.
 */
export function handleRevoke(world: World, tokens: Tokens, request: HttpRequest): Answer {
  const form = readForm(request) ?? new URLSearchParams();
  const client = readClient(world, request, form);
  if (client.kind === "wrong") return oauthError("invalid_client", "The client could not be authenticated", 401);
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const token = form.get("token") ?? form.get("access_token") ?? form.get("refresh_token") ?? bearer;
  if (token === undefined) return oauthError("invalid_request", "There is no token", 401);
  return tokens.revoke(token)
    ? { status: 200, body: "" }
    : oauthError("invalid_request", "The token is not valid or was revoked before");
}
