import { lazyPattern } from "../render/lazy-pattern.js";
import { isJsonObject } from "../util/json.js";
import { HIDDEN, isSecretField } from "./secrets.js";

/** An input in words, and what is missing in them. */
export interface InputText {
  /** A field per line; without fields, the value. */
  text: string;
  /** How many values are hidden for the names of their fields. */
  hidden: number;
  /** How many characters of texts were too many. */
  cut: number;
  /** Whether more is missing, and nobody knows how much: what is too much, too deep, no data, or cannot be read. */
  isPartial: boolean;
}

// More than anybody is shown, and little enough to be written at once.
const MAX_LENGTH = 50_000;
const MAX_DEPTH = 30;

/** Writes what a tool is asked to do, as JSON: nothing for an input without fields. */
export function writeInput(input: unknown): InputText {
  const writer = createWriter();
  const text = writer.writeLines(input).replace(invisible(), toEscape);
  return { text, ...writer.missing() };
}

interface Writer {
  writeLines(input: unknown): string;
  missing(): Omit<InputText, "text">;
}

function createWriter(): Writer {
  let room = MAX_LENGTH;
  let hidden = 0;
  let cut = 0;
  let isPartial = false;

  function leaveOut(): string {
    isPartial = true;
    return "…";
  }

  function use(text: string): string {
    room -= text.length;
    return text;
  }

  function writeString(text: string): string {
    const shown = text.slice(0, Math.max(0, room));
    cut += text.length - shown.length;
    return use(JSON.stringify(shown));
  }

  function writeFields(object: object, depth: number, toName: (name: string) => string): string[] {
    const lines = isData(object) ? [] : [leaveOut()];
    for (const name of Object.keys(object)) {
      if (room <= 0) return [...lines, leaveOut()];
      lines.push(`${use(toName(name))}: ${writeField(object, name, depth)}`);
    }
    return lines;
  }

  function writeField(object: object, name: string, depth: number): string {
    const value: unknown = Reflect.get(object, name);
    if (!isSecretField(name, value) || value === null || value === undefined) return write(value, depth);
    hidden += 1;
    return HIDDEN;
  }

  function writeItems(list: readonly unknown[], depth: number): string[] {
    const items: string[] = [];
    for (const item of list) {
      if (room <= 0) return [...items, leaveOut()];
      items.push(write(item, depth));
    }
    return items;
  }

  function write(value: unknown, depth: number): string {
    if (typeof value === "string") return writeString(value);
    if (typeof value === "function" || typeof value === "symbol") return leaveOut();
    if (typeof value !== "object" || value === null) return use(String(value));
    if (depth >= MAX_DEPTH) return leaveOut();
    return Array.isArray(value)
      ? `[${writeItems(value, depth + 1).join(", ")}]`
      : `{${writeFields(value, depth + 1, (name) => JSON.stringify(name)).join(", ")}}`;
  }

  return {
    writeLines(input) {
      if (input === undefined || input === null) return "";
      try {
        return isJsonObject(input) ? writeFields(input, 0, toBareName).join("\n") : write(input, 0);
      } catch {
        // A getter or a proxy: code of others, whose errors say nothing of the stream.
        return leaveOut();
      }
    },
    missing: () => ({ hidden, cut, isPartial }),
  };
}

const toBareName = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

/** Whether all that an object holds is in its fields, unlike in a `Map`. */
function isData(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Characters that show nothing, or change how others look: controls, marks of direction, spaces but the plain one.
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const invisible = lazyPattern(() => /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu);

const toEscape = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
