import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { ServerUser } from "./server-user.js";

/** A database server on the loopback interface. */
export interface RunningServer {
  /** What a client connects to. */
  url: string;
  port: number;
  pid: number;
  /** Ends the process and deletes its files. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  file: string;
  args: readonly string[];
  user?: ServerUser | undefined;
  /** What it prints once it takes connections. */
  ready: string;
  stopSignal: NodeJS.Signals;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const PORT_ATTEMPTS = 5;

/**
 * Starts a server process; resolves once it takes connections. It does not outlive this process.
 * @throws {Error} with what it printed when it ends or hangs instead.
 */
export async function startServerProcess(command: ServerCommand): Promise<{ pid: number; stop(): Promise<void> }> {
  const child = spawn(command.file, command.args, { ...command.user, stdio: ["ignore", "pipe", "pipe"] });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.prependOnceListener("exit", killWithUs);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      process.off("exit", killWithUs);
      resolve();
    });
  });
  await waitUntilReady(child, command);
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill(command.stopSignal);
      const timer = setTimeout(killWithUs, STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function waitUntilReady(child: ChildProcess, { file, ready }: ServerCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (what: string): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`${file} ${what}:\n${printed}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${START_TIMEOUT_MS / 1_000} s`), START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      // Read to the end, so that the server never waits for us; kept only until it is ready.
      if (printed.includes(ready)) return;
      printed += chunk.toString();
      if (!printed.includes(ready)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("close", (code) => fail(`ended with ${code}`));
  });
}

/** Starts a server on a free port, and on another one when somebody else was faster to take it. */
export async function startOnFreePort(start: (port: number) => Promise<RunningServer>): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await findFreePort());
    } catch (error) {
      const isTaken = error instanceof Error && /in use/i.test(error.message);
      if (!isTaken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
