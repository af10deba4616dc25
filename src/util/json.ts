/** A JSON object of unknown content. */
export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that is not what Linear documents: `path` says where. Callers turn it into their own error. */
export class UnexpectedValueError extends Error {
  override readonly name: string = "UnexpectedValueError";
  readonly path: string;

  constructor(path: string, expected: string) {
    super(`${path} is not ${expected}`);
    this.path = path;
  }
}

export function readObject(source: JsonObject, key: string, path: string): JsonObject {
  const value = source[key];
  if (isJsonObject(value)) return value;
  throw new UnexpectedValueError(`${path}.${key}`, "an object");
}

export function readString(source: JsonObject, key: string, path: string): string {
  const value = source[key];
  if (typeof value === "string") return value;
  throw new UnexpectedValueError(`${path}.${key}`, "a string");
}

/** A string with something in it: for ids and the like, where "" is as wrong as nothing. */
export function readId(source: JsonObject, key: string, path: string): string {
  const value = source[key];
  if (typeof value === "string" && value !== "") return value;
  throw new UnexpectedValueError(`${path}.${key}`, "a non-empty string");
}

export function readNumber(source: JsonObject, key: string, path: string): number {
  const value = source[key];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new UnexpectedValueError(`${path}.${key}`, "a number");
}

export function readBoolean(source: JsonObject, key: string, path: string): boolean {
  const value = source[key];
  if (typeof value === "boolean") return value;
  throw new UnexpectedValueError(`${path}.${key}`, "a boolean");
}

export function readArray(source: JsonObject, key: string, path: string): readonly unknown[] {
  const value = source[key];
  if (Array.isArray(value)) return value;
  throw new UnexpectedValueError(`${path}.${key}`, "an array");
}

/** Reads a field that Linear leaves out or sends as null when it is empty. Wrong types still throw. */
export function readOptional<Value>(
  read: (source: JsonObject, key: string, path: string) => Value,
  source: JsonObject,
  key: string,
  path: string,
): Value | undefined {
  const value = source[key];
  return value === undefined || value === null ? undefined : read(source, key, path);
}

export function optionalString(source: JsonObject, key: string, path: string): string | undefined {
  return readOptional(readString, source, key, path);
}

export function optionalObject(source: JsonObject, key: string, path: string): JsonObject | undefined {
  return readOptional(readObject, source, key, path);
}

/** Maps the elements of an array of objects; an element that is none is an error with its index. */
export function readObjects<Item>(
  source: JsonObject,
  key: string,
  path: string,
  read: (item: JsonObject, path: string) => Item,
): Item[] {
  return readArray(source, key, path).map((item, index) => {
    const itemPath = `${path}.${key}[${index}]`;
    if (isJsonObject(item)) return read(item, itemPath);
    throw new UnexpectedValueError(itemPath, "an object");
  });
}
