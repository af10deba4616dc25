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

/**
 * The keys in the tables of a Markdown text that have the columns "Key" and "File", in the same form. Of several files the
 * first builds the key.
 */
export function readDocumentedKeys(markdown: string): string[] {
  return readTables(markdown)
    .map(({ header, rows }) => ({ rows, key: header.indexOf("Key"), file: header.indexOf("File") }))
    .filter(({ key, file }) => key !== -1 && file !== -1)
    .flatMap(({ rows, key, file }) => rows.map((row) => `${toPattern(row[key])} in ${readNames(row[file])[0]}`))
    .sort();
}

/**
 * The times in the columns "Kept" that no number in the files of the row makes, each as "key: time". Times are such as
 * "30 seconds" or "3.5 minutes"; numbers may be sums and products of constants of their file, in milliseconds.
 */
export function findInventedTimes(markdown: string, files: readonly SourceFile[]): string[] {
  const rows = readTables(markdown).flatMap(({ header, rows }) =>
    rows.map((row) => Object.fromEntries(header.map((title, index) => [title, row[index] ?? ""]))),
  );
  return rows.flatMap(({ Key = "", Kept = "", File = "" }) => {
    const named = files.filter(({ path }) => readNames(File).includes(baseName(path)));
    const known = new Set(named.flatMap(numbersOf));
    return readTimes(Kept)
      .filter(({ ms }) => !known.has(ms))
      .map(({ text }) => `${Key}: ${text}`);
  });
}

const UNITS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function readTimes(text: string): { text: string; ms: number }[] {
  return [...text.matchAll(/([\d.]+) (second|minute|hour|day)s?/g)].map(([time, count, unit = ""]) => ({
    text: time,
    ms: Number(count) * (UNITS[unit] ?? Number.NaN),
  }));
}

/** What the numeric expressions of a file come to, where constants of the file are all that they are made of. */
function numbersOf(file: SourceFile): number[] {
  const nodes = descendants(parse(file));
  const constants = new Map(
    nodes
      .filter(ts.isVariableDeclaration)
      .flatMap(({ name, initializer }) => (ts.isIdentifier(name) && initializer ? [[name.text, initializer]] : [])),
  );
  const evaluate = (node: ts.Node): number => {
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isIdentifier(node)) return evaluateConstant(node.text);
    if (!ts.isBinaryExpression(node)) return Number.NaN;
    const [left, right] = [evaluate(node.left), evaluate(node.right)];
    if (node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken ? left + right : Number.NaN;
  };
  const evaluateConstant = (name: string): number => {
    const initializer = constants.get(name);
    return initializer && !ts.isIdentifier(initializer) ? evaluate(initializer) : Number.NaN;
  };
  return nodes.map(evaluate).filter((value) => !Number.isNaN(value));
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
