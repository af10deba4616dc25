/**
 * The scopes in `value`, each once, in their order. Linear answers with a space-separated string, with an array for apps
 * created before 2023-12-01, and asks for a comma-separated list.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export function parseScopes(value: string | readonly string[]): string[] {
  const words = [value].flat().flatMap((part) => part.split(/[\s,]+/));
  return [...new Set(words.filter((word) => word !== ""))];
}
