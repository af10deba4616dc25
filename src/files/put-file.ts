import type { Clock } from "../util/clock.js";
import { findAddressFault } from "../util/endpoints.js";
import { toNetworkReason } from "../util/network-reason.js";
import type { HeldFile } from "./read-content.js";
import { drop, retryAfterMs, secretsOf } from "./send-file-request.js";
import { uploadBroken, uploadRefused, wrongUploadAddress } from "./upload-errors.js";

/** Where Linear wants a file, and where it is from then on. */
export interface UploadSlot {
  uploadUrl: string;
  assetUrl: string;
  contentType: string;
  headers: readonly { key: string; value: string }[];
}

export interface PutParts {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** Between 0 and 1, for the jitter of waits. */
  random: () => number;
  /** Below which Linear's files are. */
  base: URL;
}

const MAX_TRIES = 3;
const FIRST_BACKOFF_MS = 250;
const MAX_WAIT_MS = 10_000;
// https://linear.app/developers/how-to-upload-a-file-to-linear
const CACHE_CONTROL = "public, max-age=31536000";

/**
 * Sends a file to its slot, with the headers that Linear asks for and without a token: the address holds what opens it. A
 * second try after a lost answer writes the same bytes to the same place.
 */
export async function putFile(
  parts: PutParts,
  { body }: HeldFile,
  slot: UploadSlot,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { clock, random } = parts;
  const url = parseUploadAddress(slot.uploadUrl, parts.base);
  if (url === undefined) throw wrongUploadAddress(name);
  for (let tries = 1; ; tries += 1) {
    const answer = await put(parts, url, { body, headers: toHeaders(slot), signal });
    switch (answer.kind) {
      case "stored":
        return;
      case "refused":
        throw uploadRefused(name, answer.status);
      case "transient": {
        const waitMs = answer.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (tries - 1) * (0.5 + random());
        if (tries === MAX_TRIES || waitMs > MAX_WAIT_MS) throw uploadBroken(name, answer.reason);
        await clock.sleep(waitMs, signal);
      }
    }
  }
}

type PutAnswer =
  | { kind: "stored" }
  | { kind: "refused"; status: number }
  /** Worth another try. */
  | { kind: "transient"; reason: string; retryAfterMs?: number | undefined };

async function put(
  // A Worker's fetch that is called as a method of `parts` would be an "Illegal invocation".
  { fetch }: PutParts,
  url: URL,
  { body, headers, signal }: { body: HeldFile["body"]; headers: Headers; signal: AbortSignal },
): Promise<PutAnswer> {
  try {
    // A redirect would take the file to an address that Linear has not named.
    const response = await fetch(url, { method: "PUT", body, headers, redirect: "manual", signal });
    const { status } = response;
    await drop(response);
    if (response.ok) return { kind: "stored" };
    const reason = `HTTP ${status}`;
    if (status === 429) return { kind: "transient", reason, retryAfterMs: retryAfterMs(response.headers) };
    return status >= 500 || status === 408 ? { kind: "transient", reason } : { kind: "refused", status };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: "transient", reason: toNetworkReason(error, secretsOf(url)) };
  }
}

function toHeaders({ contentType, headers }: UploadSlot): Headers {
  const all = new Headers({ "content-type": contentType, "cache-control": CACHE_CONTROL });
  for (const { key, value } of headers) all.set(key, value);
  return all;
}

/** The address to upload to, as encrypted as those of files are; plain http is for an emulator on this machine. */
function parseUploadAddress(address: string, base: URL): URL | undefined {
  if (findAddressFault(address) !== undefined) return undefined;
  const url = new URL(address);
  return url.protocol === "https:" || base.protocol === "http:" ? url : undefined;
}
