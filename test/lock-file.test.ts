import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Locked {
  optionalDependencies?: Record<string, string>;
}

/** The optional packages that `npm ci` would miss, such as the binaries for other machines than the last installer's. */
function findMissing(packages: Readonly<Record<string, Locked>>): string[] {
  const names = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  return names.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
}

it("locks the optional packages of every platform, without which npm ci refuses to install", () => {
  const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync("package-lock.json", "utf8"));

  expect(findMissing(lock.packages)).toEqual([]);
});

it("sees an optional package that is not locked", () => {
  const packages = { "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-win32": "1.0.0" } } };

  expect(findMissing({ ...packages, "node_modules/a-linux": {} })).toEqual(["a-win32"]);
});
