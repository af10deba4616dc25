import type { FixturePayload } from "../fixtures/fixture.js";

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** What a field may be instead of what it should be. */
const WRONG_VALUES: readonly unknown[] = [null, "", "text", 0, -1.5, true, [], [null], {}, { toString: 1, valueOf: 1 }];

/** A copy of `payload` with the field at `path` (`agentSession.issue.id`) set to `value`, or left out for undefined. */
export function withField(payload: FixturePayload, path: string, value: unknown): FixturePayload {
  const copy = structuredClone(payload);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Json>((node, key) => {
    const child = node[key];
    if (isObject(child)) return child;
    throw new Error(`the payload has no object at ${key} of ${path}`);
  }, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** The dotted path of each field, at every depth. */
function fieldPaths(value: Json, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...(isObject(child) ? fieldPaths(child, `${prefix}${key}.`) : []),
  ]);
}

/** Every payload in which one field of `payload`, at any depth, is left out or wrong. */
export function damagedPayloads(payload: FixturePayload): FixturePayload[] {
  return fieldPaths(payload).flatMap((path) =>
    [undefined, ...WRONG_VALUES].map((value) => withField(payload, path, value)),
  );
}
