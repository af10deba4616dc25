import { type Content, getNodeChildren, paragraph, parseMarkdown, type Root, root, stringifyMarkdown } from "chat";
import { lazyPattern } from "./lazy-pattern.js";
import { replaceOutsideCode } from "./outside-code.js";
import { dropAttention, mapLines, type Phrasing, tidyTree } from "./tidy-tree.js";

/**
 * An mdast tree as the Markdown that Linear takes: `-` bullets, `*emphasis*`, which is one inside words and in scripts
 * without spaces too, bare addresses, and neither a backslash nor a character reference where none is needed.
 */
export function stringifyForLinear(ast: Root): string {
  const tree = tidyTree(ast);
  const markdown = print(tree);
  return toReadable(markdown) ?? decode(print(mapLines(tree, toReadableLine)));
}

const print = (tree: Root): string =>
  unescapePairs(
    unwrapAutolinks(dropNeedlessEscapes(stringifyMarkdown(tree, { bullet: "-", emphasis: "*" }).trimEnd())),
  );

/** A line that has no readable form with its emphasis is written without. */
const toReadableLine = (nodes: Phrasing[]): Phrasing[] =>
  toReadable(print(root([paragraph(nodes)]))) === undefined ? dropAttention(nodes) : nodes;

/** A pair of parentheses is a part of a link's address as it is. */
const unescapePairs = (markdown: string): string =>
  replaceOutsideCode(markdown, ESCAPED_PAIR, ([, start = "", inside = ""]) => `${start}(${inside})`);

const ESCAPED_PAIR = /(\]\([^\s()<>\\]*)\\\(([^\s()<>\\]*)\\\)/g;

/**
 * Writes characters in place of the references that the printer has put there; undefined where that means something else,
 * with other marks as well.
 */
function toReadable(markdown: string): string | undefined {
  if (!REFERENCE.test(markdown)) return markdown;
  const meaning = meaningOf(markdown);
  const readable = decode(markdown);
  const otherMarks = readable.replace(UNDERSCORES, (marks) => "*".repeat(marks.length));
  return [readable, otherMarks].find((text) => meaningOf(text) === meaning);
}

const decode = (markdown: string): string =>
  replaceOutsideCode(markdown, TOKEN, ([token, code]) =>
    code === undefined ? token : String.fromCodePoint(Number.parseInt(code, 16)),
  );

const REFERENCE = /&#x[0-9A-F]+;/;
// An escaped character is one token, so that `\\&#x61;` is no reference.
const TOKEN = /\\[^\n]|&#x([0-9A-F]{1,6});/g;
const UNDERSCORES = /(?<!\\)_{1,2}/g;

/** The tree of a text, without what tells where in the text something stands. */
const meaningOf = (markdown: string): string => JSON.stringify(parseMarkdown(markdown).children.map(toMeaning));

function toMeaning(node: Content): object {
  const { position: _, ...rest } = node;
  return { ...rest, children: getNodeChildren(node).map(toMeaning) };
}

// The printer escapes what could matter somewhere; each alternative is a place where it cannot.
const needlessEscapes = lazyPattern(
  () =>
    new RegExp(
      [
        // An escaped backslash is one token, so that what follows it is not mistaken for an escape.
        /\\\\/u,
        // A word's own underscores never start emphasis. (mdast-util-to-markdown knows since 2.2.3.)
        /(?<=[\p{L}\p{N}])\\(?=_[\p{L}\p{N}])/u,
        // Addresses that are to be links in Linear, too, where nothing but white space ends them.
        /(?<=https?)\\(?=:\/\/(?:[^\s*_~`<>[\]\\]|\\?_(?=[\p{L}\p{N}])|\\&)+(?:\s|$))/u,
        /(?<=\b[Ww]{3})\\(?=\.(?:[^\s*_~`<>[\]\\]|\\?_(?=[\p{L}\p{N}])|\\&)+(?:\s|$))/u,
        /(?<=[\w.+-])\\(?=@[\w-])/u,
        // Only a complete character reference means anything.
        /\\(?=&(?!#?\w+;))/u,
        // What no sign closes is no tag.
        /\\(?=<[^>]{0,1000}$)/u,
        // A star between spaces starts nothing inside a line.
        /(?<=[\p{L}\p{N}] )\\(?=\* )/u,
      ]
        .map((pattern) => pattern.source)
        .join("|"),
      "gu",
    ),
);

const dropNeedlessEscapes = (markdown: string): string =>
  replaceOutsideCode(markdown, needlessEscapes(), ([match]) => (match === "\\" ? "" : match));

// `<url>` is how the printer writes a link whose text is its address. Where the bare address would end elsewhere, the
// brackets stay.
const AUTOLINK = /(?<=^|[\s(*_~])<([^\s<>(]*[^\s<>(?!.,:*_~'")\]&;])>(?=[)*_~.,:;!?]*(?:$|\s))/gmu;

const unwrapAutolinks = (markdown: string): string =>
  replaceOutsideCode(markdown, AUTOLINK, ([autolink, url = ""]) =>
    /^https?:\/\/|^[\w.+-]+@[\w-]+\./.test(url) ? url : autolink,
  );
