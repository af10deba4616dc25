import { type ResolvedConfig, resolveConfig } from "../../adapter/config/resolve-config.js";
import { isLinearAdapterError } from "../../errors.js";
import type { CliVariables } from "../variables.js";
import { type Check, failed, passed, warned } from "./check.js";

/** What an adapter without options makes of the variables; no configuration where they do not make one. */
export interface CheckedConfiguration {
  config: ResolvedConfig | undefined;
  checks: Check[];
}

export function checkConfiguration(variables: CliVariables): CheckedConfiguration {
  const names = [...variables.sources].map(([name, source]) => `${name} (${source})`);
  const set = passed("variables", names.length === 0 ? "none is set" : names.join(", "));
  const unknown = variables.unknown.map((name) =>
    warned("variables", {
      what: `${name} is set, and the adapter reads no such variable`,
      why: "A misspelt variable is as good as none",
      mend: "Compare it with the table of docs/options.md",
    }),
  );
  try {
    const config = resolveConfig({}, variables.environment);
    const warnings = config.warnings.map((what) =>
      warned("configuration", {
        what,
        why: "The adapter says so in its log, too, when it starts",
        mend: "See docs/options.md",
      }),
    );
    const checks = [
      set,
      ...unknown,
      passed("configuration", `${config.auth.kind}, mode "${config.mode}"`),
      ...warnings,
    ];
    return { config, checks: [...checks, ...checkSecret(config), ...checkKeys(config, variables)] };
  } catch (error) {
    if (!isLinearAdapterError(error)) throw error;
    const fault = failed("configuration", {
      what: error.message,
      why: "createLinearAdapter() throws this, and the bot does not start",
      mend: "Set what it names in the environment or in .env: docs/options.md",
    });
    return { config: undefined, checks: [set, ...unknown, fault] };
  }
}

function checkSecret({ webhook }: ResolvedConfig): Check[] {
  if (webhook.kind !== "missing") return [];
  return [
    failed("webhook secret", {
      what: "LINEAR_WEBHOOK_SECRET is not set",
      why: "Every webhook is refused, and the bot hears of nothing",
      mend: "LINEAR_WEBHOOK_SECRET=the signing secret, from the webhook's or the app's page in Linear",
    }),
  ];
}

function checkKeys({ auth }: ResolvedConfig, { environment }: CliVariables): Check[] {
  if (environment.LINEAR_ENCRYPTION_KEY !== undefined) return [passed("key ring", "its keys can be read")];
  if (auth.kind !== "app") return [];
  return [
    warned("key ring", {
      what: "LINEAR_ENCRYPTION_KEY is not set",
      why: "The tokens of installations are stored as they are: who reads the state can act as the app",
      mend: "LINEAR_ENCRYPTION_KEY=$(openssl rand -base64 32)",
    }),
  ];
}
