#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runCli } from "./run-cli.js";

const end = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end.abort());

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

process.exitCode = await runCli(process.argv.slice(2), {
  version,
  environment: process.env,
  folder: process.cwd(),
  nodeVersion: process.versions.node,
  fetch: (input, init) => fetch(input, init),
  now: () => new Date(),
  readInput: () => text(process.stdin),
  print: (output) => void process.stdout.write(output),
  printError: (output) => void process.stderr.write(output),
  signal: end.signal,
});
