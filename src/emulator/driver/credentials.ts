import { installApp, renameAppUser } from "../directory.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { Consent } from "../oauth/authorize.js";
import type { Tokens } from "../oauth/tokens.js";
import type { World } from "../world.js";
import { find, findApp, findOrganization, findPerson, requireInstallation } from "./find.js";

type Credentials = Pick<
  LinearEmulator,
  | "createApiKey"
  | "createAccessToken"
  | "install"
  | "expireToken"
  | "revokeToken"
  | "answerConsent"
  | "renameApp"
  | "uninstall"
>;

export function createCredentials(world: World, tokens: Tokens, setConsent: (consent: Consent) => void): Credentials {
  return {
    createApiKey: (person) => tokens.issueApiKey(findPerson(world, person, findOrganization(world, undefined).id)),

    createAccessToken: (input = {}) => {
      const app = findApp(world, input.app);
      const { id: organizationId } = findOrganization(world, input.organization);
      const as = input.as ?? "app";
      const user = find(world, "users", as === "app" ? requireInstallation(world, app, organizationId).appUserId : as);
      const token = tokens.issueAccessToken({
        user,
        appId: app.id,
        grantId: world.newId(),
        scopes: input.scopes ?? app.scopes,
        expiresInMs: input.expiresInMs ?? world.options.accessTokenTtlMs,
      });
      return token.value;
    },

    install: (input = {}) => {
      const app = findApp(world, input.app);
      const organization = findOrganization(world, input.organization);
      const { appUserId } = installApp(world, app, organization);
      const { accessToken, refreshToken, expiresIn, scopes } = tokens.issuePair({
        app,
        user: find(world, "users", appUserId),
        grantId: world.newId(),
        scopes: app.scopes,
        isPublicClient: false,
      });
      return {
        accessToken,
        refreshToken: refreshToken ?? "",
        expiresIn,
        scopes,
        organizationId: organization.id,
        appUserId,
      };
    },

    expireToken: (value) => {
      const token = world.state.tokens.get(value);
      if (token === undefined) throw new Error("The emulator has no such access token");
      token.expiresAt = world.now().getTime();
    },

    revokeToken: (value) => {
      if (!tokens.revoke(value)) throw new Error("The emulator has no such token, or it was revoked before");
    },

    answerConsent: (answer) =>
      setConsent(
        "denied" in answer
          ? { kind: "denied", error: answer.denied }
          : { kind: "granted", person: find(world, "users", answer.by) },
      ),

    renameApp: ({ name, app, organization }) => {
      const installation = requireInstallation(world, findApp(world, app), findOrganization(world, organization).id);
      const appUser = find(world, "users", installation.appUserId);
      renameAppUser(world, appUser, name);
      return { ...appUser };
    },

    uninstall: async (input = {}) => {
      const app = findApp(world, input.app);
      const installation = requireInstallation(world, app, findOrganization(world, input.organization).id);
      tokens.revokeAll(app.id, installation.organizationId);
      world.emit({
        organizationId: installation.organizationId,
        type: "OAuthApp",
        appId: app.id,
        payload: {
          type: "OAuthApp",
          action: "revoked",
          createdAt: world.instant(),
          oauthClientId: app.clientId,
        },
      });
      installation.active = false;
    },
  };
}
