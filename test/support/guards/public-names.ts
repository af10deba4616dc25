import ts from "typescript";
import { absolute, isPresent } from "./repository.js";

/** What a module exports: `values` exist at run time, `types` do not. Classes and enums count as values. Sorted. */
export interface PublicNames {
  values: string[];
  types: string[];
}

/**
 * Reads the exported names of each file, following re-exports.
 * @throws {Error} that names a file that does not exist.
 */
export function readPublicNames(paths: readonly string[]): Record<string, PublicNames> {
  const missing = paths.filter((path) => !isPresent(path));
  if (missing.length > 0) throw new Error(`no such entry: ${missing.join(", ")}`);

  const program = ts.createProgram({ rootNames: paths.map(absolute), options: readCompilerOptions() });
  return Object.fromEntries(paths.map((path) => [path, namesOf(program, absolute(path))]));
}

/** The compiler options of the repository's tsconfig.json. */
export function readCompilerOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(absolute("tsconfig.json"), ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, absolute(".")).options;
}

/** The names as the lines that a test's list holds, to be pasted where a list is out of date. */
export function formatNames(entry: string, names: PublicNames | undefined): string {
  return `"${entry}": ${JSON.stringify(names, undefined, 2)},`;
}

function namesOf(program: ts.Program, path: string): PublicNames {
  const source = program.getSourceFile(path);
  const checker = program.getTypeChecker();
  const module = source && checker.getSymbolAtLocation(source);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return {
    values: toNames(symbols.filter((symbol) => isValue(checker, symbol))),
    types: toNames(symbols.filter((symbol) => !isValue(checker, symbol))),
  };
}

const toNames = (symbols: readonly ts.Symbol[]): string[] => symbols.map(({ name }) => name).sort();

function isValue(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const isTypeOnly = symbol.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) ?? false;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return !isTypeOnly && (target.flags & ts.SymbolFlags.Value) !== 0;
}
