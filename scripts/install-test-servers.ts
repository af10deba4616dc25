import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import {
  isContinuousIntegration,
  isInstalled,
  listMissingServers,
  type TestServerKind,
} from "../test/support/servers/availability.js";
import { findBinary } from "../test/support/servers/find-binary.js";

// Debian starts a service as soon as it is installed, unless this program says 101: "not allowed".
// https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
const POLICY = "/usr/sbin/policy-rc.d";

/** Installs the servers that the tests run on, where that is possible; otherwise says what is missing and why. */
function main(): void {
  const missing = listMissingServers();
  const obstacle = missing.length === 0 ? undefined : findObstacle();
  const obstacles = obstacle === undefined ? install(missing) : missing.map(() => obstacle);
  const consequence = isContinuousIntegration() ? "FAILED" : "SKIPPED";
  missing.forEach(({ title, debianPackage }, index) => {
    const reason = obstacles[index];
    if (reason === undefined) return;
    print(`${consequence}: the tests on ${title}, because ${debianPackage} is not installed and ${reason}`);
    if (isContinuousIntegration()) process.exitCode = 1;
  });
}

function findObstacle(): string | undefined {
  if (findBinary("apt-get") === undefined) return "there is no apt-get to install it with";
  if (process.getuid?.() !== 0) return "only root can install it with apt-get";
  return undefined;
}

/** Of each package why it did not work, `undefined` when it did. */
function install(missing: readonly TestServerKind[]): (string | undefined)[] {
  if (missing.length === 0) return [];
  print(`Installing ${missing.map(({ debianPackage }) => debianPackage).join(" and ")} for the tests`);
  return withoutStartingServices(() => {
    const unlisted = runAptGet("update");
    return missing.map((kind) => unlisted ?? installOne(kind));
  });
}

function installOne(kind: TestServerKind): string | undefined {
  const failure = runAptGet("install", "--yes", "--no-install-recommends", kind.debianPackage);
  if (failure !== undefined) return failure;
  return isInstalled(kind) ? undefined : `apt-get installed it without ${kind.binaries.join(" or ")}`;
}

function withoutStartingServices<Result>(work: () => Result): Result {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return work();
  } finally {
    if (isOurs) rmSync(POLICY);
  }
}

/** What went wrong, in a line. */
function runAptGet(...args: string[]): string | undefined {
  const { status, stderr, error } = spawnSync("apt-get", ["--quiet", "-o", "DPkg::Lock::Timeout=120", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return undefined;
  return `apt-get ${args[0]} failed: ${(error?.message ?? stderr).trim().replaceAll(/\s+/g, " ")}`;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

main();
