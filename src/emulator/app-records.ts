/** An OAuth app. Its webhooks go to one address for all organizations. */
export interface AppRecord {
  id: string;
  name: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  webhookUrl: string | undefined;
  /** Webhook categories that are switched on. */
  events: readonly string[];
  scopes: readonly string[];
  redirectUris: readonly string[];
}

/** An app in one organization. */
export interface InstallationRecord {
  appId: string;
  organizationId: string;
  appUserId: string;
  /** Id of the webhook's configuration: the same in all its deliveries. */
  webhookId: string;
  active: boolean;
}

/** What a request may authenticate with. */
export interface TokenRecord {
  value: string;
  kind: "api-key" | "access-token";
  organizationId: string;
  userId: string;
  appId: string | undefined;
  /** Ties an access token to the refresh tokens of the same consent. */
  grantId: string;
  isClientCredentials: boolean;
  scopes: readonly string[];
  /** Milliseconds since the epoch; undefined for API keys. */
  expiresAt: number | undefined;
  revoked: boolean;
}
