import type { Content, Root } from "chat";
import { lazyPattern } from "./lazy-pattern.js";

type Attention = Extract<Content, { type: "emphasis" | "strong" | "delete" }>;
export type Phrasing = Attention["children"][number];

/**
 * The tree with its emphasis, strong and struck text where Markdown can write it without character references, which are
 * correct but stand as they are in mails, in Slack, and in the body that other apps read.
 *
 * White space at the edge of such a text goes outside, where it looks the same, and neighbours of one kind become one.
 * Markdown has no other form for `请看**说明：**内容`, since a mark between punctuation and a letter means nothing: there
 * the punctuation goes outside as well. It is not bold then, which is the nearest that can be read.
 * https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
 */
export const tidyTree = (tree: Root): Root => mapLines(tree, (nodes) => trimEdges(tidyLine(nodes)));

/** The tree with what stands in its paragraphs, headings and cells changed. */
export const mapLines = (tree: Root, change: (nodes: Phrasing[]) => Phrasing[]): Root => ({
  ...tree,
  children: tree.children.map((child) => changeLines(child, change)),
});

function changeLines<Node extends Content>(node: Node, change: (nodes: Phrasing[]) => Phrasing[]): Node {
  if (!("children" in node)) return node;
  switch (node.type) {
    case "paragraph":
    case "heading":
    case "tableCell":
      return { ...node, children: change(node.children) };
    default:
      return { ...node, children: node.children.map((child) => changeLines<Content>(child, change)) };
  }
}

/** What stands in a line, without its emphasis. */
export const dropAttention = (nodes: readonly Phrasing[]): Phrasing[] =>
  joinAlike(nodes.flatMap((node) => (isAttention(node) ? dropAttention(node.children) : [node])));

const tidyLine = (nodes: readonly Phrasing[]): Phrasing[] => {
  const tidied = joinAlike(nodes.flatMap(tidyInline).flatMap(moveSpaceOut));
  return joinAlike(tidied.flatMap((node, index) => movePunctuationOut(node, tidied[index - 1], tidied[index + 1])));
};

function tidyInline(node: Phrasing): Phrasing[] {
  switch (node.type) {
    case "emphasis":
    case "strong":
    case "delete":
      // Emphasis in emphasis of its own kind says no more.
      return [{ ...node, children: tidyLine(node.children.flatMap((child) => unwrap(child, node.type))) }];
    case "link":
      return [{ ...node, children: tidyLine(node.children) }];
    case "text":
      return [{ ...node, value: node.value.replace(/[ \t]*(?:\r\n?|\n)\s*/g, "\n") }];
    default:
      return [node];
  }
}

function unwrap(node: Phrasing, type: Attention["type"]): Phrasing[] {
  if (!isAttention(node)) return [node];
  const children = node.children.flatMap((child) => unwrap(child, type));
  return node.type === type ? children : [{ ...node, children }];
}

/** A paragraph shows no white space at its edges, nor at those of its lines. */
function trimEdges(nodes: readonly Phrasing[]): Phrasing[] {
  const trimmed = nodes.map((node, index): Phrasing => {
    if (node.type !== "text") return node;
    const start = isEdge(nodes[index - 1]) ? node.value.trimStart() : node.value;
    return { ...node, value: isEdge(nodes[index + 1]) ? start.trimEnd() : start };
  });
  return trimmed.filter((node) => node.type !== "text" || node.value !== "");
}

const isEdge = (neighbour: Phrasing | undefined): boolean => neighbour === undefined || neighbour.type === "break";

const isAttention = (node: Phrasing): node is Attention =>
  node.type === "emphasis" || node.type === "strong" || node.type === "delete";

function joinAlike(nodes: readonly Phrasing[]): Phrasing[] {
  const joined: Phrasing[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if ((last?.type === "text" || last?.type === "inlineCode") && last.type === node.type) {
      joined[joined.length - 1] = { ...last, value: last.value + node.value };
    } else if (last && isAttention(last) && last.type === node.type) {
      joined[joined.length - 1] = { ...last, children: joinAlike([...last.children, ...node.children]) };
    } else {
      joined.push(node);
    }
  }
  return joined;
}

const toText = (value: string): Phrasing[] => (value === "" ? [] : [{ type: "text", value }]);

/** Moves white space at the edges of an emphasized text out of it. */
function moveSpaceOut(node: Phrasing): Phrasing[] {
  if (!isAttention(node)) return [node];
  const [before, inner, after] = splitEdges(node.children, /^\s*/, /\s*$/);
  return [...toText(before), ...(inner.length > 0 ? [{ ...node, children: inner }] : []), ...toText(after)];
}

function splitEdges(nodes: readonly Phrasing[], start: RegExp, end: RegExp): [string, Phrasing[], string] {
  let inner = [...nodes];
  const first = inner.at(0);
  let before = "";
  if (first?.type === "text") {
    before = start.exec(first.value)?.[0] ?? "";
    inner = [...toText(first.value.slice(before.length)), ...inner.slice(1)];
  }
  const last = inner.at(-1);
  let after = "";
  if (last?.type === "text") {
    after = end.exec(last.value)?.[0] ?? "";
    inner = [...inner.slice(0, -1), ...toText(last.value.slice(0, last.value.length - after.length))];
  }
  return [before, inner, after];
}

/** Moves what a mark cannot stand beside out of an emphasized text, where a letter is on the mark's other side. */
function movePunctuationOut(node: Phrasing, previous: Phrasing | undefined, next: Phrasing | undefined): Phrasing[] {
  if (!isAttention(node)) return [node];
  const [only] = node.children;
  const isBare = node.children.length === 1 && only?.type === "link" && !isAutolink(only);
  const isBeside = endsInLetter().test(textOf(previous)) || startsWithLetter().test(textOf(next));
  if (isBare && isBeside) return [{ ...only, children: [{ ...node, children: only.children }] }];

  const before: Phrasing[] = [];
  const after: Phrasing[] = [];
  let inner: Phrasing[] = [...node.children];
  const splitOff = (start: RegExp, end: RegExp): void => {
    const [left, rest, right] = splitEdges(inner, start, end);
    before.push(...toText(left));
    after.unshift(...toText(right));
    inner = rest;
  };
  if (endsInLetter().test(textOf(previous))) {
    splitOff(leadingMarks(), NOTHING);
    for (let first = inner[0]; first !== undefined && isOpaque(first); first = inner[0]) {
      before.push(first);
      inner = inner.slice(1);
      splitOff(leadingMarks(), NOTHING);
    }
  }
  if (startsWithLetter().test(textOf(next))) {
    splitOff(NOTHING, trailingMarks());
    for (let last = inner.at(-1); last !== undefined && isOpaque(last); last = inner.at(-1)) {
      after.unshift(last);
      inner = inner.slice(0, -1);
      splitOff(NOTHING, trailingMarks());
    }
  }
  return [...before, ...(inner.length > 0 ? [{ ...node, children: inner }] : []), ...after];
}

const NOTHING = /^/;
const leadingMarks = lazyPattern(() => /^[\p{P}\p{S}\s]*/u);
const trailingMarks = lazyPattern(() => /(?<![\p{P}\p{S}\s])[\p{P}\p{S}\s]*$/u);
const startsWithLetter = lazyPattern(() => /^[^\p{P}\p{S}\s]/u);
const endsInLetter = lazyPattern(() => /[^\p{P}\p{S}\s]$/u);

const textOf = (node: Phrasing | undefined): string => (node?.type === "text" ? node.value : "");

const isAutolink = ({ url, children }: Extract<Content, { type: "link" }>): boolean =>
  children.length === 1 && textOf(children[0]) === url;

/** What is written in marks of its own, which letters are not. */
const isOpaque = (node: Phrasing): boolean => node.type !== "text" && !isAttention(node);
