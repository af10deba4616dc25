import { randomBytes } from "node:crypto";
import type { StateAdapter } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { Clock } from "../util/clock.js";
import { createCodeChallenge, createCodeVerifier, type RandomBytes } from "./pkce.js";
import { digest, isSameSecret, sign } from "./signature.js";

/** How long a person may take on Linear's consent page. */
export const TRANSACTION_TTL_MS: number = 10 * 60 * 1_000;

/** What is kept between the way to Linear and the way back. */
export interface OAuthTransaction {
  redirectUri: string;
  /** Scopes that were asked for. */
  scopes: readonly string[];
  /** Where the person goes afterwards: an address on the host's own origin. */
  returnTo?: string;
  /** Digest of what the browser has to bring: a nonce in its cookie, or `boundTo`. Missing when any may come back. */
  browser?: string;
  codeVerifier: string;
  /** In ms since 1970. */
  createdAt: number;
}

/** What a callback has to agree with. */
export interface OAuthReturn {
  redirectUri: string;
  /** What the browser brought along: the nonce in its cookie, and what the host knows it by. */
  bindings: readonly string[];
}

/** Installations that are under way. Their `state` is signed with the client secret, so that it is known for ours. */
export interface OAuthTransactions {
  /** @param binding what the browser has to bring along; any may come back without one. */
  begin(
    details: Pick<OAuthTransaction, "redirectUri" | "scopes" | "returnTo">,
    binding?: string,
  ): Promise<{ state: string; codeChallenge: string }>;
  /** Whether any installation has ever begun here, in all processes that share the state. */
  haveBegun(): Promise<boolean>;
  /**
   * Gives a transaction once, in all processes that share the state. A callback that does not agree with it costs
   * nothing: the right one may still come.
   * @throws {LinearAdapterError} `OAUTH_STATE_INVALID`, `OAUTH_STATE_USED`, `OAUTH_STATE_EXPIRED`
   */
  finish(state: string, back: OAuthReturn): Promise<OAuthTransaction>;
}

export interface OAuthTransactionParts {
  state: () => StateAdapter;
  clientSecret: () => Promise<string>;
  clock: Pick<Clock, "now">;
  /** Default: the platform's. */
  random?: RandomBytes;
}

const PREFIX = "lin1.";
const STATE_BYTES = 32;
// The mark of a used state lives longer than any transaction, so that the state is told from one that took too long.
const USED_TTL_MS = 24 * 60 * 60 * 1_000;

/**
 * Whether a `state` claims to be of {@link OAuthTransactions}, also in other letters or with something before it: such a
 * one is held to its signature, which it cannot have, and is not taken for a host's own.
 */
export const isOwnState = (state: string): boolean =>
  state.slice(0, 100).normalize("NFKC").replace(INVISIBLE, "").toLowerCase().startsWith(PREFIX);

// White space, control characters and other marks that no screen shows.
const INVISIBLE = /[\s\p{C}]+/gu;

export function createOAuthTransactions(parts: OAuthTransactionParts): OAuthTransactions {
  const { clock, random = randomBytes } = parts;
  const store = (): StateAdapter => parts.state();

  const isSigned = async (state: string): Promise<boolean> => {
    const end = state.lastIndexOf(".");
    return isSameSecret(state.slice(end + 1), sign("state", state.slice(0, end), await parts.clientSecret()));
  };

  return {
    haveBegun: async () => Boolean(await store().get(BEGUN)),

    async begin(details, binding) {
      const unsigned = `${PREFIX}${Buffer.from(random(STATE_BYTES)).toString("base64url")}`;
      const state = `${unsigned}.${sign("state", unsigned, await parts.clientSecret())}`;
      const transaction: OAuthTransaction = {
        ...details,
        ...(binding === undefined ? {} : { browser: digest(binding) }),
        codeVerifier: createCodeVerifier(random),
        createdAt: clock.now().getTime(),
      };
      await store().set(keyOf(state), transaction, TRANSACTION_TTL_MS);
      await store().set(BEGUN, true);
      return { state, codeChallenge: createCodeChallenge(transaction.codeVerifier) };
    },

    async finish(state, back) {
      if (!(await isSigned(state))) throw invalidState("it was not made by this app");
      const transaction = await store().get<OAuthTransaction>(keyOf(state));
      if (transaction === null || transaction === undefined) {
        throw (await store().get(usedKeyOf(state))) ? usedState() : expiredState();
      }
      if (clock.now().getTime() - transaction.createdAt >= TRANSACTION_TTL_MS) throw expiredState();
      checkReturn(transaction, back);
      // One of two callbacks that have both read the transaction sets this.
      if (!(await store().setIfNotExists(usedKeyOf(state), true, USED_TTL_MS))) throw usedState();
      await store().delete(keyOf(state));
      return transaction;
    },
  };
}

function checkReturn({ browser, redirectUri }: OAuthTransaction, back: OAuthReturn): void {
  if (redirectUri !== back.redirectUri) throw invalidState("it belongs to another redirect URI");
  if (browser !== undefined && !back.bindings.some((binding) => isSameSecret(browser, digest(binding)))) {
    throw invalidState("it belongs to another browser");
  }
}

const BEGUN = "linear:oauth-begun";
// A reader of the store learns no `state` that could still be used.
const keyOf = (state: string): string => `linear:oauth:${digest(state)}`;
const usedKeyOf = (state: string): string => `linear:oauth:${digest(state)}:used`;

/** @param reason why, as a sentence without its end */
export function invalidState(reason: string): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_STATE_INVALID",
    `The callback's state is not the one that was sent to Linear: ${reason}; start the installation again`,
    { reason },
  );
}

function usedState(): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_STATE_USED",
    "This callback was handled before; if the app is not installed, start the installation again",
  );
}

function expiredState(): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_STATE_EXPIRED",
    `The installation took longer than ${TRANSACTION_TTL_MS / 60_000} minutes; start it again`,
  );
}
