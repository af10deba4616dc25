import { cp } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../support/guards/run-process.js";
import type { Consumer } from "./consumer.js";

const BUILD_MS = 300_000;
// As a path from an application's folder.
const PROGRAM = "../node_modules/next/dist/bin/next";

/** What a project with Next.js installs. */
export const nextPackages: readonly string[] = ["next@16", "react@19", "react-dom@19"];

export type NextBundler = "turbopack" | "webpack";

/**
 * Builds an application for production whose only route mounts the smoke suite's app, in a folder of a consumer that has
 * {@link nextPackages} and the programs.
 * @returns the application's folder.
 * @throws {Error} with what Next.js printed, when it does not build.
 */
export async function buildWithNext(consumer: Consumer, bundler: NextBundler): Promise<string> {
  const folder = join(consumer.folder, `next-${bundler}`);
  await cp(join(consumer.folder, "app.mjs"), join(folder, "app.mjs"));
  await cp(join(consumer.folder, "next-route.mjs"), join(folder, "app", "[[...path]]", "route.js"));
  const { code, stdout, stderr } = await runProcess(process.execPath, [PROGRAM, "build", `--${bundler}`], {
    cwd: folder,
    // Without Vitest's own environment, whose NODE_ENV is none of Next.js.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NEXT_TELEMETRY_DISABLED: "1" },
    timeoutMs: BUILD_MS,
  });
  if (code !== 0) throw new Error(`next build --${bundler} exited with ${code}\n${stdout}\n${stderr}`);
  return folder;
}

/** The arguments of Node that serve what was built, in its folder. */
export const nextStart = (port: number): string[] => [PROGRAM, "start", "--hostname", "127.0.0.1", "--port", `${port}`];
