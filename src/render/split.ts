import { type BodyMap, type Cut, mapBody } from "./body-map.js";
import { dedent } from "./dedent.js";
import { findCut } from "./find-cut.js";

/**
 * Splits a Markdown text into parts of at most `maxLength` UTF-16 units, none of them blank: between paragraphs where
 * that leaves a part at least a quarter full, else between lines, words, characters as people see them. A cut falls into
 * no link, code span, emphasis, mention, image, address, tag or list item that fits into a part; one that is longer is
 * closed and goes on in the next part. So do code fences and `+++` sections, and a table repeats its header. Apart from
 * those, and from white space at the cuts, the parts hold the text.
 *
 * @throws {RangeError} when `maxLength` is under 2: a character may take two units.
 */
export function splitBody(body: string, maxLength: number): string[] {
  if (!(maxLength >= 2)) throw new RangeError(`The parts of a text cannot be at most ${maxLength} units long`);
  const text = body.replace(BLANK_LINES, "");
  if (text.length <= maxLength) return text.trim() === "" ? [] : [text];
  const map = mapBody(text.trimEnd(), maxLength);
  const parts: string[] = [];
  for (let from: Cut = map.start; ; ) {
    const cut = findCut(map, from, maxLength);
    parts.push(toPart(map, from, cut));
    if (cut === undefined) return parts.filter((part) => part.trim() !== "");
    from = cut;
  }
}

// Linear documents no limit for a body; clients that run in production stay below this many characters.
const MAX_BODY_LENGTH = 10_000;

/** The parts of a body that is longer than a comment or an activity should be. */
export const splitForLinear = (body: string): string[] => splitBody(body, MAX_BODY_LENGTH);

const BLANK_LINES = /^(?:[ \t\r]*\n)+/;

/** What stands from one cut to the next, or to the end. */
function toPart({ text }: BodyMap, from: Cut, to: Cut | undefined): string {
  const own = from.renumber(text.slice(from.start, to?.end ?? text.length));
  const isInCode = to !== undefined && to.closing.leaf !== "";
  const ended = to === undefined || isInCode ? own : dropHardBreak(own.trimEnd());
  const inside =
    from.opening.leaf + from.opening.inline + ended + (to?.closing.inline ?? "") + (to?.closing.leaf ?? "");
  const content = from.indent > 0 ? dedent(inside, from) : inside;
  return from.opening.sections + content + (to?.closing.sections ?? "");
}

/** A backslash at the end of a line breaks it, and is one to see at the end of a text. */
function dropHardBreak(text: string): string {
  const slashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return slashes % 2 === 1 ? text.slice(0, -1) : text;
}
