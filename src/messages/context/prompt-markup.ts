import { decodeEntities } from "./entities.js";
import { type KnownTexts, textKey } from "./known-texts.js";

/** An element of Linear's prompt context. */
export interface MarkupElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Decoded and trimmed; mentions are `@name`. */
  text: string;
  children: readonly MarkupElement[];
  /** Whether it begins on a line of its own. */
  isOnOwnLine: boolean;
}

interface ElementRule {
  attributes?: readonly string[];
  /** Whether it may hold text; else only the elements in `children`. */
  text?: true;
  children?: Readonly<Record<string, "once" | "repeated">>;
}

// The parts that were seen in prompt contexts. https://linear.app/developers/agent-interaction
const grammar: Readonly<Record<string, ElementRule>> = {
  "": {
    children: {
      issue: "once",
      "primary-directive-thread": "once",
      "other-thread": "repeated",
      guidance: "once",
      prompt: "once",
    },
  },
  issue: {
    attributes: ["identifier"],
    children: {
      title: "once",
      description: "once",
      team: "once",
      label: "repeated",
      project: "once",
      "parent-issue": "once",
      "sub-issues": "once",
    },
  },
  "parent-issue": { attributes: ["identifier"], children: { id: "once", title: "once", description: "once" } },
  "sub-issues": { children: { "sub-issue": "repeated" } },
  "sub-issue": { attributes: ["identifier"], children: { id: "once", title: "once", description: "once" } },
  id: { text: true },
  title: { text: true },
  description: { text: true },
  team: { attributes: ["name"] },
  label: { text: true },
  project: { attributes: ["name"], text: true },
  "primary-directive-thread": { attributes: ["comment-id"], children: { comment: "repeated" } },
  "other-thread": { attributes: ["comment-id"], children: { comment: "repeated" } },
  comment: { attributes: ["author", "created-at"], text: true },
  guidance: { children: { "guidance-rule": "repeated" } },
  "guidance-rule": { attributes: ["origin", "team-name"], text: true },
  prompt: { text: true },
};

/**
 * The elements that stand for a mention in a text; an id or an address tells them from the parts of the context,
 * whatever other attributes there are.
 */
const MENTIONS = new Set(["user", "issue", "project", "document", "team", "initiative", "cycle", "milestone", "label"]);

// Each piece begins where the last one ended, and no two kinds of piece can begin alike: nothing is read twice. An address
// in brackets is text; no element's name holds a colon or an @.
const PIECE =
  /([^<]+|<[a-z][a-z0-9+.-]*:[^\s<>]*>|<[^\s<>@:/"=]+@[^\s<>@:/"=]+>)|<\/([a-z-]+)>|<([a-z-]+)((?:\s+[a-z][\w:-]*(?:="[^"<]*")?)*)\s*(\/?)>/iy;
const ATTRIBUTE = /([a-z][\w:-]*)(?:="([^"]*)")?/gi;

interface OpenElement extends MarkupElement {
  attributes: Map<string, string>;
  children: MarkupElement[];
  isMention: boolean;
  /** What stands between its last child and the next one. */
  gap: string;
}

/**
 * The elements of a prompt context, or undefined unless every part of it is known and in its place. People's texts
 * stand in it, and whether Linear escapes them is not documented: a text that the event holds as well is taken as it is,
 * another one that could pass for markup makes it unreadable.
 */
export function parsePromptMarkup(markup: string, known: KnownTexts): MarkupElement | undefined {
  const root = createElement("", new Map(), { isMention: false, isOnOwnLine: true });
  const path = [root];
  let position = 0;

  while (position < markup.length) {
    PIECE.lastIndex = position;
    const piece = PIECE.exec(markup);
    if (piece === null || !take(piece, path)) return undefined;
    const [, , , opened, , selfClosing] = piece;
    position = PIECE.lastIndex;
    if (opened !== undefined && selfClosing !== "/") position = takeKnownText(markup, position, path, known);
  }
  return path.length === 1 ? root : undefined;
}

/** Takes the text of an element that has just been opened where the event holds the same, and gives where it ends. */
function takeKnownText(markup: string, start: number, path: readonly OpenElement[], known: KnownTexts): number {
  const [parent, element] = path.slice(-2);
  if (parent === undefined || element === undefined || element.isMention) return start;
  const texts = known.get(`${parent.name}/${element.name}`);
  const end = texts === undefined ? -1 : markup.indexOf(`</${element.name}>`, start);
  if (texts === undefined || end < 0) return start;
  const text = texts.get(textKey(markup.slice(start, end)));
  if (text === undefined) return start;
  element.text = text;
  return end;
}

/** Takes one piece; false when it may not stand there. */
function take([, text, closed, opened, attributes = "", selfClosing]: RegExpExecArray, path: OpenElement[]): boolean {
  if (text !== undefined) return addText(text, path);
  if (closed !== undefined) return close(closed, path);
  if (!open(opened ?? "", attributes, path)) return false;
  return selfClosing !== "/" || close(opened ?? "", path);
}

function addText(text: string, path: readonly OpenElement[]): boolean {
  const parent = path.at(-1);
  if (parent === undefined) return false;
  if (!mayHoldText(parent)) {
    parent.gap = text;
    return text.trim() === "";
  }
  parent.text += decodeEntities(text);
  return true;
}

function open(name: string, source: string, path: OpenElement[]): boolean {
  const parent = path.at(-1);
  const attributes = readAttributes(source);
  if (parent === undefined || attributes === undefined) return false;

  const isMention = mayHoldText(parent);
  if (!(isMention ? mayBeMention(name, attributes, parent) : mayBeChild(name, attributes, parent))) return false;

  const isOnOwnLine = parent.gap.includes("\n") || (parent.name === "" && parent.children.length === 0);
  parent.gap = "";
  path.push(createElement(name, attributes, { isMention, isOnOwnLine }));
  return true;
}

const mayHoldText = ({ name, isMention }: OpenElement): boolean => isMention || grammar[name]?.text === true;

const mayBeMention = (name: string, attributes: ReadonlyMap<string, string>, parent: OpenElement): boolean =>
  !parent.isMention && MENTIONS.has(name) && (attributes.has("id") || attributes.has("href"));

function mayBeChild(name: string, attributes: ReadonlyMap<string, string>, parent: OpenElement): boolean {
  const allowed = grammar[name]?.attributes ?? [];
  if (![...attributes.keys()].every((key) => allowed.includes(key))) return false;
  const { children = {} } = grammar[parent.name] ?? {};
  if (!Object.hasOwn(children, name)) return false;
  return children[name] === "repeated" || parent.children.every((sibling) => sibling.name !== name);
}

function close(name: string, path: OpenElement[]): boolean {
  const element = path.at(-1);
  const parent = path.at(-2);
  if (element === undefined || parent === undefined || element.name !== name) return false;
  path.pop();
  element.text = element.text.trim();
  if (element.isMention) parent.text += name === "user" ? `@${element.text.replace(/^@/, "")}` : element.text;
  else parent.children.push(element);
  return true;
}

/** Reads attributes; undefined when one is given twice, since which of them counts is a guess. */
function readAttributes(source: string): Map<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const [, key = "", value = ""] of source.matchAll(ATTRIBUTE)) {
    if (attributes.has(key)) return undefined;
    attributes.set(key, decodeEntities(value));
  }
  return attributes;
}

const createElement = (
  name: string,
  attributes: Map<string, string>,
  place: Pick<OpenElement, "isMention" | "isOnOwnLine">,
): OpenElement => ({ name, attributes, ...place, text: "", children: [], gap: "" });
