import ts from "typescript";
import { readCompilerOptions } from "./public-names.js";
import { absolute } from "./repository.js";

/** What the compiler has against declaration files when it does check them, as it does for users without `skipLibCheck`. */
export function findDeclarationErrors(paths: readonly string[]): string[] {
  const options: ts.CompilerOptions = { ...readCompilerOptions(), skipLibCheck: false, paths: {} };
  const program = ts.createProgram({ rootNames: paths.map(absolute), options });
  return paths.flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(absolute(path)))
      .filter(({ file }) => file?.fileName === absolute(path))
      .map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
  );
}
