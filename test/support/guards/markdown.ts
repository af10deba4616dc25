/** A fenced code block of a Markdown text. */
export interface CodeBlock {
  /** Line of the first line of code, counted from 1. */
  line: number;
  language: string;
  /** The words after the language: `run` in "```ts run". */
  words: readonly string[];
  code: string;
}

export interface Table {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

// Group 1 is the indentation, 2 the fence, 3 the info string, 4 the code.
const BLOCK = /^([ \t]*)(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)^\1\2[ \t]*$/gm;

/** The fenced code blocks, in order, without the indentation of a list that they stand in. */
export function readCodeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(BLOCK)].map(({ index, 1: indentation = "", 3: info = "", 4: code = "" }) => {
    const [language = "", ...words] = info.trim().split(/\s+/);
    const line = markdown.slice(0, index).split("\n").length + 1;
    return { line, language, words, code: code.replace(new RegExp(`^${indentation}`, "gm"), "") };
  });
}

/** The text with its code blocks emptied, so that every line keeps its number. */
export function withoutCode(markdown: string): string {
  return markdown.replace(BLOCK, (block) => block.replace(/[^\n]/g, ""));
}

/** The tables, in order. Tables inside code blocks do not count. */
export function readTables(markdown: string): Table[] {
  const groups = withoutCode(markdown)
    .split(/\n(?![ \t]*\|)/)
    .map((part) => part.split("\n").filter((line) => line.trim().startsWith("|")))
    .filter((lines) => lines.length > 2);
  return groups.map(([header = "", , ...rows]) => ({ header: toCells(header), rows: rows.map(toCells) }));
}

/**
 * The `code` names in one column of the table that has it.
 * @throws {Error} when no table or more than one has a column with this title.
 */
export function readColumn(markdown: string, title: string): string[] {
  const [table, ...others] = readTables(markdown).filter(({ header }) => header.includes(title));
  if (table === undefined || others.length > 0)
    throw new Error(`exactly one table must have a column "${title}", ${table ? others.length + 1 : 0} have it`);
  const column = table.header.indexOf(title);
  return table.rows.flatMap((row) => readNames(row[column]));
}

/** The `code` names in a text, in order. */
export function readNames(text = ""): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

const toCells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
