import { relative } from "node:path";
import ts from "typescript";
import { descendants, lineOf } from "./imports.js";
import { repositoryRoot } from "./repository.js";

const UNION = "src/threads/thread-id.ts";
const LAST_KIND = /(\| \{ kind: "session";[^}]*\});/;

/** What the compiler makes of a kind of thread that nobody has heard of. */
export interface NewKind {
  /** The files in which it stops. */
  stops: string[];
  /** Comparisons of a thread's kind, which treat a new one as one of the old ones without a word. */
  comparisons: string[];
}

/** Compiles the source with one more kind in the union of threads. */
export function addThreadKind(): NewKind {
  const program = createProgram((path, text) =>
    path === UNION ? text.replace(LAST_KIND, '$1\n  | { kind: "newcomer"; newcomerId: string };') : text,
  );
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ fileName }) => pathOf(fileName).startsWith("src/"));
  const stops = sources.filter((source) => program.getSemanticDiagnostics(source).length > 0);

  return {
    stops: stops.map(({ fileName }) => pathOf(fileName)).sort(),
    comparisons: sources.flatMap((source) =>
      descendants(source)
        .filter((node) => comparesNewKind(node, checker))
        .map((node) => `${pathOf(source.fileName)}:${lineOf(source, node)} ${node.getText(source)}`),
    ),
  };
}

function comparesNewKind(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const isComparison = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ].includes(node.operatorToken.kind);
  const kinds = checker.getTypeAtLocation(node.left);
  return isComparison && (kinds.isUnion() ? kinds.types : [kinds]).some(isNewcomer);
}

const isNewcomer = (type: ts.Type): boolean => type.isStringLiteral() && type.value === "newcomer";

function createProgram(edit: (path: string, text: string) => string): ts.Program {
  const file = ts.readConfigFile(`${repositoryRoot}/tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(file.config, ts.sys, repositoryRoot);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (fileName) => {
    const text = readFile(fileName);
    return text === undefined ? undefined : edit(pathOf(fileName), text);
  };
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (fileName, version, ...rest) => {
    const text = pathOf(fileName) === UNION ? host.readFile(fileName) : undefined;
    return text === undefined
      ? getSourceFile(fileName, version, ...rest)
      : ts.createSourceFile(fileName, text, version, true);
  };
  return ts.createProgram([`${repositoryRoot}/src/index.ts`], { ...options, noEmit: true }, host);
}

const pathOf = (fileName: string): string => relative(repositoryRoot, fileName);
