import { LinearAdapterError } from "../errors.js";
import { readLines } from "../render/markdown-lines.js";

/** An issue to be made below another. */
export interface LinearSubIssue {
  /** At most 255 characters. */
  title: string;
  /** Markdown. */
  description?: string;
}

/**
 * The open items of a Markdown checklist. What is indented below an item is its description, further items included;
 * checked items are left out with all that is below them, and so is everything around the list.
 * @throws {LinearAdapterError} `MESSAGE_INVALID` when there is no checklist item, open or checked.
 */
export function parseChecklist(markdown: string): LinearSubIssue[] {
  const items = readItems(markdown);
  if (items.length === 0) {
    throw new LinearAdapterError(
      "MESSAGE_INVALID",
      'The text holds no checklist: write each sub-issue as a line such as "- [ ] Title", or give an array of titles',
    );
  }
  return items.filter(({ isOpen, title }) => isOpen && title !== "").map(toSubIssue);
}

interface Item {
  /** In characters. */
  indent: number;
  isOpen: boolean;
  title: string;
  /** What is indented below it. */
  below: string[];
}

// Groups: indent, mark, title.
const ITEM = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\](?:[ \t]+(.*))?$/;

function readItems(markdown: string): Item[] {
  const items: Item[] = [];
  let current: Item | undefined;
  for (const { start, end, isBlank, construct } of readLines(markdown).lines) {
    const isInFence = construct.kind === "fence";
    const line = markdown.slice(start, end).trimEnd();
    const isBelow = current !== undefined && (isInFence || isBlank || indentOf(line) > current.indent);
    if (isBelow) {
      current?.below.push(line);
    } else {
      current = isInFence ? undefined : readItem(line);
      if (current) items.push(current);
    }
  }
  return items;
}

function readItem(line: string): Item | undefined {
  const match = ITEM.exec(line);
  if (match === null) return undefined;
  const [, indent = "", mark, title = ""] = match;
  return { indent: indent.length, isOpen: mark === " ", title: title.trim(), below: [] };
}

function toSubIssue({ title, below }: Item): LinearSubIssue {
  const indents = below.filter((line) => line !== "").map(indentOf);
  const description = below
    .map((line) => line.slice(Math.min(...indents)))
    .join("\n")
    .trim();
  return description === "" ? { title } : { title, description };
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0;
