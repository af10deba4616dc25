/** An element of Linear's prompt context. */
export interface MarkupElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Decoded and trimmed; mentions are `@name`. */
  text: string;
  children: readonly MarkupElement[];
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

/** The elements that stand for a mention in a text; an id tells them from the parts of the context. */
const MENTIONS = new Set(["user", "issue", "project", "document", "team", "initiative", "cycle", "milestone", "label"]);

// Each piece begins where the last one ended, and no two kinds of piece can begin alike: nothing is read twice.
const PIECE = /([^<]+)|<\/([a-z-]+)>|<([a-z-]+)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*(\/?)>/y;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;

interface OpenElement extends MarkupElement {
  attributes: Map<string, string>;
  children: MarkupElement[];
  isMention: boolean;
}

/**
 * The elements of a prompt context, or undefined unless every part of it is known and in its place. People's texts
 * stand in it, and whether Linear escapes them is not documented: a text that could pass for markup makes it unreadable.
 */
export function parsePromptMarkup(markup: string): MarkupElement | undefined {
  const root = createElement("", new Map(), false);
  const path = [root];
  let position = 0;

  while (position < markup.length) {
    PIECE.lastIndex = position;
    const piece = PIECE.exec(markup);
    if (piece === null || !take(piece, path)) return undefined;
    position = PIECE.lastIndex;
  }
  return path.length === 1 ? root : undefined;
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
  if (!mayHoldText(parent)) return text.trim() === "";
  parent.text += decode(text);
  return true;
}

function open(name: string, source: string, path: OpenElement[]): boolean {
  const parent = path.at(-1);
  const attributes = readAttributes(source);
  if (parent === undefined || attributes === undefined) return false;

  const isMention = mayHoldText(parent);
  const allowed = isMention ? ["id", "notify"] : (grammar[name]?.attributes ?? []);
  if (![...attributes.keys()].every((key) => allowed.includes(key))) return false;
  if (!(isMention ? mayBeMention(name, attributes, parent) : mayBeChild(name, parent))) return false;

  path.push(createElement(name, attributes, isMention));
  return true;
}

const mayHoldText = ({ name, isMention }: OpenElement): boolean => isMention || grammar[name]?.text === true;

const mayBeMention = (name: string, attributes: ReadonlyMap<string, string>, parent: OpenElement): boolean =>
  !parent.isMention && MENTIONS.has(name) && attributes.has("id");

function mayBeChild(name: string, parent: OpenElement): boolean {
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
    attributes.set(key, decode(value));
  }
  return attributes;
}

const createElement = (name: string, attributes: Map<string, string>, isMention: boolean): OpenElement => ({
  name,
  attributes,
  isMention,
  text: "",
  children: [],
});

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&#x27;": "'",
};

/**
 * Decodes in one pass, so that nothing is decoded twice. Where Linear does not escape, an ampersand stands for itself.
 */
const decode = (text: string): string => text.replace(/&(?:[a-z]+|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
