import type { Logger } from "chat";
import type { InstallationBrokenEvent } from "../../credentials/broken-installation.js";
import type { LinearDiagnosticsListener } from "../../diagnostics/events.js";
import type { OnUploadProgress } from "../../files/create-uploads.js";
import type { AttachableInbox } from "../../inbound/delivery-door.js";
import type { LinearInstallationProvider } from "../../installations/provided-installations.js";
import type { OnAgentSession } from "../../sessions/intake/session-decision.js";
import type { ActivityLevel } from "../../sessions/speech/activity-level.js";
import type { LinearIssueEnd } from "../../sessions/turns/stop-turn.js";
import type { Secret } from "../../util/secret.js";
import type { LinearAdapterMode } from "../../webhook/adapter-mode.js";

/**
 * Verifies a webhook in place of the signing secret. Gets the request and its raw body, and gives `true` to let it in, or a
 * string, which replaces the body. A falsy result or an exception refuses it (401), and so does what other libraries say no
 * with: a `Response` of any status, an `Error`, and an object whose `ok`, `valid`, `verified` or `success` is `false`. Anything
 * else lets it in. Freshness is then the verifier's business too.
 */
export type LinearWebhookVerifier = (request: Request, body: string) => Promise<unknown> | unknown;

/** Options that do not depend on the kind of authentication. A key that is `undefined` counts as absent. */
export interface LinearAdapterBaseConfig {
  /**
   * How long the bot may take to say something in an agent session before Linear is told that it works, in ms; at most
   * 8,000, since Linear gives it 10 s. `false` turns it off. Default: 2,000.
   */
  acknowledgeAfterMs?: number | false | undefined;
  /**
   * How much of its work the bot shows in agent sessions: "all" with a model's reasoning, "normal" where reasoning
   * passes by, "quiet" only the plan and what is addressed to people. Default: "normal".
   */
  activityLevel?: ActivityLevel | undefined;
  /**
   * Whether 👍 and 👎 on a card with two buttons in a comment thread press the first and the second one. The app's
   * webhook has to send reactions. Default: false.
   */
  answerByReaction?: boolean | undefined;
  /**
   * Linear's API, as `https://host/graphql` or the base above it; the OAuth endpoints move with it. For tests and
   * proxies. Plain http is for this machine only: `localhost`, `127.0.0.1` or `[::1]`. Default: `LINEAR_API_URL`, then Linear.
   */
  apiUrl?: string | undefined;
  /**
   * Told of every delivery, turn, request, retry and refresh of a token, for metrics and traces. Called at once and not
   * awaited; what it throws is logged once and changes nothing.
   */
  diagnostics?: LinearDiagnosticsListener | undefined;
  /**
   * Seals stored installations with AES-256-GCM: 32 bytes as 64 hex or 44 base64 characters. Several keys make a ring:
   * the first seals, all open. Default: `LINEAR_ENCRYPTION_KEY` (comma-separated).
   */
  encryptionKey?: Secret<string | readonly string[]> | undefined;
  /**
   * The text of the error activity of a session whose handler or stream throws, and of the comment of a stream that fails
   * before it has text. Default: it says that something went wrong and to try again; the exception's own words stay in the log.
   */
  failureText?: string | undefined;
  /**
   * How long the download of an attachment may take, in ms; with `openFile`, how long Linear may be silent. Default: 30,000.
   */
  fileTimeoutMs?: number | undefined;
  /**
   * Whether the bot becomes a subscriber of the issue in Linear when it subscribes to one of its threads; what it follows,
   * people see on the issue. One request each time. Default: false.
   */
  followSubscribedIssues?: boolean | undefined;
  /** Keeps the installations of a multi-tenant app in place of the bot's state. It seals them itself. */
  installationProvider?: LinearInstallationProvider | undefined;
  /**
   * How long an agent session may be silent while a handler runs before Linear is told that the bot still works, in ms;
   * at most 29 minutes, since Linear calls a session stale after 30. `false` turns it off. Default: 25 minutes.
   */
  keepAliveAfterMs?: number | false | undefined;
  /** Default: the logger of the `Chat` instance. */
  logger?: Logger | undefined;
  /**
   * The most that the body of a webhook may hold, in bytes; a larger one is answered with 413 and read no further. Default:
   * 5 MiB (5,242,880), as in Linear's SDK.
   */
  maxBodyBytes?: number | undefined;
  /**
   * How many turns in a row other bots may have with this one in a thread, or an issue's sessions, while no person writes
   * there; then it hears no more of them until a person does, or for an hour. 0 hears none, `false` any number.
   * Default: 10.
   */
  maxBotTurns?: number | false | undefined;
  /**
   * The most that an attachment may hold to be downloaded, in bytes, counted as it is read; more is a `FILE_TOO_LARGE`.
   * Default: 20 MiB (20,971,520).
   */
  maxFileBytes?: number | undefined;
  /** How far a webhook's signed timestamp may be from now, in ms. Default: 60,000, as in Linear's SDK. */
  maxSkewMs?: number | undefined;
  /**
   * The most that a file of a message may hold to be uploaded, in bytes; more is a `FILE_TOO_LARGE`, and nothing is posted.
   * Default: 20 MiB (20,971,520).
   */
  maxUploadBytes?: number | undefined;
  /**
   * Keeps webhooks until their turns have ended, whatever dies meanwhile: one of `chat-adapter-linear/inbox`. Then they are
   * stored before Linear gets its 200, and this process also works on what is stored. Default: none.
   */
  inbox?: AttachableInbox | undefined;
  /**
   * "comments" for mentions in comments, "agent-sessions" for Linear's agent sessions, "all" for both in one bot: what
   * Linear makes a session of is answered there. Default: `LINEAR_MODE`, then `"comments"`.
   */
  mode?: LinearAdapterMode | undefined;
  /**
   * Decides which agent sessions the bot's handlers hear of, by team, project, label or person. Called once per session,
   * after Linear has had its answer; while it works the session shows that the bot does. What it throws ends the session
   * in an error. Default: all.
   */
  onAgentSession?: OnAgentSession | undefined;
  /**
   * Called once, in one process, for an installation of a multi-tenant app whose tokens are dead: its organization has
   * to install the app again, and calls for it fail with `TOKEN_REQUEST_FAILED` until then. Awaited, so keep it short.
   */
  onInstallationBroken?: ((event: InstallationBrokenEvent) => unknown) | undefined;
  /**
   * Called when a file of a message begins to be uploaded, and when that is over, with its name, type and size in bytes. Not
   * awaited; what it throws is logged and changes nothing.
   */
  onUploadProgress?: OnUploadProgress | undefined;
  /**
   * Whether `thread.markAsRead()` puts 👀 on the message, until the bot answers in its thread. One request each.
   * Default: false, which shows nothing.
   */
  readReceipts?: boolean | undefined;
  /**
   * Whether only installations that are sealed by this adapter are read from the bot's state. It closes the store against
   * whoever can write to it but has no key: switch it on once `rotateInstallations` has found nothing left to seal. It
   * needs an `encryptionKey`, and does not go with an `installationProvider`. Default: false.
   */
  requireSealedInstallations?: boolean | undefined;
  /**
   * The response of an agent session whose handler returns without having said anything. Default: it says that there is
   * no answer. `false` sends none, for handlers that leave the answer to a job.
   */
  silentResponse?: string | false | undefined;
  /**
   * How long that response waits for a job that the handler has started, such as a workflow that will ask, in ms: it is
   * dropped when anything is said in the session meanwhile. 0 for at once. Default: 5,000.
   */
  silentResponseAfterMs?: number | undefined;
  /**
   * Moves an issue that a person delegates to the bot to its team's first "started" state, as {@link LinearIssue.start}
   * does, while the handler runs. A failure is logged and changes nothing. Default: false.
   */
  startDelegatedIssues?: boolean | undefined;
  /**
   * What becomes of an issue that ends the bot's work on it, as an undelegation does: "completion" and "cancelation" by its
   * workflow state, "unassignment" when it is assigned to nobody any more. The app's webhook has to send issues. Default: none.
   */
  stopSessionsOn?: readonly LinearIssueEnd[] | undefined;
  /** The least time between two edits of a comment that is streamed, in ms. Default: 2,000. */
  streamEditIntervalMs?: number | undefined;
  /**
   * How long the upload of one file may take, with its tries and the reading of its content, in ms. Default: 60,000.
   */
  uploadTimeoutMs?: number | undefined;
  /**
   * The MIME types that may be uploaded, such as `["image/*", "application/pdf"]`; others are a `FILE_TYPE_REFUSED`. It is a
   * guard against mistakes: a file is what the message says it is. Default: all.
   */
  uploadTypes?: readonly string[] | undefined;
  /**
   * The name that people mention the bot by. Default: `LINEAR_BOT_USERNAME`, then the app user's `@handle` in Linear,
   * then the `userName` of the `Chat` instance.
   */
  userName?: string | undefined;
  /**
   * Signing secret of the webhook, several while one is being rotated. A function gets the organization that the body
   * names, before that is verified; where it gives no text, or a blank one, that webhook is refused (401), where it throws it
   * is put off (503). Without one webhooks are answered with 503: a script that only writes needs none.
   * Default: `LINEAR_WEBHOOK_SECRET` (comma-separated).
   */
  webhookSecret?: Secret<string | readonly string[]> | undefined;
  /** Replaces `webhookSecret`, for webhooks that somebody else has verified, such as Vercel Connect. */
  webhookVerifier?: LinearWebhookVerifier | undefined;
}

type Without<Keys extends string> = { [Key in Keys]?: undefined };

/** A personal API key: the bot acts as that person. */
export interface LinearAdapterAPIKeyConfig
  extends LinearAdapterBaseConfig,
    Without<"accessToken" | "clientCredentials" | "clientId" | "clientSecret"> {
  /** Default: `LINEAR_API_KEY`. */
  apiKey: Secret;
}

/** An OAuth access token from elsewhere, or a function that gives the newest one. */
export interface LinearAdapterOAuthConfig
  extends LinearAdapterBaseConfig,
    Without<"apiKey" | "clientCredentials" | "clientId" | "clientSecret"> {
  /** Default: `LINEAR_ACCESS_TOKEN`. */
  accessToken: Secret;
}

/** What `connectLinearAdapter()` of `@vercel/connect/chat` returns. */
export interface LinearAdapterConnectConfig extends LinearAdapterOAuthConfig {
  webhookVerifier: LinearWebhookVerifier;
}

/**
 * The id and secret of an OAuth app that has client credentials switched on: the adapter asks for tokens by itself.
 * https://linear.app/developers/oauth-2-0-authentication#client-credentials-tokens
 */
export interface LinearClientCredentialsConfig {
  clientId: Secret;
  clientSecret: Secret;
  /**
   * Default: `read`, `write`, `comments:create`, `issues:create`, and for agent sessions `app:mentionable` and
   * `app:assignable`. Linear revokes all of the app's tokens when another set is asked for.
   * https://linear.app/developers/oauth-2-0-authentication#client-credentials-tokens
   */
  scopes?: readonly string[] | undefined;
}

/** One workspace, with the app's own credentials. */
export interface LinearAdapterClientCredentialsConfig
  extends LinearAdapterBaseConfig,
    Without<"accessToken" | "apiKey" | "clientId" | "clientSecret"> {
  clientCredentials: LinearClientCredentialsConfig;
}

/** An OAuth app that any workspace can install. */
export interface LinearAdapterMultiTenantConfig
  extends LinearAdapterBaseConfig,
    Without<"accessToken" | "apiKey" | "clientCredentials"> {
  /** Default: `LINEAR_CLIENT_ID`. */
  clientId: Secret;
  /** Default: `LINEAR_CLIENT_SECRET`. */
  clientSecret: Secret;
}

/** The kind of authentication is taken from the environment. */
export interface LinearAdapterAutoConfig
  extends LinearAdapterBaseConfig,
    Without<"accessToken" | "apiKey" | "clientCredentials" | "clientId" | "clientSecret"> {}

/** Options of `createLinearAdapter`. Kinds of authentication do not mix. */
export type LinearAdapterConfig =
  | LinearAdapterAPIKeyConfig
  | LinearAdapterOAuthConfig
  | LinearAdapterConnectConfig
  | LinearAdapterClientCredentialsConfig
  | LinearAdapterMultiTenantConfig
  | LinearAdapterAutoConfig;
