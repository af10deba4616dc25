import { spawn } from "node:child_process";
import { once } from "node:events";
import { repositoryRoot } from "../support/guards/repository.js";

const DEADLINE_MS = 60_000;

/** A program that runs on. */
export interface Background {
  /** Resolves to what it has printed, as soon as that matches. @throws {Error} when it ends before or takes too long. */
  waitForOutput(pattern: RegExp): Promise<string>;
  /** Presses Ctrl-C; resolves to how the program ended. */
  interrupt(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(): void;
}

/** Starts a program in the repository. @param env is added to the environment. */
export function startInBackground(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Background {
  const child = spawn(command, args, {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });

  return {
    waitForOutput: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = (): void => {
          clearTimeout(timer);
          reject(new Error(`The program did not print ${pattern}, but\n${output}`));
        };
        const timer = setTimeout(fail, DEADLINE_MS);
        child.once("exit", fail);
        const look = (): void => {
          if (!pattern.test(output)) return;
          clearTimeout(timer);
          child.off("exit", fail);
          child.stdout.off("data", look);
          resolve(output);
        };
        child.stdout.on("data", look);
        look();
      }),
    interrupt: async () => {
      child.kill("SIGINT");
      const [code, signal] = await ended;
      return { code, signal };
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
