import { type ChildProcess, fork } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Random } from "./random.js";

/** What a gateway or a worker is started with. */
export interface InboxProcessSettings {
  role: "gateway" | "worker";
  backend: "redis" | "postgres";
  /** Of the server. */
  url: string;
  /** Of the inbox, and of the bot's keys in its state. */
  name: string;
  /** Where a gateway listens; 0 for any port. */
  port: number;
  apiUrl: string;
  accessToken: string;
  webhookSecret: string;
}

/** A place that always has a process, however often that is killed. */
export interface Post {
  /** Where its gateway takes webhooks. */
  url: string;
  /** Kills the process with no chance to do anything else, and starts another one. */
  kill(): Promise<void>;
  /** Kills the process and starts no other. */
  close(): Promise<void>;
}

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The program of a process, in one file: it starts several times as fast as from its sources. */
export interface Program {
  path: string;
  remove(): Promise<void>;
}

export async function buildProgram(): Promise<Program> {
  // Below the repository, where its libraries are found.
  await mkdir(join(repository, ".tmp"), { recursive: true });
  const folder = await mkdtemp(join(repository, ".tmp/inbox-process-"));
  const path = join(folder, "program.mjs");
  await build({
    entryPoints: [join(repository, "test/stories/inbox-process.ts")],
    outfile: path,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    alias: Object.fromEntries(
      ["inbox", "node", "index"].map((entry) => [
        entry === "index" ? "chat-adapter-linear" : `chat-adapter-linear/${entry}`,
        join(repository, `src/${entry}.ts`),
      ]),
    ),
  });
  return { path, remove: () => rm(folder, { recursive: true }) };
}

export async function startPost(program: Program, settings: InboxProcessSettings): Promise<Post> {
  let child = launch(program, settings);
  const url = await ready(child);
  const port = url === "" ? 0 : Number(new URL(url).port);
  return {
    url,
    kill: async () => {
      await end(child);
      child = launch(program, { ...settings, port });
      await ready(child);
    },
    close: () => end(child),
  };
}

function launch({ path }: Program, settings: InboxProcessSettings): ChildProcess {
  const child = fork(path, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  child.send(settings);
  return child;
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => reject(new Error(`It ended with ${code ?? signal} before it was ready`)));
    child.once("message", (report: { url: string }) => resolve(report.url));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await ended;
}

/** How long a process works before it is killed, at most. */
const LIFE_MS = 2_500;

/** Kills each process so many times, at random moments of its work. */
export async function killOften(posts: readonly Post[], times: number, random: Random): Promise<void> {
  const killAgain = async (post: Post, left: number): Promise<void> => {
    if (left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, random.between(LIFE_MS / 5, LIFE_MS)));
    await post.kill();
    await killAgain(post, left - 1);
  };
  await Promise.all(posts.map((post) => killAgain(post, times)));
}
