import type { AddCommand } from "./add-command.js";
import { CliFailure, EXIT_CODES } from "./cli-failure.js";
import type { CliHost } from "./cli-host.js";
import type { Check } from "./doctor/check.js";
import { checkConfiguration } from "./doctor/configuration.js";
import { checkIdentity } from "./doctor/identity.js";
import { checkMachine } from "./doctor/machine.js";
import { checkReceiver } from "./doctor/receiver.js";
import { parseHttpUrl } from "./parse-http-url.js";
import { readVariables } from "./variables.js";

interface DoctorFlags {
  url?: string;
  json?: true;
}

export const addDoctor: AddCommand = (program, host) => {
  program
    .command("doctor")
    .description("looks for what is wrong with a bot's set-up, and says how to mend it")
    .option(
      "--url <url>",
      "where the bot takes webhooks: sends it two deliveries, of a type that no bot acts on",
      parseHttpUrl,
    )
    .option("--json", "prints one JSON object")
    .addHelpText(
      "after",
      `\nExits with ${EXIT_CODES["check-failed"]} where a check failed; warnings do not count.\n\nExample:\n  chat-adapter-linear doctor --url https://bot.example.com/api/webhooks/linear`,
    )
    .action((flags: DoctorFlags) => runDoctor(flags, host));
};

async function runDoctor(flags: DoctorFlags, host: CliHost): Promise<void> {
  const variables = await readVariables(host);
  const { config, checks } = checkConfiguration(variables);
  const found = [
    ...(await checkMachine(host)),
    ...checks,
    ...(await checkIdentity(config, variables, host)),
    ...(await checkReceiver(flags.url, variables, host)),
  ];
  host.print(flags.json ? `${JSON.stringify({ checks: found })}\n` : found.map(describe).join(""));
  const failed = found.filter(({ kind }) => kind === "failed").length;
  if (failed > 0) throw new CliFailure("check-failed", `${failed} of ${found.length} checks failed`);
}

function describe(check: Check): string {
  switch (check.kind) {
    case "passed":
      return `ok       ${check.name}: ${check.detail}\n`;
    case "skipped":
      return `skipped  ${check.name}: ${check.reason}\n`;
    case "warned":
    case "failed": {
      const word = check.kind === "failed" ? "FAILED" : "warning";
      return `${word.padEnd(8)} ${check.name}: ${check.what}\n         Why it matters: ${check.why}\n         To mend it: ${check.mend}\n`;
    }
  }
}
