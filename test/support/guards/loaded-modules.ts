import { runNode } from "./run-process.js";

// Runs in Node's loader thread, so it cannot share a variable with the program: it appends to the same output.
const loader = `
  import { writeSync } from "node:fs";
  export async function load(url, context, nextLoad) {
    writeSync(1, "loaded " + url + "\\n");
    return nextLoad(url, context);
  }
`;

/**
 * The files (`file:` URLs) that a fresh Node process loads to run this module text, ESM and CommonJS alike.
 * @throws {Error} with the process's output when the program fails.
 */
export async function listLoadedModules(program: string): Promise<string[]> {
  const output = await runNode([
    "--input-type=module",
    "--eval",
    `import { createRequire, register } from "node:module";
     register("data:text/javascript," + ${JSON.stringify(encodeURIComponent(loader))});
     ${program};
     const { cache } = createRequire(import.meta.url);
     for (const path of Object.keys(cache)) process.stdout.write("loaded file://" + path + "\\n");`,
  ]);
  const loaded = output.split("\n").filter((line) => line.startsWith("loaded file:"));
  return loaded.map((line) => line.slice("loaded ".length));
}
