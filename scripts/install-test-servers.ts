import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import {
  isContinuousIntegration,
  listMissingServers,
  type TestServerKind,
} from "../test/support/servers/availability.js";
import { findBinary } from "../test/support/servers/find-binary.js";

// Debian starts a service as soon as it is installed, unless this program says 101: "not allowed".
// https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
const POLICY = "/usr/sbin/policy-rc.d";

/** Installs the servers that the tests run on, where that is possible; otherwise says what will be skipped and why. */
function main(): void {
  const missing = listMissingServers();
  if (missing.length === 0) return;
  const obstacle = findObstacle() ?? install(missing);
  if (obstacle === undefined) return;
  for (const { title, debianPackage } of listMissingServers()) {
    print(`SKIPPED: the tests on ${title}, because ${debianPackage} is not installed and ${obstacle}`);
  }
  // In CI nothing is skipped.
  if (isContinuousIntegration()) process.exitCode = 1;
}

function findObstacle(): string | undefined {
  if (findBinary("apt-get") === undefined) return "there is no apt-get to install it with";
  if (process.getuid?.() !== 0) return "only root can install it with apt-get";
  return undefined;
}

/** Why it did not work, `undefined` when it did. */
function install(missing: readonly TestServerKind[]): string | undefined {
  const packages = missing.map(({ debianPackage }) => debianPackage);
  print(`Installing ${packages.join(" and ")} for the tests`);
  try {
    withoutStartingServices(() => {
      runAptGet("update");
      runAptGet("install", "--yes", "--no-install-recommends", ...packages);
    });
  } catch (error) {
    return `apt-get failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  const absent = listMissingServers().flatMap(({ binaries }) => binaries);
  return absent.length === 0 ? undefined : `apt-get installed it without ${absent.join(" and ")}`;
}

function withoutStartingServices(work: () => void): void {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    work();
  } finally {
    if (isOurs) rmSync(POLICY);
  }
}

function runAptGet(...args: string[]): void {
  execFileSync("apt-get", ["--quiet", "-o", "DPkg::Lock::Timeout=120", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

main();
