import type { Logger } from "chat";
import { isLinearAdapterError } from "../../errors.js";
import { buildBrowserCookie, buildExpiredCookie } from "../../oauth/browser-cookie.js";
import { createCodeVerifier } from "../../oauth/pkce.js";
import { toReturnAddress } from "../../oauth/return-address.js";
import { TRANSACTION_TTL_MS } from "../../oauth/transaction.js";
import { type InstallUrlOptions, type OAuthCallbackResult, type OAuthFlow, resolveReturnTo } from "./oauth-flow.js";
import { redirectTo, refuseMethod, renderFailure, renderInstalled } from "./oauth-pages.js";

/** Options of `oauthRoutes`. */
export interface OAuthRoutesOptions extends Omit<InstallUrlOptions, "boundTo"> {
  /**
   * Where the person goes afterwards, unless the install route was asked for with a `returnTo` of its own: a path, or
   * an address on the redirect URI's origin. Default: a small page that says that the app is installed.
   */
  returnTo?: string | undefined;
  /**
   * Called when the installation is stored. A `Response` that it gives is the answer, in place of the redirect or page.
   */
  onInstalled?: ((result: OAuthCallbackResult, request: Request) => unknown) | undefined;
  /** Called when something failed, on either route. A `Response` that it gives is the answer, in place of the page. */
  onFailed?: ((error: unknown, request: Request) => unknown) | undefined;
}

/** The two routes of an installation. They never throw. */
export interface OAuthRoutes {
  /** `GET`: sends the person to Linear. Takes `?returnTo=/path`. */
  install: (request: Request) => Promise<Response>;
  /** `GET`, at the redirect URI: finishes the installation. */
  callback: (request: Request) => Promise<Response>;
}

/** @throws {LinearAdapterError} `CONFIG_INVALID` */
export function createOAuthRoutes(
  flow: OAuthFlow,
  { onInstalled, onFailed, returnTo, ...request }: OAuthRoutesOptions,
  logger: Pick<Logger, "warn" | "error">,
): OAuthRoutes {
  const { redirectUri } = request;
  flow.check(redirectUri);
  const home = returnTo === undefined ? undefined : resolveReturnTo(returnTo, redirectUri);

  const fail = async (error: unknown, failed: Request): Promise<Response> => {
    const page = renderFailure(error);
    // A person's mistake is part of a day's work and a warning; what the host or Linear does wrong is an error.
    const level = page.status < 500 ? "warn" : "error";
    logger[level]("An installation of the Linear app failed", describe(error));
    try {
      return toResponse(await onFailed?.(error, failed)) ?? page;
    } catch (reason) {
      logger.error("onFailed of oauthRoutes threw", { error: reason });
      return page;
    }
  };

  const begin = async (installing: Request): Promise<Response> => {
    const wished = new URL(installing.url).searchParams.get("returnTo") ?? "";
    const nonce = createCodeVerifier();
    const address = toReturnAddress(wished, redirectUri) ?? home;
    const { url, state } = await flow.begin({ ...request, returnTo: address, boundTo: nonce });
    const secret = await flow.clientSecret();
    const cookie = buildBrowserCookie({ state, redirectUri }, nonce, secret, TRANSACTION_TTL_MS);
    return withCookie(redirectTo(url.href), cookie);
  };

  const finish = async (returning: Request): Promise<Response> => {
    const result = await flow.finish(returning, { redirectUri }, "own-state");
    const standard = result.returnTo === undefined ? renderInstalled() : redirectTo(result.returnTo);
    const answer = toResponse(await onInstalled?.(result, returning)) ?? standard;
    const state = new URL(returning.url).searchParams.get("state") ?? "";
    // The cookie expires only here, after a success: a callback that was refused may be followed by the right one.
    return withCookie(answer, buildExpiredCookie({ state, redirectUri }));
  };

  const answerGet = async (incoming: Request, answer: (request: Request) => Promise<Response>): Promise<Response> => {
    // HEAD and the like come from link previews, which must not use up a state.
    if (incoming.method !== "GET") return refuseMethod();
    try {
      return await answer(incoming);
    } catch (error) {
      return await fail(error, incoming);
    }
  };

  return {
    install: (incoming) => answerGet(incoming, begin),
    callback: (incoming) => answerGet(incoming, finish),
  };
}

function toResponse(answer: unknown): Response | undefined {
  return answer instanceof Response ? answer : undefined;
}

/** Copies a response, since the headers of some, as of `Response.redirect`, cannot be changed. */
function withCookie(response: Response, cookie: string): Response {
  const headers = new Headers(response.headers);
  headers.append("set-cookie", cookie);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function describe(error: unknown): Record<string, unknown> {
  return isLinearAdapterError(error) ? { code: error.code, message: error.message, facts: error.facts } : { error };
}
