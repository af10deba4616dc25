import type { Actor } from "../actions/actor.js";
import type { AppRecord, TokenRecord } from "../app-records.js";
import type { UserRecord } from "../records.js";
import type { World } from "../world.js";

/** A refresh token: good for one use, and for its replacement during the grace after it. */
export interface RefreshTokenRecord {
  value: string;
  appId: string;
  organizationId: string;
  userId: string;
  grantId: string;
  scopes: readonly string[];
  /** Got with PKCE: then the client's id alone is enough. */
  isPublicClient: boolean;
  revoked: boolean;
  used: { atMs: number; replacement: IssuedTokens } | undefined;
}

export interface IssuedTokens {
  accessToken: string;
  /** Undefined for client credentials. */
  refreshToken: string | undefined;
  /** In seconds. */
  expiresIn: number;
  scopes: readonly string[];
}

export interface AccessInput {
  user: UserRecord;
  appId: string | undefined;
  grantId: string;
  scopes: readonly string[];
  /** In milliseconds from now. */
  expiresInMs: number;
  isClientCredentials?: boolean;
}

/** The tokens of the emulator: who gets them and who they stand for. */
export interface Tokens {
  issueApiKey(person: UserRecord): string;
  issueAccessToken(input: AccessInput): TokenRecord;
  /** An access token and the refresh token that renews it. */
  issuePair(
    input: Omit<AccessInput, "expiresInMs" | "appId"> & { app: AppRecord; isPublicClient: boolean },
  ): IssuedTokens;
  findRefreshToken(value: string): RefreshTokenRecord | undefined;
  /** Ends a token; a refresh token takes its access tokens along. Whether there was one to end. */
  revoke(value: string): boolean;
  /** Ends everything of an app in an organization. */
  revokeAll(appId: string, organizationId: string): void;
  /** Who an `Authorization` header stands for, if anybody. */
  authenticate(authorization: string | undefined): Actor | undefined;
}

export function createTokens(world: World): Tokens {
  const refreshTokens = new Map<string, RefreshTokenRecord>();
  const { tokens, users } = world.state;
  const secret = (prefix: string): string => prefix + world.newId().replaceAll("-", "");

  function issueAccessToken(input: AccessInput): TokenRecord {
    const token: TokenRecord = {
      value: secret("lin_oauth_"),
      kind: "access-token",
      organizationId: input.user.organizationId,
      userId: input.user.id,
      appId: input.appId,
      grantId: input.grantId,
      isClientCredentials: input.isClientCredentials ?? false,
      scopes: input.scopes,
      expiresAt: world.now().getTime() + input.expiresInMs,
      revoked: false,
    };
    tokens.set(token.value, token);
    return token;
  }

  return {
    issueApiKey: (person) => {
      const value = secret("lin_api_");
      tokens.set(value, {
        value,
        kind: "api-key",
        organizationId: person.organizationId,
        userId: person.id,
        appId: undefined,
        grantId: world.newId(),
        isClientCredentials: false,
        scopes: ["read", "write"],
        expiresAt: undefined,
        revoked: false,
      });
      return value;
    },

    issueAccessToken,

    issuePair: ({ app, isPublicClient, ...input }) => {
      const expiresInMs = world.options.accessTokenTtlMs;
      const access = issueAccessToken({ ...input, appId: app.id, expiresInMs });
      const refreshToken: RefreshTokenRecord = {
        value: secret("lin_refresh_"),
        appId: app.id,
        organizationId: input.user.organizationId,
        userId: input.user.id,
        grantId: input.grantId,
        scopes: input.scopes,
        isPublicClient,
        revoked: false,
        used: undefined,
      };
      refreshTokens.set(refreshToken.value, refreshToken);
      return {
        accessToken: access.value,
        refreshToken: refreshToken.value,
        expiresIn: Math.floor(expiresInMs / 1_000),
        scopes: input.scopes,
      };
    },

    findRefreshToken: (value) => refreshTokens.get(value),

    revoke: (value) => {
      const access = tokens.get(value);
      if (access && !access.revoked) {
        access.revoked = true;
        return true;
      }
      const refresh = refreshTokens.get(value);
      if (refresh === undefined || refresh.revoked) return false;
      for (const token of [...tokens.values(), ...refreshTokens.values()]) {
        if (token.grantId === refresh.grantId) token.revoked = true;
      }
      return true;
    },

    revokeAll: (appId, organizationId) => {
      for (const token of [...tokens.values(), ...refreshTokens.values()]) {
        if (token.appId === appId && token.organizationId === organizationId) token.revoked = true;
      }
    },

    authenticate: (authorization) => {
      const [, bearer] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
      const token = tokens.get(bearer ?? authorization ?? "");
      const isLive = token && !token.revoked && (token.expiresAt ?? Number.POSITIVE_INFINITY) > world.now().getTime();
      // API keys come raw, OAuth tokens behind "Bearer": https://linear.app/developers/graphql#authentication
      if (!isLive || (token.kind === "api-key") === (bearer !== undefined)) return undefined;
      const user = users.get(token.userId);
      return user && { user, token };
    },
  };
}
