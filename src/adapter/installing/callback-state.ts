import type { Logger } from "chat";
import { readBrowserNonce } from "../../oauth/browser-cookie.js";
import { isSameSecret } from "../../oauth/signature.js";
import { invalidState, isOwnState, type OAuthTransaction, type OAuthTransactions } from "../../oauth/transaction.js";

/** What a callback's `state` is held to. */
export interface StateOptions {
  /**
   * The `state` that a host put into an authorization URL that it built itself. Given, but without a value (from a
   * session that is gone), it refuses every callback.
   */
  expectedState?: string | null | undefined;
  /** The `boundTo` of `installUrl`, as this request's browser has it. */
  boundTo?: string | null | undefined;
  /**
   * Whether a callback is refused whose `state` is neither one of ours nor `expectedState`. Default: true once an
   * installation has begun with `oauthRoutes` or `installUrl`, in any process; before that it is finished with a warning.
   * `false` is for hosts that check a `state` of their own before they call this.
   */
  requireState?: boolean | undefined;
}

/** Whether only transactions of ours are finished, or a host's own too. */
export type StateRule = "own-state" | "any-state";

/** Decides whether a callback is the answer to a question of ours, or of the host's. */
export interface CallbackState {
  /**
   * The transaction that a callback belongs to, after which it is over; `undefined` for a host's own `state`.
   * @throws {LinearAdapterError} `OAUTH_STATE_INVALID`, `OAUTH_STATE_USED`, `OAUTH_STATE_EXPIRED`
   */
  settle(
    request: Request,
    state: string | null,
    options: StateOptions & { redirectUri: string },
    rule: StateRule,
  ): Promise<OAuthTransaction | undefined>;
}

export interface CallbackStateParts {
  transactions: Pick<OAuthTransactions, "finish" | "haveBegun">;
  clientSecret: () => Promise<string>;
  logger: Pick<Logger, "warn">;
}

export function createCallbackState({ transactions, clientSecret, logger }: CallbackStateParts): CallbackState {
  let hasWarned = false;

  const warnOnce = (): void => {
    if (hasWarned) return;
    hasWarned = true;
    logger.warn(
      "handleOAuthCallback got neither expectedState nor a state of ours: make sure that you check state yourself and say so with requireState: false, or use oauthRoutes() or installUrl()",
    );
  };

  const checkForeign = async ({ requireState }: StateOptions): Promise<void> => {
    if (requireState === false) return;
    if (requireState || (await transactions.haveBegun())) throw invalidState(FOREIGN);
    warnOnce();
  };

  return {
    async settle(request, state, options, rule) {
      const isExpected = "expectedState" in options;
      if (isExpected && !isExpectedState(options.expectedState, state)) throw invalidState("it is not expectedState");
      if (state !== null && isOwnState(state)) {
        const { redirectUri, boundTo } = options;
        const cookies = request.headers.get("cookie");
        const nonce = readBrowserNonce(cookies, { state, redirectUri }, await clientSecret());
        return await transactions.finish(state, { redirectUri, bindings: [nonce, boundTo].filter(isGiven) });
      }
      if (rule === "own-state") throw invalidState("it was not made by this app");
      if (!isExpected) await checkForeign(options);
      return undefined;
    },
  };
}

const FOREIGN =
  "it was not made by this app, whose installations begin with oauthRoutes() or installUrl() (for an authorization URL of your own, give its expectedState)";

const isGiven = (binding: string | null | undefined): binding is string => Boolean(binding);

function isExpectedState(expected: string | null | undefined, state: string | null): boolean {
  return Boolean(expected) && isSameSecret(expected ?? "", state ?? "");
}
