import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a fresh Node process prints, run in the repository's folder. */
export async function runChild(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...args], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
