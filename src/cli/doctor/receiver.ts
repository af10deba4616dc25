import { randomBytes, randomUUID } from "node:crypto";
import type { JsonObject } from "../../util/json.js";
import type { CliHost } from "../cli-host.js";
import { type DeliveryOutcome, deliverSigned } from "../deliver-signed.js";
import { type CliVariables, secretsOf } from "../variables.js";
import { type Check, type Finding, failed, passed, skipped } from "./check.js";

const NAME = "webhook";
const WHY = "Linear sends again what is not answered with 200, three times, and then switches the webhook off";

/** Sends a delivery that is signed right, and one that is signed wrong. */
export async function checkReceiver(url: string | undefined, variables: CliVariables, host: CliHost): Promise<Check[]> {
  if (url === undefined) return [skipped(NAME, "give --url to send the bot a signed delivery")];
  const [secret] = secretsOf(variables.environment);
  if (secret === undefined) return [skipped(NAME, "LINEAR_WEBHOOK_SECRET is not set")];
  const outcome = await deliverSigned(url, probe(), secret, host);
  const finding = explain(url, outcome);
  if (finding !== undefined) return [failed(NAME, finding)];
  const forged = await deliverSigned(url, probe(), randomBytes(32).toString("hex"), host);
  if (forged.kind === "answered" && forged.status === 200) {
    return [
      failed(NAME, {
        what: `${url} takes a delivery with a wrong signature`,
        why: "Anybody who knows the address can speak to the bot in Linear's name, or it is not the bot that answers there",
        mend: "Mount bot.webhooks.linear at this address, and nothing that answers before it",
      }),
    ];
  }
  return [passed(NAME, `${url} takes what is signed, and refuses what is not`)];
}

/** A type that Linear does not have: bots answer 200, and do nothing. */
const probe = (): JsonObject => ({
  type: "DoctorProbe",
  action: "create",
  organizationId: randomUUID(),
  createdAt: new Date().toISOString(),
  data: { id: randomUUID() },
});

function explain(url: string, outcome: DeliveryOutcome): Finding | undefined {
  if (outcome.kind === "unreachable") {
    return {
      what: `${url} does not answer (${outcome.reason})`,
      why: WHY,
      mend: "Start the bot, and look at the address, its port, its certificate and the tunnel",
    };
  }
  const { status, location } = outcome;
  if (status === 200) return undefined;
  if (status >= 300 && status < 400) {
    return {
      what: `${url} redirects (${status})`,
      why: "A webhook follows no redirect",
      mend: `Give Linear the address behind it${location === undefined ? "" : `: ${withoutQuery(location, url)}`}`,
    };
  }
  return { what: `${url} answers ${status}`, why: WHY, mend: MENDS[status] ?? "Read the bot's log at this time" };
}

const MENDS: Readonly<Record<number, string>> = {
  401: "Set the same LINEAR_WEBHOOK_SECRET for the bot as here, and let nothing change the body on the way",
  403: "Let Linear in without a login: the signature is the login of webhooks",
  404: "Look at the path: it is the one at which bot.webhooks.linear is mounted",
  405: "Let the route take POST",
  500: "Read the bot's log. Where it says REQUEST_BODY_CONSUMED or that the body was read, mount bot.webhooks.linear before express.json() and its like",
  502: "Start the bot behind the proxy",
  503: "Read the bot's log: its state or Linear did not answer",
};

/** A redirect to a login may carry tokens. */
function withoutQuery(location: string, base: string): string {
  if (!URL.canParse(location, base)) return "(not an address)";
  const { origin, pathname } = new URL(location, base);
  return `${origin}${pathname}`;
}
