import type { TestProject } from "vitest/node";
import { isContinuousIntegration, listMissingServers } from "./availability.js";
import { startServerBroker } from "./broker.js";

/** What the test files are told about servers, by `inject("testServers")`. */
export interface TestServers {
  brokerUrl: string;
  /** Names of the servers that are not installed. */
  missing: readonly string[];
}

declare module "vitest" {
  export interface ProvidedContext {
    testServers: TestServers;
  }
}

/** Runs once, before all test files; what it returns runs after them. */
export default async function setup(project: Pick<TestProject, "provide">): Promise<() => Promise<void>> {
  const missing = listMissingServers();
  const lines = missing.map(
    ({ title, binaries, debianPackage }) =>
      `the tests on ${title}, because ${binaries.join(" or ")} is not installed (Debian: apt-get install ${debianPackage})`,
  );
  if (missing.length > 0 && isContinuousIntegration()) throw new Error(`In CI nothing is skipped: ${lines.join("; ")}`);
  for (const line of lines) console.log(`SKIPPED: ${line}`);

  const broker = await startServerBroker();
  project.provide("testServers", { brokerUrl: broker.url, missing: missing.map(({ name }) => name) });
  return broker.close;
}
