import fc, { type Arbitrary, type StringConstraints } from "fast-check";

// The surrogates, which are no characters, from U+D800.
const GAP_START = 0xd800;
const GAP = 0x800;
const LAST = 0x10ffff;

/** A character of Unicode, of any of its 1.1 million. */
const anyCharacter = fc.integer({ min: 0, max: LAST - GAP }).map(
  (index) => String.fromCodePoint(index < GAP_START ? index : index + GAP),
  (character) => toIndex(String(character)),
);

/** Any text. It is that of fast-check's unit "binary", which takes a second to make a table of all characters first. */
export const anyText = (constraints: Omit<StringConstraints, "unit"> = {}): Arbitrary<string> =>
  fc.string({ ...constraints, unit: anyCharacter });

function toIndex(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < GAP_START ? point : point - GAP;
}
