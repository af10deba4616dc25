import ts from "typescript";
import { descendants, parse } from "./imports.js";
import type { SourceFile } from "./repository.js";

/** The strings of the union type `name`, sorted. Empty when the file does not declare it. */
export function readStringUnion(file: SourceFile, name: string): string[] {
  return descendants(parse(file))
    .filter((node) => ts.isTypeAliasDeclaration(node) && node.name.text === name)
    .flatMap(descendants)
    .filter((node) => ts.isStringLiteral(node))
    .map(({ text }) => text)
    .sort();
}

/** The environment variables `LINEAR_…` that the code of a file names, sorted. Comments do not count. */
export function readVariableNames(file: SourceFile): string[] {
  const texts = descendants(parse(file)).filter((node) => ts.isStringLiteralLike(node) || ts.isIdentifier(node));
  const names = texts.flatMap(({ text }) => text.match(/\bLINEAR_[A-Z]+(?:_[A-Z]+)*\b/g) ?? []);
  return [...new Set(names)].sort();
}

/** The members that an interface declares itself, in order. @throws {Error} when the file has no such interface. */
export function readMembers(file: SourceFile, name: string): string[] {
  const found = descendants(parse(file)).find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found))
    throw new Error(`${file.path} has no interface ${name}`);
  return found.members.flatMap((member) => (member.name && ts.isIdentifier(member.name) ? [member.name.text] : []));
}
