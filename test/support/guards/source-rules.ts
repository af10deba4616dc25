import ts from "typescript";
import { descendants, lineOf, parse } from "./imports.js";
import type { SourceFile } from "./repository.js";

/** Places that read `process.env`, in any spelling, outside the files of `allowed`. */
export function findEnvironmentReads(files: readonly SourceFile[], ...allowed: readonly string[]): string[] {
  return findNodes(files, ({ path, text }) => !allowed.includes(path) && text.includes("process"), readsEnvironment);
}

/** Places that use `console` outside `cli`. */
export function findConsoleUses(files: readonly SourceFile[]): string[] {
  return findNodes(
    files,
    (file) => isLibraryCode(file) && file.text.includes("console"),
    (node) => isAccessOf(node, "console"),
  );
}

/** Files in folders that only pass on what others export. */
export function findBarrels(files: readonly SourceFile[]): string[] {
  return files.filter((file) => isInFolder(file) && isBarrel(file)).map(({ path }) => path);
}

/** Files of more lines than `limit` that `reasons` does not name, and names in `reasons` that need none. */
export function findLongFiles(
  files: readonly SourceFile[],
  limit: number,
  reasons: Readonly<Record<string, string>>,
): string[] {
  const long = files.filter(({ text }) => countLines(text) > limit).map(({ path }) => path);
  return [
    ...files
      .filter(({ path }) => long.includes(path) && !(path in reasons))
      .map(({ path, text }) => `${path} has ${countLines(text)} lines, over ${limit}: split it, or give a reason`),
    ...Object.keys(reasons)
      .filter((path) => !long.includes(path))
      .map((path) => `${path} needs no reason any more`),
  ];
}

function findNodes(
  files: readonly SourceFile[],
  applies: (file: SourceFile) => boolean,
  matches: (node: ts.Node) => boolean,
): string[] {
  return files.filter(applies).flatMap((file) => {
    const source = parse(file);
    return descendants(source)
      .filter(matches)
      .map((node) => `${file.path}:${lineOf(source, node)} ${node.getText(source)}`);
  });
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node))
    return ts.isObjectBindingPattern(node.name) && /(^|\.)process$/.test(node.initializer?.getText() ?? "");
  if (ts.isImportDeclaration(node)) return /^["'](node:)?process["']$/.test(node.moduleSpecifier.getText());
  return isAccessOf(node, "process") && /^(\??\.)?env$|^(\?\.)?\[["']env["']\]$/.test(memberOf(node));
}

/** Whether `node` takes a member of the global `name`, also as `globalThis.name`. */
function isAccessOf(node: ts.Node, name: string): boolean {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
  return [name, `globalThis.${name}`].includes(node.expression.getText());
}

function memberOf(node: ts.Node): string {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? node.getText().slice(node.expression.getText().length)
    : "";
}

const isLibraryCode = ({ path }: SourceFile): boolean => path !== "src/cli.ts" && !path.startsWith("src/cli/");

// Spares the parsing of nearly every file.
const DECLARES_OR_IMPORTS = /^(?:export )?(?:import|const|async|function|class|interface)\b/m;

const isInFolder = ({ path }: SourceFile): boolean => path.split("/").length > 2;

function isBarrel(file: SourceFile): boolean {
  if (file.path.endsWith("/index.ts")) return true;
  if (DECLARES_OR_IMPORTS.test(file.text)) return false;
  const { statements } = parse(file);
  return statements.length > 0 && statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier);
}

const countLines = (text: string): number => text.trimEnd().split("\n").length;
