/**
 * Where to send a person after an installation, as an absolute address; `undefined` for anything that is not on the
 * origin of `redirectUri`. Written as a path ("/settings?tab=linear") or with that origin in front of it.
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
