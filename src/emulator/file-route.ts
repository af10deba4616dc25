import type { Faults } from "./faults.js";
import { handleDownload } from "./files.js";
import type { Tokens } from "./oauth/tokens.js";
import { performWithFault } from "./perform-with-fault.js";
import type { Answer, Handler } from "./server.js";
import type { Traffic } from "./traffic.js";
import type { World } from "./world.js";

interface FileRouteParts {
  world: World;
  tokens: Pick<Tokens, "authenticate">;
  faults: Faults;
  traffic: Pick<Traffic, "recordFileRequest">;
}

/** `GET /files/...`, with faults, whose operation is the file's name. */
export function createFileRoute({ world, tokens, faults, traffic }: FileRouteParts): Handler {
  return async (request) => {
    const at = world.now();
    const { authorization } = request.headers;
    const path = request.url.pathname;
    const perform = (): Answer =>
      handleDownload(world, request, tokens.authenticate(authorization)?.user.organizationId);
    const answer = await performWithFault(faults.meet("file", nameIn(path)), perform, {
      unauthorized: () => ({ status: 401, body: "" }),
      rateLimited: (retryAfterMs) => ({
        status: 429,
        body: "",
        headers: { "Retry-After": String(Math.ceil(retryAfterMs / 1_000)) },
      }),
      error: (_, message) => ({ status: 500, body: message }),
    });
    const status = answer === "dropped" ? "dropped" : answer.status;
    traffic.recordFileRequest({ path, status, hasToken: authorization !== undefined, at });
    return answer;
  };
}

function nameIn(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
