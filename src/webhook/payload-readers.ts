import { isJsonObject, type JsonObject, UnexpectedValueError } from "../util/json.js";

/*
 * Two kinds of fields. An event is answered wrongly without what it is about: ids, and the texts and times that have no
 * substitute; such a field is `Needed`, and reading it fails when it is not what Linear documents. All else is `Shown`:
 * names, addresses, the issue around a comment, the thread before it. A shown field that cannot be read is left out and
 * noted, and never costs the event: better a mention without an avatar than no mention.
 */

/** An object of a payload, and where it stands. */
export interface PayloadPart {
  readonly fields: JsonObject;
  /** From the payload: "" for the payload itself, else `agentSession.issue` or `guidance[0]`. */
  readonly path: string;
  /** Is told the path of a field that is there and could not be read. */
  readonly note: (path: string) => void;
}

/**
 * Reads what the event cannot do without.
 * @throws {UnexpectedValueError} when it is missing or not what it should be.
 */
export type Needed<Value> = (part: PayloadPart, key: string) => Value;

/** Reads what is only shown: undefined when it is missing, and also, once that is noted, when it is odd. Never throws. */
export type Shown<Value> = (part: PayloadPart, key: string) => Value | undefined;

export const pathOf = ({ path }: PayloadPart, key: string): string => (path === "" ? key : `${path}.${key}`);

/** Null and missing mean the same to Linear. */
export const isAbsent = ({ fields }: PayloadPart, key: string): boolean =>
  fields[key] === undefined || fields[key] === null;

const needed =
  <Value>(expected: string, read: (value: unknown) => Value | undefined): Needed<Value> =>
  (part, key) => {
    const value = read(part.fields[key]);
    if (value !== undefined) return value;
    throw new UnexpectedValueError(pathOf(part, key), expected);
  };

const shown =
  <Value>(read: (value: unknown) => Value | undefined): Shown<Value> =>
  (part, key) => {
    if (isAbsent(part, key)) return undefined;
    const value = read(part.fields[key]);
    if (value === undefined) part.note(pathOf(part, key));
    return value;
  };

const toText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const toId = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
// Colons separate the parts of thread IDs.
const toEntityId = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && !value.includes(":") ? value : undefined;
const toDate = (value: unknown): string | undefined =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : undefined;
const toBoolean = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

export const neededString: Needed<string> = needed("a string", toText);
/** A string with something in it: "" is as wrong as nothing. */
export const neededId: Needed<string> = needed("a non-empty string", toId);
/** The id of something that a thread ID may name. */
export const neededEntityId: Needed<string> = needed("an id", toEntityId);
export const neededDate: Needed<string> = needed("a date", toDate);

/** A text, or "" for none: Linear leaves out most of what is empty. */
export const neededText: Needed<string> = (part, key) => (isAbsent(part, key) ? "" : neededString(part, key));

export const neededPart: Needed<PayloadPart> = (part, key) => {
  const value = part.fields[key];
  if (isJsonObject(value)) return { fields: value, path: pathOf(part, key), note: part.note };
  throw new UnexpectedValueError(pathOf(part, key), "an object");
};

export const shownText: Shown<string> = shown(toText);
export const shownEntityId: Shown<string> = shown(toEntityId);
export const shownDate: Shown<string> = shown(toDate);
export const shownBoolean: Shown<boolean> = shown(toBoolean);

const shownArray = shown<readonly unknown[]>((value) => (Array.isArray(value) ? value : undefined));

/** A name, an address or the like, of which "" is as good as nothing. */
export const shownName: Shown<string> = (part, key) => shownText(part, key) || undefined;

export const shownPart: Shown<PayloadPart> = (part, key) => leftOut(part, key, () => neededPart(part, key));

/** Makes of a reader of an object one that leaves the object out when something in it that it needs is odd. */
export const shownObject =
  <Value>(read: (part: PayloadPart) => Value): Shown<Value> =>
  (part, key) =>
    leftOut(part, key, () => read(neededPart(part, key)));

/** Makes of a reader of an object one of a list, without the items that cannot be read. None when it is no list. */
export const shownList =
  <Item>(read: (part: PayloadPart) => Item) =>
  (part: PayloadPart, key: string): Item[] => {
    const { note } = part;
    return (shownArray(part, key) ?? []).flatMap((fields, index) => {
      const path = `${pathOf(part, key)}[${index}]`;
      if (isJsonObject(fields)) return unlessOdd(note, () => read({ fields, path, note })) ?? [];
      note(path);
      return [];
    });
  };

const leftOut = <Value>(part: PayloadPart, key: string, read: () => Value): Value | undefined =>
  isAbsent(part, key) ? undefined : unlessOdd(part.note, read);

function unlessOdd<Value>(note: PayloadPart["note"], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnexpectedValueError)) throw error;
    note(error.path);
    return undefined;
  }
}

/**
 * The id of what an object is about, which Linear tells beside the object and in it: the first that can be read, or
 * undefined where neither is there.
 * @throws {UnexpectedValueError} when one is there and neither can be read.
 */
export function idOfEither(part: PayloadPart, key: string, objectKey: string): string | undefined {
  const inObject = (): string | undefined => {
    const object = shownPart(part, objectKey);
    return object && shownEntityId(object, "id");
  };
  const id = shownEntityId(part, key) ?? inObject();
  if (id !== undefined) return id;
  if (isAbsent(part, key) && isAbsent(part, objectKey)) return undefined;
  throw new UnexpectedValueError(isAbsent(part, key) ? pathOf(part, `${objectKey}.id`) : pathOf(part, key), "an id");
}
