import type { Awaitable } from "../util/awaitable.js";
import type { Secret } from "../util/secret.js";

/** How the adapter authenticates with Linear. Exactly one kind. */
export type LinearAuth =
  | { kind: "api-key"; apiKey: Secret }
  | { kind: "access-token"; accessToken: Secret }
  | { kind: "client-credentials"; clientId: Secret; clientSecret: Secret; scopes: readonly string[] }
  | { kind: "app"; clientId: Secret; clientSecret: Secret };

/** What one API call authenticates with. */
export interface Credential {
  /** Value of the `Authorization` header. Never logged. */
  authorization: string;
  /** The organization it belongs to, where the credential says so. */
  organizationId: string | undefined;
}

/** Who the adapter is in one organization. */
export interface Identity {
  organizationId: string;
  /** Id of the user that our writes appear as. */
  userId: string;
  /** The @handle of that user. Unknown for installations stored by `@chat-adapter/linear`. */
  displayName: string | undefined;
  /** "person" with a personal API key or a user's token: then that person also writes comments of their own. */
  actor: "app" | "person";
}

/** Gives credentials, renews them before they expire and replaces those that Linear refuses. */
export interface CredentialSource {
  /**
   * A live credential. `organizationId` picks the installation; kinds with one workspace pass it on to functions only.
   * @throws {LinearAdapterError} `ORGANIZATION_UNKNOWN`, `INSTALLATION_NOT_FOUND`, `TOKEN_REQUEST_FAILED`,
   * `LINEAR_UNREACHABLE`.
   */
  getCredential(organizationId: string | undefined): Promise<Credential>;
  /** Linear answered 401 to `credential`. Resolves to whether asking again can give a different one. */
  reject(credential: Credential, organizationId: string | undefined): Promise<boolean>;
  /** What is known of who we are without asking Linear. */
  knownIdentity(organizationId: string | undefined): Awaitable<Identity | undefined>;
}
