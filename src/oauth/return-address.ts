/** In characters. Anybody can begin an installation, and what it returns to is kept in the bot's state for a while. */
export const MAX_RETURN_ADDRESS = 2_000;

/**
 * The absolute address to send a person to after an installation; `undefined` for anything that is not on the origin of
 * `redirectUri`, or over {@link MAX_RETURN_ADDRESS} characters. `value` is a path ("/settings?tab=linear"), or has that
 * origin in front of it.
 */
export function toReturnAddress(value: string, redirectUri: string): string | undefined {
  const { origin } = new URL(redirectUri);
  const isWellWritten = value.startsWith("/") || value.startsWith(`${origin}/`);
  // Backslashes, tabs and line ends mean something else to browsers than they seem to.
  if (value.length > MAX_RETURN_ADDRESS || !isWellWritten || hasTrap(value) || !URL.canParse(value, origin))
    return undefined;
  const url = new URL(value, origin);
  return url.origin === origin && url.href.length <= MAX_RETURN_ADDRESS ? url.href : undefined;
}

function hasTrap(value: string): boolean {
  return [...value].some((character) => character === "\\" || character <= " " || character === "\u007f");
}
