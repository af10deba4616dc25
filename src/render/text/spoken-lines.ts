import { findCodeSpans } from "./code-lines.js";
import type { InlinePart } from "./inline-scan.js";

/**
 * What somebody says in a text that has too many marks to be tokenized, as far as lines and backticks tell: without
 * fences, quoted lines, code spans, comments and links that nobody sees. Reads the text once for each of these.
 */
export const findSpokenLines = (body: string): InlinePart[] =>
  dropComments(dropBlocks(body))
    .replace(MANY_BREAKS, "\n\n")
    .split("\n\n")
    .flatMap((paragraph) => [...splitTags(dropCode(paragraph).replace(INVISIBLE_LINK, " ")), END]);

/** What stands for the end of a paragraph. */
const END: InlinePart = { kind: "link-end" };
const MANY_BREAKS = /\n{3,}/g;
const INVISIBLE_LINK = /\[\]\([^()\s]*\)/g;

/** The lines that belong to no fence and are not quoted. */
function dropBlocks(body: string): string {
  let fence: string | undefined;
  const spoken = body.split(/\r\n|\r|\n/).map((line) => {
    if (line === "") return line;
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      return "";
    }
    fence = mark;
    return mark !== undefined || QUOTED.test(line) ? "" : line;
  });
  return spoken.join("\n");
}

const MARKERS = String.raw`^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*`;
const FENCE = new RegExp(`${MARKERS}(\`{3,}(?=[^\`]*$)|~{3,})`);
const QUOTED = new RegExp(`${MARKERS}>`);

function dropComments(text: string): string {
  const kept: string[] = [];
  let end = 0;
  for (let start = text.indexOf("<!--"); start !== -1; start = text.indexOf("<!--", end)) {
    const close = text.indexOf("-->", start);
    if (close === -1) break;
    kept.push(text.slice(end, start));
    end = close + "-->".length;
  }
  return [...kept, text.slice(end)].join(" ");
}

function dropCode(paragraph: string): string {
  const kept: string[] = [];
  let end = 0;
  for (const span of findCodeSpans(paragraph)) {
    kept.push(paragraph.slice(end, span.start));
    end = span.end;
  }
  return [...kept, paragraph.slice(end)].join("`");
}

const splitTags = (text: string): InlinePart[] =>
  text
    .split(/(<user\s[^<>]*>)/)
    .map((piece, index) => (index % 2 === 1 ? { kind: "html", html: piece, text: "" } : { kind: "text", text: piece }));
