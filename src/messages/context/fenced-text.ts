/** A part of a prompt: our own or the workspace's words, or somebody's text with facts about it. */
export type PromptBlock =
  | { kind: "trusted"; text: string }
  | {
      kind: "fenced";
      /** What it is: one of our own words. */
      label: string;
      /** One line each; those without a value are left out. */
      facts: Readonly<Record<string, string | undefined>>;
      body: string | undefined;
    };

/**
 * The blocks as one text. Fenced blocks stand between marks that occur in none of the blocks, so that no text can end
 * its fence or begin another. The same blocks give the same marks.
 */
export function renderBlocks(blocks: readonly PromptBlock[], explain: (mark: string) => string): string {
  const contents = blocks.map(contentOf);
  const mark = findMark(contents);
  const rendered = blocks.map((block, index) => {
    const content = contents[index] ?? "";
    return block.kind === "trusted" ? content : `<${mark} is="${block.label}">\n${content}\n</${mark}>`;
  });
  return [explain(mark), ...rendered].join("\n\n");
}

function contentOf(block: PromptBlock): string {
  if (block.kind === "trusted") return cleanText(block.text);
  const facts = Object.entries(block.facts)
    .map(([name, value = ""]) => [name, toLine(value)])
    .filter(([, line]) => line !== "")
    .map((fact) => fact.join(": "))
    .join("\n");
  const body = block.body === undefined ? "" : cleanText(block.body).trim();
  return [facts, body].filter((part) => part !== "").join("\n\n");
}

/** A text on one line, as a fact is shown; "" when people would see nothing of it. */
export const toLine = (text: string): string => cleanText(text).replace(/\s+/g, " ").trim();

// Models read what people cannot see: control characters, and what Unicode lets be ignored, such as turned-around text,
// invisible twins of ASCII and variation selectors. Emoji and some scripts are spelt with the four that stay.
const INVISIBLE = /[^\P{Cc}\t\n\r]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/** A text without invisible characters; line breaks of all kinds are plain ones. */
function cleanText(text: string): string {
  return text.replace(INVISIBLE, "").replace(/\r\n?|\u2028|\u2029/g, "\n");
}

/** A mark that occurs in none of `contents`, in capitals or not. */
export function findMark(contents: readonly string[], hash: (text: string) => string = toHash): string {
  const all = contents.join("\n").toLowerCase();
  for (let round = 0; ; round += 1) {
    const mark = `text-${hash(`${round}\n${all}`)}`;
    if (!all.includes(mark)) return mark;
  }
}

/** Hashes by FNV-1a, twice. The hash need not withstand attacks: a mark that occurs in a text is not taken. */
function toHash(text: string): string {
  return [0x811c9dc5, 0x01000193]
    .map((seed) => {
      let value = seed;
      for (let index = 0; index < text.length; index += 1) {
        value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
      }
      return (value >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}
