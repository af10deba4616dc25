import { DEFAULT_SCOPES } from "../../adapter/config/resolve-auth.js";
import type { ResolvedConfig } from "../../adapter/config/resolve-config.js";
import { toBearer, toRawKey } from "../../credentials/authorization.js";
import { isLinearAdapterError } from "../../errors.js";
import { findMissingScopes } from "../../oauth/scopes.js";
import { requestToken } from "../../oauth/token-request.js";
import { resolveSecret } from "../../util/secret.js";
import type { CliHost } from "../cli-host.js";
import type { CliVariables } from "../variables.js";
import { askViewer } from "./ask-viewer.js";
import { type Check, failed, passed, skipped, warned } from "./check.js";
import { checkClock } from "./clock.js";

const NAME = "credential";

/** What the API is called with, and the scopes where Linear tells them. */
type Access =
  | { kind: "token"; authorization: string; scopes: readonly string[] | undefined }
  | { kind: "refused"; check: Check };

/** Asks Linear whose the credential is, and holds that to the mode. */
export async function checkIdentity(
  config: ResolvedConfig | undefined,
  { environment }: CliVariables,
  host: CliHost,
): Promise<Check[]> {
  if (config === undefined) return [skipped(NAME, "the configuration has to be right first")];
  const access = await openAccess(config, host);
  if (access.kind === "refused") return [access.check];
  const answer = await askViewer(config.endpoints.graphql, access.authorization, host);
  switch (answer.kind) {
    case "unreachable":
      return [
        failed(NAME, {
          what: `Linear's API does not answer (${answer.reason})`,
          why: "The bot cannot read or write anything",
          mend: "Look at the network and the proxy of this machine, and at LINEAR_API_URL if it is set",
        }),
      ];
    case "refused":
      return [
        failed(NAME, {
          what: `Linear refuses the credential (HTTP ${answer.status})`,
          why: "The bot cannot read or write anything",
          mend: `Make a new one in Linear's settings, and set ${VARIABLES[config.auth.kind]}`,
        }),
        ...checkClock(answer.date, host),
      ];
    case "answered": {
      const { viewer } = answer;
      const who = `${viewer.app ? "the app" : "the person"} @${viewer.displayName} in ${viewer.organization}`;
      return [
        passed(NAME, who),
        ...checkActor(viewer.app, config),
        ...checkName(viewer.displayName, environment.LINEAR_BOT_USERNAME),
        ...checkScopes(access.scopes, config),
        ...checkClock(answer.date, host),
      ];
    }
  }
}

const VARIABLES: { readonly [Kind in ResolvedConfig["auth"]["kind"]]: string } = {
  "api-key": "LINEAR_API_KEY",
  "access-token": "LINEAR_ACCESS_TOKEN",
  "client-credentials": "LINEAR_CLIENT_CREDENTIALS_CLIENT_ID and LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET",
  app: "LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET",
};

async function openAccess({ auth, endpoints }: ResolvedConfig, host: CliHost): Promise<Access> {
  switch (auth.kind) {
    case "api-key":
      return { kind: "token", authorization: toRawKey(await resolveSecret(auth.apiKey)), scopes: undefined };
    case "access-token":
      return {
        kind: "token",
        authorization: toBearer(await resolveSecret(auth.accessToken), "accessToken"),
        scopes: undefined,
      };
    case "app":
      return {
        kind: "refused",
        check: skipped(NAME, "an OAuth app's tokens are in the bot's state, one per workspace"),
      };
    case "client-credentials":
      try {
        const [clientId, clientSecret] = [await resolveSecret(auth.clientId), await resolveSecret(auth.clientSecret)];
        // The very scopes of the bot: another set would revoke its live tokens.
        const grant = { kind: "client_credentials", clientId, clientSecret, scopes: auth.scopes } as const;
        const { accessToken, scopes } = await requestToken(grant, { endpoints, fetch: host.fetch });
        return { kind: "token", authorization: toBearer(accessToken, "clientCredentials"), scopes };
      } catch (error) {
        if (!isLinearAdapterError(error)) throw error;
        const why = "The bot gets no token, and can neither read nor write";
        const mend = `Switch client credentials on in the app's settings, and copy ${VARIABLES[auth.kind]} from there`;
        return { kind: "refused", check: failed(NAME, { what: error.message, why, mend }) };
      }
  }
}

function checkActor(isApp: boolean, { mode }: ResolvedConfig): Check[] {
  if (isApp || mode === "comments") return [];
  return [
    failed("mode", {
      what: `The credential is a person's, and the mode is "${mode}"`,
      why: "Linear opens agent sessions for apps alone: the bot hears of none",
      mend: "LINEAR_MODE=comments, or a token of an app that was installed with actor=app",
    }),
  ];
}

function checkName(displayName: string, configured: string | undefined): Check[] {
  if (configured === undefined || configured.toLowerCase() === displayName.toLowerCase()) return [];
  return [
    warned("name", {
      what: `LINEAR_BOT_USERNAME is "${configured}", and Linear's handle for the bot is "${displayName}"`,
      why: "Linear's @ menu writes its own handle; the bot listens to the other one",
      mend: `LINEAR_BOT_USERNAME=${displayName}`,
    }),
  ];
}

function checkScopes(granted: readonly string[] | undefined, { mode }: ResolvedConfig): Check[] {
  if (granted === undefined) return [skipped("scopes", "Linear does not tell the scopes of such a credential")];
  const missing = findMissingScopes(DEFAULT_SCOPES[mode], granted);
  if (missing.length === 0) return [passed("scopes", granted.join(", "))];
  return [
    failed("scopes", {
      what: `The mode "${mode}" needs scopes that were not granted: ${missing.join(", ")}`,
      why: "Without them Linear refuses what the bot writes, or lets nobody mention or delegate to it",
      mend: `LINEAR_CLIENT_CREDENTIALS_SCOPES=${DEFAULT_SCOPES[mode].join(",")}`,
    }),
  ];
}
