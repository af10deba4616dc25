import { posix } from "node:path";
import ts from "typescript";
import type { SourceFile } from "./repository.js";

/** `static` and `lazy` (`import()`, `require()`) load a module at run time; `type` is erased. */
export type ImportKind = "static" | "lazy" | "type";

export interface ModuleImport {
  /** Path of the importing file. */
  from: string;
  line: number;
  kind: ImportKind;
  to: { own: string } | { library: string };
}

interface Reference {
  kind: ImportKind;
  specifier: ts.Node | undefined;
}

export function readImports(files: readonly SourceFile[]): ModuleImport[] {
  return files.flatMap((file) =>
    findReferences(parse(file)).map(({ kind, specifier, line }) => ({
      from: file.path,
      line,
      kind,
      to: specifier.startsWith(".")
        ? { own: posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, ".ts") }
        : { library: toLibrary(specifier) },
    })),
  );
}

export function parse(file: SourceFile): ts.SourceFile {
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
}

/** `node` and everything below it, in the order of the text. */
export function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

function findReferences(source: ts.SourceFile): { kind: ImportKind; specifier: string; line: number }[] {
  return descendants(source).flatMap((node) => {
    const reference = toReference(node);
    if (reference === undefined) return [];
    return [{ kind: reference.kind, specifier: toText(reference.specifier), line: lineOf(source, node) }];
  });
}

function toReference(node: ts.Node): Reference | undefined {
  // With verbatimModuleSyntax only `import type` is erased: `import { type A } from "x"` still loads x.
  if (ts.isImportDeclaration(node))
    return { kind: node.importClause?.isTypeOnly ? "type" : "static", specifier: node.moduleSpecifier };
  if (ts.isExportDeclaration(node))
    return node.moduleSpecifier && { kind: node.isTypeOnly ? "type" : "static", specifier: node.moduleSpecifier };
  if (ts.isImportTypeNode(node))
    return { kind: "type", specifier: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined };
  if (ts.isCallExpression(node) && loadsModule(node.expression)) return { kind: "lazy", specifier: node.arguments[0] };
  return undefined;
}

function loadsModule(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isCallExpression(callee)
    ? callee.expression.getText() === "createRequire"
    : ts.isIdentifier(callee) && callee.text === "require";
}

// A name that is only known at run time hides from every rule, so it gets a name that no rule allows.
const toText = (specifier: ts.Node | undefined): string =>
  specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : "(computed)";

/** The package of a specifier: `@noble/ciphers/aes.js` is `@noble/ciphers`. */
function toLibrary(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
