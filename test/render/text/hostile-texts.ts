/** Patterns that make Markdown parsers slow when they are repeated. Each gives a text of `length` characters. */
type Pattern = (length: number) => string;

const repeat =
  (piece: string): Pattern =>
  (length) =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Pieces that grow. */
const grow =
  (piece: (index: number) => string): Pattern =>
  (length) => {
    const pieces: string[] = [];
    for (let size = 0, index = 1; size < length; index += 1) {
      pieces.push(piece(index));
      size += pieces.at(-1)?.length ?? 0;
    }
    return pieces.join("").slice(0, length);
  };

/** A first half and a second one. */
const halves =
  (first: string, second: string): Pattern =>
  (length) =>
    repeat(first)(length / 2) + repeat(second)(length / 2);

const behind =
  (start: string, piece: string): Pattern =>
  (length) =>
    (start + repeat(piece)(length)).slice(0, length);

/** A head of many columns, and twice as many rows with a single letter. */
const wideTable = (columns: number): string =>
  `${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|\n${"x\n".repeat(2 * columns)}`;

const deepList: Pattern = (length) => {
  const list = Array.from({ length: 90 }, (_, depth) => `${"  ".repeat(depth)}- a\n`).join("");
  return (list + repeat("a\n")(length)).slice(0, length);
};

const REPEATED: readonly string[] = [
  "*_",
  "]",
  "[",
  "[](",
  "[a](",
  "<!--",
  "<!-- a -",
  "<?",
  "<![CDATA[",
  "a <!A ",
  "<",
  "<a ",
  '<a b="',
  "a\n===\n",
  "a**b",
  "a***b",
  "a**b_c ",
  "|",
  "|a",
  "a|b\n-|-\n",
  "`a``b",
  ">",
  "> ",
  "- ",
  "1. ",
  "- a\n",
  "> - ",
  ">- 1. ",
  "> a\nb\n",
  "![",
  "![[]()",
  "[a]: b\n",
  "[^a]",
  "[^a]: b\n\n",
  "&",
  "&#x",
  "\\",
  "\\[",
  "~",
  "a~~b",
  "~~~\n",
  "```\n",
  "# a\n",
  "---\n",
  "=\n",
  " \n",
  "\n",
  "\t",
  "\r",
  "http://",
  "www.a.b ",
  "https://linear.app/a/profiles/",
  "a@",
  "a@b.c ",
  "a-@b_",
  "<http://a",
  "<div>\n\n",
  '[a](b "',
  "[a](<b",
  "*a **b ",
  "- [ ] a\n",
  "@helper",
  '<user id="a">b</user>',
  '<user id="',
  "</user>",
  "a\u0316\u0300",
  "\u0316\u0300",
  "\0",
  "1",
  "1 ",
  "**a",
  "a***",
];

/** The characters at which markdown-it stops to look for a token. */
const STOPS = [..."\n!#$%&*+-:<=>@[\\]^_`{}~"];

export const hostileTexts: readonly (readonly [name: string, pattern: Pattern])[] = [
  ...REPEATED.map((piece) => [`${JSON.stringify(piece)} repeated`, repeat(piece)] as const),
  ...STOPS.map((stop) => [`rows of ${JSON.stringify(stop)}`, repeat(stop)] as const),
  ...STOPS.map((stop) => [`open brackets before ${JSON.stringify(stop)}`, behind("[".repeat(98), stop)] as const),
  ...STOPS.map((stop) => [`open images before ${JSON.stringify(stop)}`, behind("![".repeat(98), stop)] as const),
  ["emphasis of two long rows", (length) => `a${repeat("*")(length / 2)}b${repeat("*")(length / 2)}c`.slice(0, length)],
  ["a wide table of short rows", (length) => wideTable(Math.ceil(length / 8)).slice(0, length)],
  ["wide tables", (length) => repeat(`${wideTable(60)}\n`)(length)],
  ["lines behind a deep quote", (length) => `${">".repeat(90)} a\n${repeat("a\n")(length)}`.slice(0, length)],
  ["lines in a deep list", (length) => deepList(length)],
  ["digits behind Markdown", behind("*x* ", "1")],
  ["lines above one underline", (length) => `${repeat("a\n")(length - 4)}\n===`],
  ["rows of a table", (length) => `|a|\n|-|\n${repeat("|b|\n")(length - 8)}`],
  ["a table with many columns", (length) => `${repeat("|a")(length / 2)}|\n${repeat("|-")(length / 2)}|\n`],
  ["backticks of growing length", grow((index) => `${"`".repeat(index)}a`)],
  ["lists of growing depth", grow((index) => `${" ".repeat(2 * index)}- a\n`)],
  ["quotes of growing depth", grow((index) => `${"> ".repeat(index)}a\n`)],
  [
    "definitions and their uses",
    (length) => grow((index) => `[a${index}]: b\n`)(length / 2) + repeat("[a1]")(length / 2),
  ],
  ["links in links", halves("[", "](a)")],
  ["images in images", halves("![", "](a)")],
  ["emphasis in emphasis", halves("*a ", " b*")],
  ["parentheses in an address", (length) => `[a](${repeat("(")(length - 4)}`],
  ["spaces within a line", (length) => `a${repeat(" ")(length - 2)}b`],
  ["a mail address of dots", (length) => `${repeat("a.")(length - 4)}@b.c`],
];
