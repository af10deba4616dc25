import type { Faults } from "./faults.js";
import { handleDownload, handleUpload } from "./files.js";
import type { Tokens } from "./oauth/tokens.js";
import { type FaultAnswers, performWithFault } from "./perform-with-fault.js";
import type { Answer, Handler } from "./server.js";
import type { Traffic } from "./traffic.js";
import type { World } from "./world.js";

interface FileRouteParts {
  world: World;
  tokens: Pick<Tokens, "authenticate">;
  faults: Faults;
  traffic: Pick<Traffic, "recordFileRequest" | "recordUploadRequest">;
}

/** `GET /files/...`, with faults, whose operation is the file's name. */
export function createFileRoute({ world, tokens, faults, traffic }: FileRouteParts): Handler {
  return async (request) => {
    const at = world.now();
    const { authorization } = request.headers;
    const path = request.url.pathname;
    const perform = (): Answer =>
      handleDownload(world, request, tokens.authenticate(authorization)?.user.organizationId);
    const answer = await performWithFault(faults.meet("file", nameIn(path)), perform, FAULT_ANSWERS);
    const status = answer === "dropped" ? "dropped" : answer.status;
    traffic.recordFileRequest({ path, status, hasToken: authorization !== undefined, at });
    return answer;
  };
}

/** `PUT /uploads/...`, with faults, whose operation is the file's name. */
export function createUploadRoute({ world, faults, traffic }: Omit<FileRouteParts, "tokens">): Handler {
  return async (request) => {
    const at = world.now();
    const path = request.url.pathname;
    const perform = (): Answer => handleUpload(world, request);
    const answer = await performWithFault(faults.meet("upload", nameIn(path)), perform, FAULT_ANSWERS);
    const status = answer === "dropped" ? "dropped" : answer.status;
    const hasToken = request.headers.authorization !== undefined;
    traffic.recordUploadRequest({ path, status, hasToken, bytes: request.body.byteLength, at });
    return answer;
  };
}

const FAULT_ANSWERS: FaultAnswers = {
  unauthorized: () => ({ status: 401, body: "" }),
  rateLimited: (retryAfterMs) => ({
    status: 429,
    body: "",
    headers: { "Retry-After": String(Math.ceil(retryAfterMs / 1_000)) },
  }),
  error: (_, message) => ({ status: 500, body: message }),
};

function nameIn(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
