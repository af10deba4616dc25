/**
 * A secret, or a function that gives it. A function is called on every use, with the organization it is needed for
 * where that is known, so that a rotated or short-lived secret is always the newest.
 */
export type Secret<Value = string> = Value | ((organizationId?: string) => Value | Promise<Value>);

export async function resolveSecret<Value extends string | readonly string[]>(
  secret: Secret<Value>,
  organizationId?: string,
): Promise<Value> {
  return typeof secret === "function" ? await secret(organizationId) : secret;
}
