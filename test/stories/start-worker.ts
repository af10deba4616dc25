import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { WorkerReport, WorkerSettings } from "./worker-settings.js";

/** A running process of a bot. It does not outlive the test's process. */
export interface Worker {
  /** Where it takes webhooks. */
  url: string;
  /** Resolves when everything that its webhooks have set off is done, or the process is; to what its bot has seen. */
  settled(): Promise<readonly string[]>;
  /** Ends the process with no chance to do anything else. */
  kill(): Promise<void>;
  /** Resolves to the signal that has ended the process. */
  ended: Promise<NodeJS.Signals | null>;
}

/** Bundles the worker's program, since compiling it takes longer than starting it. Inside of the package, whose name it imports. */
async function bundleWorker(): Promise<string> {
  const program = fileURLToPath(new URL(`../../.tmp/worker-${process.pid}.mjs`, import.meta.url));
  const source = fileURLToPath(new URL("worker.ts", import.meta.url));
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
  });
  return program;
}

const bundled = bundleWorker();

export async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const child = fork(await bundled, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_, signal) => resolve(signal));
  });
  child.send(settings);
  const url = await waitForUrl(child);
  return {
    url,
    ended,
    settled: async () => {
      const reported = new Promise<WorkerReport>((resolve) => child.once("message", resolve));
      if (child.connected) child.send("settle");
      const report = await Promise.race([reported, ended]);
      return report !== null && typeof report === "object" && report.kind === "settled" ? report.diary : [];
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function waitForUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code} before it was ready`)));
    child.once("message", (report: WorkerReport) => {
      if (report.kind === "ready") resolve(report.url);
    });
  });
}
