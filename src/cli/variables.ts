import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ENVIRONMENT_VARIABLES, type Environment, readEnvironment } from "../adapter/config/resolve-config.js";
import { CliFailure } from "./cli-failure.js";
import type { CliHost } from "./cli-host.js";

type VariableName = (typeof ENVIRONMENT_VARIABLES)[number];

/** The variables that the adapter reads. */
export interface CliVariables {
  environment: Environment;
  /** Where each that is set was found. */
  sources: ReadonlyMap<VariableName, "environment" | ".env">;
  /** Names that look like ours and are none of them. */
  unknown: readonly string[];
}

/**
 * Reads the environment, and behind it the file `.env`, as `node --env-file` has it: what the environment holds wins.
 * @throws {CliFailure} `configuration` when `.env` is there and cannot be read.
 */
export async function readVariables(host: CliHost): Promise<CliVariables> {
  const file = await readEnvFile(join(host.folder, ".env"));
  const all: Record<string, string | undefined> = { ...file, ...host.environment };
  const environment = readEnvironment(all);
  const set = ENVIRONMENT_VARIABLES.filter((name) => environment[name] !== undefined);
  return {
    environment,
    sources: new Map(set.map((name) => [name, host.environment[name] === undefined ? ".env" : "environment"])),
    unknown: Object.keys(all).filter((name) => name.startsWith("LINEAR_") && !isOurs(name)),
  };
}

const isOurs = (name: string): boolean => ENVIRONMENT_VARIABLES.some((known) => known === name);

async function readEnvFile(path: string): Promise<Record<string, string | undefined>> {
  try {
    return parseEnv(await readFile(path, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return {};
    throw new CliFailure("configuration", `${path} cannot be read (${String(code)})`, error);
  }
}

/**
 * The signing secrets of LINEAR_WEBHOOK_SECRET, the newest first.
 * @throws {CliFailure} `configuration` when it is not set.
 */
export function requireWebhookSecret({ environment }: CliVariables): [string, ...string[]] {
  const [first, ...others] = secretsOf(environment);
  if (first !== undefined) return [first, ...others];
  throw new CliFailure(
    "configuration",
    "LINEAR_WEBHOOK_SECRET is not set: put the signing secret, from the webhook's page in Linear, into the environment or into .env",
  );
}

export const secretsOf = ({ LINEAR_WEBHOOK_SECRET = "" }: Environment): string[] =>
  LINEAR_WEBHOOK_SECRET.split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
