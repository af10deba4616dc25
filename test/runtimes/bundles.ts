import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Consumer } from "./consumer.js";
import { requireTool } from "./tools.js";

/** What is used of esbuild. */
interface Esbuild {
  build(options: object): Promise<unknown>;
}

/** What is used of webpack. */
type Webpack = (options: object, done: (error: Error | null, stats?: WebpackStats) => void) => void;

interface WebpackStats {
  hasErrors(): boolean;
  toString(format: string): string;
}

/** Bundles a program of a consumer's folder into one file. */
export async function bundleWithEsbuild(path: string, entry: string, outfile: string, options: object): Promise<void> {
  const { build } = requireTool(path) as Esbuild;
  await build({ entryPoints: [entry], outfile, bundle: true, logLevel: "silent", ...options });
}

/** Bundles a program that is given as text, and stands in a consumer's folder. */
export async function bundleTextWithEsbuild(
  path: string,
  { folder }: Consumer,
  contents: string,
  outfile: string,
  options: object,
): Promise<void> {
  const { build } = requireTool(path) as Esbuild;
  await build({ stdin: { contents, resolveDir: folder }, outfile, bundle: true, logLevel: "silent", ...options });
}

/** Bundles the program `node.mjs` into `outFolder`. @throws {Error} with webpack's errors. */
export async function bundleWithWebpack(path: string, { folder }: Consumer, outFolder: string): Promise<void> {
  const webpack = requireTool(path) as Webpack;
  const options = {
    mode: "production",
    target: "node20",
    context: folder,
    entry: "./node.mjs",
    output: { path: outFolder, filename: "node.cjs" },
    performance: false,
    // Making the SDK's 3 MB smaller takes most of a minute.
    optimization: { minimize: false },
  };
  await new Promise<void>((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString("errors-only")));
      else resolve();
    });
  });
}

/** The configuration of a Worker as workerd takes it. `config` becomes its binding CONFIG. */
export async function writeWorkerConfig(folder: string, port: number, config: object): Promise<string> {
  const path = join(folder, "config.capnp");
  await writeFile(
    path,
    `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [(name = "CONFIG", json = ${JSON.stringify(JSON.stringify(config))})],
);
`,
  );
  return path;
}
