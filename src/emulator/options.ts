/** What a bot listens to: comments, agent sessions, or both. The adapter's option of the same name. */
export type BotMode = "agent-sessions" | "all" | "comments";

/** An OAuth app of the emulator. */
export interface AppOptions {
  /** Name of the app and handle of its app user. Default "helper". */
  name?: string;
  /** Where webhooks go. Without one nothing is sent until `connect` or `setWebhookUrl`. */
  webhookUrl?: string;
  /**
   * How its bot listens, which switches on the webhook categories for it: Comment and Reaction for comments,
   * AgentSessionEvent for agent sessions. Default "all".
   */
  mode?: BotMode;
  /**
   * Webhook categories that are switched on, instead of those of `mode`. Without AgentSessionEvent the app has no agent
   * sessions. OAuthApp is always sent.
   */
  events?: readonly string[];
  /** What an installation grants. Default read, write, app:assignable, app:mentionable. */
  scopes?: readonly string[];
  /** Default: any. */
  redirectUris?: readonly string[];
}

/** How the emulated Linear behaves where it is not to be like the real one. Durations are in milliseconds. */
export interface LinearEmulatorOptions {
  /** Port on 127.0.0.1. Default 0: a free one. */
  port?: number;
  /** The first app. */
  app?: AppOptions;
  /** Pauses before a refused webhook is sent again. Default a minute, an hour and six hours. */
  webhookRetryDelaysMs?: readonly number[];
  /** How long a webhook's receiver has. Default 5,000. */
  webhookTimeoutMs?: number;
  /** Whether a retry carries a fresh `webhookTimestamp`. Default true; what Linear does is not documented. */
  renewTimestampOnRetry?: boolean;
  /** Life of an access token of the code and refresh grants. Default 86,399,000 (24 hours). */
  accessTokenTtlMs?: number;
  /** Life of a client-credentials token. Default 2,591,999,000 (30 days). */
  clientCredentialsTtlMs?: number;
  /** How long a used refresh token still gives its replacement. Default 30 minutes. */
  refreshReplayGraceMs?: number;
  /** Requests per hour and user, as a leaky bucket. Default 5,000, and 2,500 for API keys. */
  requestsPerHour?: number;
  /** Complexity points per hour and user. Default 2,000,000, and 3,000,000 for API keys. */
  complexityPerHour?: number;
  /** Added to every GraphQL answer. Default 0. */
  latencyMs?: number;
  /** Whether the activity of a response names the comment that shows it. Default true. */
  sourceCommentOnActivities?: boolean;
  /**
   * Whether a mention goes on with the latest session of the app on that issue, as Linear does since 2026-09-24,
   * instead of opening a new one. Default false.
   */
  mentionsContinueSessions?: boolean;
  /** Whether an app hears of a session that it has opened itself. Default false; what Linear does is not documented. */
  announceOwnSessions?: boolean;
  /** The time. Entities get strictly increasing milliseconds, so that their order is never a matter of luck. */
  now?: () => Date;
  /** Ids and secrets. Default `crypto.randomUUID`. */
  randomUUID?: () => string;
  /** Sends the webhooks. Default the global `fetch`. */
  fetch?: typeof fetch;
}

export type ResolvedOptions = Required<Omit<LinearEmulatorOptions, "app" | "requestsPerHour" | "complexityPerHour">> &
  Pick<LinearEmulatorOptions, "requestsPerHour" | "complexityPerHour">;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// Linear's own numbers: https://linear.app/developers/webhooks and https://linear.app/developers/oauth-2-0-authentication
export function resolveOptions(options: LinearEmulatorOptions): ResolvedOptions {
  return {
    port: 0,
    webhookRetryDelaysMs: [MINUTE_MS, HOUR_MS, 6 * HOUR_MS],
    webhookTimeoutMs: 5_000,
    renewTimestampOnRetry: true,
    accessTokenTtlMs: 86_399_000,
    clientCredentialsTtlMs: 2_591_999_000,
    refreshReplayGraceMs: 30 * MINUTE_MS,
    latencyMs: 0,
    sourceCommentOnActivities: true,
    mentionsContinueSessions: false,
    announceOwnSessions: false,
    now: () => new Date(),
    randomUUID: () => crypto.randomUUID(),
    fetch: (...request) => fetch(...request),
    ...options,
  };
}
