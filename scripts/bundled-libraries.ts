import { readdir, readFile, rm, writeFile } from "node:fs/promises";

/**
 * The Markdown tokenizer and what it stands on. They are part of the build, in a file of their own: as dependencies they
 * would bring 2.8 MB, of which the package runs 0.15 MB.
 */
export const bundledLibraries: readonly string[] = [
  "entities",
  "linkify-it",
  "markdown-it",
  "mdurl",
  "punycode.js",
  "uc.micro",
];

const BUNDLE = /^markdown-it-[A-Z0-9]+\.js$/;

/** Puts the licences of these libraries into the build, and leaves out the sources that their source map repeats. */
export async function finishBundledLibraries(buildFolder: URL): Promise<void> {
  const name = (await readdir(buildFolder)).find((file) => BUNDLE.test(file));
  if (name === undefined) throw new Error("The build has no file for markdown-it");
  const file = new URL(name, buildFolder);
  const code = await readFile(file, "utf8");
  await writeFile(file, code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  await rm(new URL(`${name}.map`, buildFolder));
  await writeFile(new URL("THIRD-PARTY-LICENCES.md", buildFolder), await readLicences());
}

async function readLicences(): Promise<string> {
  const licences = await Promise.all(bundledLibraries.map(readLicence));
  return `${["This package holds parts of the following libraries.", ...licences].join("\n\n")}\n`;
}

async function readLicence(library: string): Promise<string> {
  const folder = new URL(`../node_modules/${library}/`, import.meta.url);
  const name = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  if (name === undefined) throw new Error(`${library} comes without a licence`);
  const { version }: { version: string } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  return `## ${library} ${version}\n\n${(await readFile(new URL(name, folder), "utf8")).trim()}`;
}
