import { type Root, stringifyMarkdown } from "chat";
import { lazyPattern } from "./lazy-pattern.js";
import { replaceOutsideCode } from "./outside-code.js";

/**
 * An mdast tree as the Markdown that Linear takes: `-` bullets, `_emphasis_`, bare addresses, and no backslash where
 * none is needed.
 */
export function stringifyForLinear(ast: Root): string {
  const markdown = stringifyMarkdown(ast, { bullet: "-", emphasis: "_" }).trimEnd();
  return unwrapAutolinks(dropNeedlessEscapes(markdown));
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
