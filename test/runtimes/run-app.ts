import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const START_MS = 60_000;

/** How a program is started that serves the smoke suite's app. */
export interface Start {
  command: string;
  args: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

/** A port that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a program, which runs until the test ends, and waits until it answers.
 * @returns what it prints, so far.
 * @throws {Error} with what it printed, when it ends before or takes too long.
 */
export async function startProgram(url: string, { command, args, cwd, env = {} }: Start): Promise<() => string> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const collect = (text: Buffer): void => {
    printed += text.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  onTestFinished(() => void child.kill("SIGKILL"));
  const deadline = Date.now() + START_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The program did not start:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return () => printed;
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).text();
    return true;
  } catch {
    return false;
  }
}
