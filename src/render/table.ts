import type { TableAlignment } from "chat";
import { oneLine } from "./escape.js";

/** A table as the Chat SDK's cards have it. Cells are Markdown; rows may be of different lengths. */
export interface TableData {
  headers: readonly string[];
  rows: readonly (readonly string[])[];
  align?: readonly TableAlignment[] | undefined;
}

/** A GFM table in which every row has the same number of cells. Empty when there is no column. */
export function renderTable({ headers, rows, align = [] }: TableData): string {
  const columns = Math.max(headers.length, ...rows.map((row) => row.length));
  if (columns === 0) return "";
  const toLine = (cells: readonly string[]): string =>
    `| ${Array.from({ length: columns }, (_, column) => renderCell(cells[column] ?? "")).join(" | ")} |`;
  const rule = Array.from({ length: columns }, (_, column) => RULES[align[column] ?? "none"] ?? RULES.none);
  return [toLine(headers), `| ${rule.join(" | ")} |`, ...rows.map(toLine)].join("\n");
}

const RULES: Readonly<Record<TableAlignment | "none", string>> = {
  none: "---",
  left: ":---",
  center: ":---:",
  right: "---:",
};

// A pipe ends a cell even inside code. One behind an odd number of backslashes is escaped already.
function renderCell(text: string): string {
  return oneLine(text).replace(/(\\*)\|/g, (match, slashes: string) =>
    slashes.length % 2 === 1 ? match : `${slashes}\\|`,
  );
}
