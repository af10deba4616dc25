import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CliHost } from "../cli-host.js";
import { type Check, failed, passed, warned } from "./check.js";

const OLDEST_NODE = [20, 19] as const;

/** Checks what the bot stands on: Node, and the packages of the folder. */
export async function checkMachine({ nodeVersion, folder }: CliHost): Promise<Check[]> {
  return [checkNode(nodeVersion), checkChat(await findVersionsOfChat(folder))];
}

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return passed("Node", version);
  return failed("Node", {
    what: `This is Node ${version}`,
    why: "The package is made for Node 20.19 and newer",
    mend: "nvm install --lts",
  });
}

function checkChat(versions: readonly string[]): Check {
  const [version, ...others] = versions;
  if (version === undefined) {
    return warned("chat", {
      what: "The package chat is not installed in this folder",
      why: "The adapter is a part of it",
      mend: "npm install chat",
    });
  }
  if (others.length === 0) return passed("chat", `one copy, ${version}`);
  return failed("chat", {
    what: `There are ${versions.length} copies of the package chat: ${versions.join(", ")}`,
    why: "TypeScript takes the types of one for strangers to the other (TS2322), and so does instanceof",
    mend: "npm pkg set overrides.chat='$chat' && npm install",
  });
}

/** The version of each copy: at the top, below the packages that have one of their own, and in pnpm's store. */
async function findVersionsOfChat(folder: string): Promise<string[]> {
  const top = join(folder, "node_modules");
  const packages = await namesIn(top);
  const scoped = await Promise.all(
    packages
      .filter((name) => name.startsWith("@"))
      .map(async (scope) => (await namesIn(join(top, scope))).map((name) => join(scope, name))),
  );
  const below = [...packages, ...scoped.flat()].map((name) => join(top, name, "node_modules", "chat"));
  const store = (await namesIn(join(top, ".pnpm"))).filter((name) => name.startsWith("chat@"));
  const inStore = store.map((name) => join(top, ".pnpm", name, "node_modules", "chat"));
  // With pnpm the copy at the top is a link into the store.
  const places = inStore.length > 0 ? inStore : [join(top, "chat"), ...below];
  return (await Promise.all(places.map(readVersion))).flat();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function readVersion(folder: string): Promise<string[]> {
  try {
    const { version }: { version: unknown } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return [String(version)];
  } catch {
    return [];
  }
}
