/** The text of a stream whose parts are separated by steps. */
export interface SegmentedText {
  /**
   * Adds `text` and returns what was added: at the beginning of a segment with a blank line before it, and nothing
   * where it is only white space between two segments.
   */
  push(text: string): string;
  /** Ends a segment: what is pushed next belongs to a new one. */
  endSegment(): void;
  /** The text so far, without white space around it. */
  read(): string;
  /** Like `read`, and starts anew. */
  take(): string;
}

export function createSegmentedText(): SegmentedText {
  let text = "";
  let atBorder = true;

  return {
    push(added) {
      const piece = atBorder ? beginSegment(text, added) : added;
      if (piece !== "") atBorder = false;
      text += piece;
      return piece;
    },
    endSegment() {
      atBorder = true;
    },
    read: () => text.trim(),
    take() {
      const taken = text.trim();
      text = "";
      atBorder = true;
      return taken;
    },
  };
}

function beginSegment(before: string, added: string): string {
  if (added.trim() === "") return "";
  // Blank lines go, the indentation of the first line stays: it may be code.
  const segment = added.replace(/^\s*\n/, "");
  return before === "" ? segment : `\n\n${segment}`;
}
