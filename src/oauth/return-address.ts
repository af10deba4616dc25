/**
 * The absolute address to send a person to after an installation; `undefined` for anything that is not on the origin of
 * `redirectUri`. `value` is a path ("/settings?tab=linear"), or has that origin in front of it.
 */
export function toReturnAddress(value: string, redirectUri: string): string | undefined {
  const { origin } = new URL(redirectUri);
  const isWellWritten = value.startsWith("/") || value.startsWith(`${origin}/`);
  // Backslashes, tabs and line ends mean something else to browsers than they seem to.
  if (!isWellWritten || hasTrap(value) || !URL.canParse(value, origin)) return undefined;
  const url = new URL(value, origin);
  return url.origin === origin ? url.href : undefined;
}

function hasTrap(value: string): boolean {
  return [...value].some((character) => character === "\\" || character <= " " || character === "\u007f");
}
