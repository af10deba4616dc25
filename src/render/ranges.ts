/** A stretch of a text, from `start` up to, not with, `end`. */
export interface Range {
  start: number;
  end: number;
}

/** A piece of a line that a cut should not fall into. One with marks can be closed and opened again where it must be. */
export interface Unit extends Range {
  marks: { opening: string; closing: string; contentStart: number; contentEnd: number } | undefined;
}
