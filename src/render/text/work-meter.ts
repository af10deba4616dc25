/** Counts the work that parsers have with a text, as its characters go by. */
export interface WorkMeter {
  read(code: number): void;
  /** The work until now; 1 is that of an average mark. */
  marks(): number;
}

// What parsers do, in hundredths of a microsecond of the tokenizer.
const MARK = 2_000;
/** A character at which the tokenizer stops and finds nothing. https://github.com/markdown-it/markdown-it */
const STOP = 100;
/** Going over a mark once more for a bracket before it that may be the start of a link. */
const AGAIN = 10;
/** A cell of a table: a row has as many as its head, however short it is. */
const CELL = 400;
/** Asking at a line whether a quote or a list around it goes on. */
const LEVEL = 20;
const MAX_LEVELS = 200;

const codesOf = (characters: string): ReadonlySet<number> =>
  new Set([...characters].map((character) => character.charCodeAt(0)));

const SINGLE = codesOf("[]<>|\\&@");
const PAIRED = codesOf("*_~");
const ROW = codesOf("=-#");
const STOPS = codesOf("!$%+:^{}");
const CONTAINER = codesOf(" \t>-*+.)0123456789");
const LEVELS = codesOf(" \t>");
const WHITE = codesOf(" \t");
const DIGITS = codesOf("0123456789");
const [LINE_FEED, RETURN, CLOSE, POINT, SLASH, COLON, CAPITAL_W, BRACKET, BACKTICK, W, PIPE] = [
  10, 13, 41, 46, 47, 58, 87, 91, 96, 119, 124,
];

export function createWorkMeter(): WorkMeter {
  let work = 0;
  let previous = 0;
  /** How often the character has come in a row. */
  let run = 0;
  /** The row before that one. */
  let before = { code: 0, run: 0 };
  let whites = 0;
  let brackets = 0;
  let line = { pipes: 0, levels: 0, isBlank: true, isInPrefix: true };
  let widest = 0;
  let deepest = 0;

  function endLine(): void {
    widest = Math.max(widest, line.pipes);
    deepest = Math.max(deepest, Math.min(line.levels, MAX_LEVELS));
    work += MARK + widest * CELL + deepest * LEVEL + brackets * AGAIN;
    // Neither a paragraph nor a table goes on behind a blank line.
    if (line.isBlank) {
      brackets = 0;
      widest = 0;
    }
    line = { pipes: 0, levels: 0, isBlank: true, isInPrefix: true };
  }

  function readInLine(code: number): void {
    line.isInPrefix &&= CONTAINER.has(code);
    line.isBlank &&= WHITE.has(code);
    if (line.isInPrefix && LEVELS.has(code)) line.levels += 1;
    if (code === PIPE) line.pipes += 1;
    const price = priceOf(code);
    if (price > 0) work += price + brackets * AGAIN;
    if (code === BRACKET) brackets += 1;
  }

  /** Rows of backticks and of white space are counted in pieces, for they are read again for each span or line. */
  function priceOf(code: number): number {
    if (SINGLE.has(code)) return MARK;
    if (PAIRED.has(code)) return run % 2 === 1 ? MARK : 0;
    if (ROW.has(code)) return run === 1 ? MARK : STOP;
    if (code === BACKTICK) return run % 3 === 1 ? MARK : 0;
    if (STOPS.has(code)) return STOP;
    if (WHITE.has(code)) return whites % 8 === 0 ? MARK : 0;
    return startsMeaning(code) ? MARK : 0;
  }

  /** `1.` and `1)`, `://` and `www.` */
  const startsMeaning = (code: number): boolean =>
    ((code === POINT || code === CLOSE) && DIGITS.has(before.code)) ||
    (code === SLASH && run === 2 && before.code === COLON) ||
    (code === POINT && before.code === W && before.run === 3);

  return {
    read: (character) => {
      const code = character === CAPITAL_W ? W : character;
      if (code === previous) {
        run += 1;
      } else {
        before = { code: previous, run };
        run = 1;
      }
      whites = WHITE.has(code) ? whites + 1 : 0;
      if (code === LINE_FEED || code === RETURN) {
        if (code === RETURN || previous !== RETURN) endLine();
      } else {
        readInLine(code);
      }
      previous = code;
    },
    marks: () => work / MARK,
  };
}
