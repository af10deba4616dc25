import { basename } from "node:path";
import type { SourceFile } from "./repository.js";

const MIN_LINES = 60;
const COVERS = /^\/\/ Covers: (\S+)$/gm;

/** What every source file of some length needs: a test of its name in its folder, or one that says that it covers it. */
export function findUncovered(sources: readonly SourceFile[], tests: readonly SourceFile[]): string[] {
  const claimed = new Set(tests.flatMap(claimsOf));
  return sources
    .filter(({ path, text }) => isLong(text) && !claimed.has(path) && !tests.some((test) => isNamedAfter(test, path)))
    .map(({ path }) => `${path} has neither a test of its name nor one that says "// Covers: ${path}"`);
}

/** Claims to cover what is not there any more, or what nobody asks for. */
export function findVainClaims(sources: readonly SourceFile[], tests: readonly SourceFile[]): string[] {
  const asked = new Set(sources.filter(({ text }) => isLong(text)).map(({ path }) => path));
  return tests.flatMap((test) =>
    claimsOf(test)
      .filter((path) => !asked.has(path))
      .map((path) => `${test.path} need not say that it covers ${path}`),
  );
}

const isLong = (text: string): boolean => text.split("\n").length - 1 > MIN_LINES;

const claimsOf = ({ text }: SourceFile): string[] => [...text.matchAll(COVERS)].flatMap(([, path]) => path ?? []);

/** `test/sessions/turn.test.ts` is named after `src/sessions/turns/turn.ts`, and so is one in any folder below. */
function isNamedAfter({ path }: SourceFile, source: string): boolean {
  const [, folder] = source.split("/");
  return path.startsWith(`test/${folder}/`) && basename(path, ".test.ts") === basename(source, ".ts");
}
