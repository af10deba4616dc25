/**
 * The scopes in `value`, each once, in their order. Linear answers with a space-separated string, with an array for apps
 * created before 2023-12-01, and asks for a comma-separated list.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export function parseScopes(value: string | readonly string[]): string[] {
  const words = [value].flat().flatMap((part) => part.split(/[\s,]+/));
  return [...new Set(words.filter((word) => word !== ""))];
}

// `write` holds the narrower scopes, and Linear may leave those out of its answer.
// https://linear.app/developers/oauth-2-0-authentication
const HELD_BY_WRITE: ReadonlySet<string> = new Set(["comments:create", "issues:create", "timeSchedule:write"]);

/** The scopes of `needed` that `granted` does not cover. An answer without scopes grants what was asked for (RFC 6749). */
export function findMissingScopes(needed: readonly string[], granted: readonly string[]): string[] {
  if (granted.length === 0) return [];
  const isGranted = (scope: string): boolean =>
    // Linear grants "read" always, so that it need not be repeated.
    scope === "read" || granted.includes(scope) || (HELD_BY_WRITE.has(scope) && granted.includes("write"));
  return needed.filter((scope) => !isGranted(scope));
}
