import { LinearAdapterError } from "../errors.js";

/** `Authorization` for an OAuth token. A token that comes with its `Bearer ` is taken as it is. */
export function toBearer(token: string, option: string): string {
  return `Bearer ${checkSecret(token, option).replace(/^bearer\s+/i, "")}`;
}

/** `Authorization` for a personal API key, which Linear wants bare. */
export function toRawKey(apiKey: string): string {
  return checkSecret(apiKey, "apiKey");
}

// A host's function may give nothing in spite of its type. And `fetch` repeats a header value that it cannot send in its
// error, so such a value must not get that far.
function checkSecret(secret: unknown, option: string): string {
  const text = typeof secret === "string" ? secret.trim() : "";
  if (/^[\x20-\x7e]+$/.test(text)) return text;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    text === "" ? `${option} is empty` : `${option} holds characters that no header can hold; check how it was copied`,
    { option },
  );
}
