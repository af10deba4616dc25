import type { CredentialSource } from "../credentials/auth.js";
import type { Clock } from "../util/clock.js";
import { broken, rateLimited, redirectRefused, refusedToken, refusedWith } from "./file-errors.js";
import { sendFileRequest } from "./send-file-request.js";

/** Whose file it is, and where. `url` is below Linear's address of files. */
export interface FileSource {
  url: URL;
  organizationId: string | undefined;
}

export interface FileRequestParts {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** Between 0 and 1, for the jitter of waits. */
  random: () => number;
  credentials: Pick<CredentialSource, "getCredential" | "reject">;
}

const MAX_TRIES = 3;
const FIRST_BACKOFF_MS = 250;
// The whole download has half a minute.
const MAX_WAIT_MS = 10_000;

/** Asks Linear for a file until it answers, with a new token where the first one is refused. */
export async function requestFile(
  { fetch, clock, random, credentials }: FileRequestParts,
  { url, organizationId }: FileSource,
  signal: AbortSignal,
): Promise<Response> {
  let renewed = false;
  for (let tries = 1; ; ) {
    const credential = await credentials.getCredential(organizationId);
    const answer = await sendFileRequest(fetch, url, credential, signal);
    switch (answer.kind) {
      case "file":
        return answer.response;
      case "unauthorized":
        if (renewed || !(await credentials.reject(credential, organizationId))) throw refusedToken(url);
        renewed = true;
        break;
      case "transient":
        if (tries === MAX_TRIES) throw broken(url, answer.reason);
        await clock.sleep(FIRST_BACKOFF_MS * 2 ** (tries - 1) * (0.5 + random()), signal);
        tries += 1;
        break;
      case "rate-limited":
        if (tries === MAX_TRIES || answer.retryAfterMs > MAX_WAIT_MS) throw rateLimited(url, answer.retryAfterMs);
        await clock.sleep(answer.retryAfterMs, signal);
        tries += 1;
        break;
      case "refused":
        throw refusedWith(url, answer.status);
      case "wrong-redirect":
        throw redirectRefused(url);
    }
  }
}
