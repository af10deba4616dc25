import { isJsonObject } from "./json.js";

const SYSTEM_CODE = /^[A-Z0-9_]{1,40}$/;
const MAX_LENGTH = 200;
// Shorter texts are words like "read", whose hiding would make the sentence unreadable and hides nothing.
const MIN_SENT_LENGTH = 5;

/**
 * Why a request got no answer: the system's code ("ECONNREFUSED"), which `fetch` hides one level down, or what the
 * platform says. A `fetch` of the host's own may put the request into its messages, so that what was sent is hidden.
 * @param sent the texts that the request held: tokens, secrets, what people wrote.
 */
export function toNetworkReason(error: unknown, sent: readonly string[]): string {
  const cause = isJsonObject(error) && isJsonObject(error.cause) ? error.cause : error;
  if (!isJsonObject(cause)) return "network error";
  if (typeof cause.code === "string" && SYSTEM_CODE.test(cause.code)) return cause.code;
  if (!(cause instanceof Error) || cause.message.trim() === "") return "network error";
  return toSafeLine(cause.message, sent).slice(0, MAX_LENGTH);
}

// The user part of an address, as in a proxy's `http://name:password@proxy`.
const USER_PART = /:\/\/[^\s/?#]*@/g;

/**
 * Somebody else's text as one line that can go into an error and a log: no line ends, which would forge lines, no escape
 * codes for terminals, no names and passwords of addresses, and nothing of what was sent.
 * @param sent as in {@link toNetworkReason}.
 */
export function toSafeLine(text: string, sent: readonly string[]): string {
  return hide(text, sent)
    .replace(USER_PART, "://[hidden]@")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
}

// Hides the longest text first: a text may hold another one.
function hide(message: string, sent: readonly string[]): string {
  const hidden = sent.flatMap((text) => [text, toUriPart(text), JSON.stringify(text).slice(1, -1)]);
  return hidden
    .filter((text) => text.length >= MIN_SENT_LENGTH)
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, "[hidden]"), message);
}

// Half a surrogate pair, which anybody may write, has no encoding.
const toUriPart = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));

/** Every text in a value that was read from JSON. */
export function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
