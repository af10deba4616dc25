import type { AppRecord } from "../app-records.js";
import type { Answer, HttpRequest } from "../server.js";
import type { World } from "../world.js";

/** The fields of a form body; undefined for other content types, which Linear does not accept. */
export function readForm(request: HttpRequest): URLSearchParams | undefined {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm ? new URLSearchParams(request.body.toString("utf8")) : undefined;
}

/** OAuth's error body. Linear answers 400, also for a wrong client. */
export const oauthError = (error: string, description: string, status = 400): Answer => ({
  status,
  body: JSON.stringify({ error, error_description: description }),
  headers: { "Content-Type": "application/json; charset=utf-8" },
});

/** How a request names its client: by HTTP Basic or in the body. */
export type ClientClaim =
  | { kind: "none" }
  /** Only an id, as public clients have it. */
  | { kind: "identified"; app: AppRecord }
  | { kind: "authenticated"; app: AppRecord }
  | { kind: "wrong" };

export function readClient(world: World, request: HttpRequest, form: URLSearchParams): ClientClaim {
  const { clientId, clientSecret } = readCredentials(request, form);
  if (clientId === undefined) return { kind: "none" };
  const app = [...world.state.apps.values()].find((candidate) => candidate.clientId === clientId);
  if (app === undefined) return { kind: "wrong" };
  if (clientSecret === undefined) return { kind: "identified", app };
  return app.clientSecret === clientSecret ? { kind: "authenticated", app } : { kind: "wrong" };
}

function readCredentials(
  request: HttpRequest,
  form: URLSearchParams,
): { clientId: string | undefined; clientSecret: string | undefined } {
  const [, basic] = /^Basic (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  if (basic === undefined) {
    return { clientId: form.get("client_id") ?? undefined, clientSecret: form.get("client_secret") ?? undefined };
  }
  const [clientId, clientSecret] = Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeFormValue);
  return { clientId, clientSecret };
}

// RFC 6749, section 2.3.1: both parts are form-encoded.
const decodeFormValue = (value: string): string => new URLSearchParams(`value=${value}`).get("value") ?? "";

/** Linear's scopes. https://linear.app/developers/oauth-2-0-authentication */
const SCOPES: readonly string[] = [
  "read",
  "write",
  "issues:create",
  "comments:create",
  "timeSchedule:write",
  "admin",
  "app:assignable",
  "app:mentionable",
  "customer:read",
  "customer:write",
  "initiative:read",
  "initiative:write",
];

/** The scopes of a comma-separated list; undefined when it holds an unknown one or none. */
export function readScopes(list: string | null, actor: "user" | "app"): readonly string[] | undefined {
  const scopes = (list ?? "").split(",").map((scope) => scope.trim());
  const forbidden = actor === "app" ? ["admin"] : ["app:assignable", "app:mentionable"];
  const areKnown = scopes.every((scope) => SCOPES.includes(scope) && !forbidden.includes(scope));
  return areKnown ? [...new Set(["read", ...scopes])] : undefined;
}
