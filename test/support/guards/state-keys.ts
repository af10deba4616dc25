import ts from "typescript";
import { descendants, parse } from "./imports.js";
import { readNames, readTables } from "./markdown.js";
import type { SourceFile } from "./repository.js";

/**
 * The keys of the bot's state that the code of the files builds, sorted, each as "key in file.ts" with `{}` for what is
 * put in. Every text and template that begins with `linear:` counts, also by a constant of the same file.
 */
export function readStateKeys(files: readonly SourceFile[]): string[] {
  const speaking = files.filter(({ text }) => text.includes("linear:"));
  return distinct(speaking.flatMap((file) => keysOf(file).map((key) => `${key} in ${baseName(file.path)}`)));
}

/** The keys in the tables of a Markdown text that have the columns "Key" and "File", in the same form. */
export function readDocumentedKeys(markdown: string): string[] {
  return readTables(markdown)
    .map(({ header, rows }) => ({ rows, key: header.indexOf("Key"), file: header.indexOf("File") }))
    .filter(({ key, file }) => key !== -1 && file !== -1)
    .flatMap(({ rows, key, file }) => rows.map((row) => `${toPattern(row[key])} in ${readNames(row[file]).join()}`))
    .sort();
}

function keysOf(file: SourceFile): string[] {
  const nodes = descendants(parse(file));
  const constants = new Map(nodes.filter(ts.isVariableDeclaration).flatMap(toConstant));
  return nodes
    .map((node) => toKey(node, constants))
    .filter((key) => key !== undefined)
    .filter((key) => key.startsWith("linear:"));
}

const toConstant = ({ name, initializer }: ts.VariableDeclaration): [string, string][] =>
  ts.isIdentifier(name) && initializer && ts.isStringLiteralLike(initializer) ? [[name.text, initializer.text]] : [];

function toKey(node: ts.Node, constants: ReadonlyMap<string, string>): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const known = ts.isIdentifier(expression) ? constants.get(expression.text) : undefined;
    return `${known ?? "{}"}${literal.text}`;
  });
  return node.head.text + parts.join("");
}

const toPattern = (cell = ""): string =>
  readNames(cell)
    .join()
    .replaceAll(/\{[^}]*\}/g, "{}");
const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
