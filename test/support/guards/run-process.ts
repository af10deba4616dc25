import { spawn } from "node:child_process";
import { repositoryRoot } from "./repository.js";

/** How a process ended. `code` is null when a signal ended it. */
export interface ProcessResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the process is killed. */
  timeoutMs?: number;
}

/** Runs a program to its end, in the repository unless `cwd` says otherwise. Never rejects for an exit code. */
export function runProcess(command: string, args: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? repositoryRoot,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: options.timeoutMs ?? 60_000,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** The standard output of a Node program. @throws {Error} with both outputs when it does not exit with 0. */
export async function runNode(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await runProcess(process.execPath, args, options);
  if (code === 0) return stdout;
  throw new Error(`node ${args[0]} exited with ${code}\n${stdout}\n${stderr}`);
}
