import { type Command, Option } from "commander";
import { explainRefusal } from "../webhook/explain-refusal.js";
import { DEFAULT_MAX_SKEW_MS, verifyWebhook, type WebhookVerification } from "../webhook/verify-webhook.js";
import type { AddCommand } from "./add-command.js";
import { CliFailure } from "./cli-failure.js";
import type { CliHost } from "./cli-host.js";
import { deliverSigned } from "./deliver-signed.js";
import { parseHttpUrl } from "./parse-http-url.js";
import { SAMPLE_EVENTS, type Sample, toSamplePayload } from "./sample-payloads.js";
import { readVariables, requireWebhookSecret } from "./variables.js";

interface TriggerFlags {
  url: string;
  event: Sample["event"];
  text: string;
  handle?: string;
  organization?: string;
  issue?: string;
  json?: true;
}

interface VerifyFlags {
  signature?: string;
  at?: string;
  json?: true;
}

export const addWebhook: AddCommand = (program, host) => {
  const webhook = program.command("webhook").description("sends and checks deliveries");
  addTrigger(webhook, host);
  addVerify(webhook, host);
};

function addTrigger(webhook: Command, host: CliHost): void {
  webhook
    .command("trigger")
    .description("sends a signed delivery to a bot, and shows its status and how long it took")
    .requiredOption("--url <url>", "where the bot takes webhooks", parseHttpUrl)
    .addOption(new Option("--event <event>", "what has happened").choices(SAMPLE_EVENTS).default("comment"))
    .option("--text <text>", "what the person writes", "hello")
    .option("--handle <name>", "the bot's handle, for a mention; LINEAR_BOT_USERNAME by default")
    .option("--organization <id>", "the workspace; made up by default")
    .option("--issue <id>", "the issue; made up by default, so that a bot which asks Linear for it finds none")
    .option("--json", "prints one JSON object")
    .addHelpText(
      "after",
      "\nThe secret is LINEAR_WEBHOOK_SECRET.\n\nExample:\n  chat-adapter-linear webhook trigger --url http://localhost:3000/webhook --event mention --handle helper",
    )
    .action((flags: TriggerFlags) => trigger(flags, host));
}

async function trigger(flags: TriggerFlags, host: CliHost): Promise<void> {
  const variables = await readVariables(host);
  const [secret] = requireWebhookSecret(variables);
  const handle = flags.handle ?? variables.environment.LINEAR_BOT_USERNAME;
  if (flags.event === "mention" && handle === undefined) {
    throw new CliFailure("usage", "A mention needs the bot's name: give --handle, or set LINEAR_BOT_USERNAME");
  }
  const { event, text, organization, issue } = flags;
  const sample: Sample = { event, text, handle: handle ?? "", organizationId: organization, issueId: issue };
  const outcome = await deliverSigned(flags.url, toSamplePayload(sample, host.now()), secret, host);
  if (outcome.kind === "unreachable") {
    throw new CliFailure("unreachable", `${flags.url} does not answer (${outcome.reason}): is the bot running there?`);
  }
  const { status, latencyMs } = outcome;
  host.print(flags.json ? `${JSON.stringify({ status, latencyMs })}\n` : `${status} after ${latencyMs} ms\n`);
  if (status !== 200) {
    throw new CliFailure(
      "refused",
      `The bot answered ${status}: Linear takes only 200 for done, and sends anything else again. doctor --url finds why`,
    );
  }
}

function addVerify(webhook: Command, host: CliHost): void {
  webhook
    .command("verify")
    .description("reads a delivery's body from standard input, and says whether the bot would take it")
    .option("--signature <hex>", "its Linear-Signature header")
    .option("--at <time>", "when it came in, in ISO 8601; now by default")
    .option("--json", "prints one JSON object")
    .addHelpText(
      "after",
      '\nThe secret is LINEAR_WEBHOOK_SECRET. The signature of a delivery is not secret: it is good for one body.\n\nExample:\n  chat-adapter-linear webhook verify --signature "$SIGNATURE" < body.json',
    )
    .action((flags: VerifyFlags) => verify(flags, host));
}

async function verify(flags: VerifyFlags, host: CliHost): Promise<void> {
  const secrets = requireWebhookSecret(await readVariables(host));
  const now = flags.at === undefined ? host.now() : new Date(flags.at);
  if (Number.isNaN(now.getTime())) throw new CliFailure("usage", "--at is no time: write it as 2026-01-31T12:00:00Z");
  const verification = verifyWebhook({
    body: await host.readInput(),
    signature: flags.signature ?? null,
    secrets,
    now,
  });
  if (verification.kind !== "verified") throw new CliFailure("refused", explain(verification));
  const { type, action } = verification.payload;
  host.print(flags.json ? `${JSON.stringify({ verified: true, type, action })}\n` : `Right: ${type} ${action}\n`);
}

function explain(verification: Exclude<WebhookVerification, { kind: "verified" }>): string {
  switch (verification.kind) {
    case "refused":
      return explainRefusal(verification, DEFAULT_MAX_SKEW_MS);
    case "malformed":
      return `It is signed right, and its body is ${verification.reason === "not-json" ? "no JSON" : "no JSON object"}: Linear sends objects`;
  }
}
