import { digest, isSameSecret, sign } from "./signature.js";

/** What a cookie is made for. */
export interface BrowserBinding {
  state: string;
  redirectUri: string;
}

/**
 * The `Set-Cookie` value that ties a transaction to the browser that began it. `Lax`, because Linear's redirect is a
 * top-level navigation from another site. For https its name begins with `__Host-`, so that no sibling domain can plant
 * one: browsers then ask for `Secure` and the path "/". For http only the callback gets it back.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 * @param maxAgeMs how long the browser keeps it.
 */
export function buildBrowserCookie(binding: BrowserBinding, nonce: string, secret: string, maxAgeMs: number): string {
  return buildCookie(binding, `${nonce}.${signNonce(nonce, binding.state, secret)}`, maxAgeMs / 1_000);
}

/** The `Set-Cookie` value that takes the cookie away. */
export function buildExpiredCookie(binding: BrowserBinding): string {
  return buildCookie(binding, "", 0);
}

/** The nonce in a request's `Cookie` header; `undefined` when there is none that was signed for this `state`. */
export function readBrowserNonce(cookies: string | null, binding: BrowserBinding, secret: string): string | undefined {
  const { state } = binding;
  const prefix = `${nameOf(binding)}=`;
  const values = (cookies ?? "").split(";").map((cookie) => cookie.trim());
  const value = values.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
  const [nonce, signature] = value?.split(".") ?? [];
  if (nonce === undefined || signature === undefined) return undefined;
  return isSameSecret(signature, signNonce(nonce, state, secret)) ? nonce : undefined;
}

function buildCookie(binding: BrowserBinding, value: string, maxAgeSeconds: number): string {
  const { redirectUri } = binding;
  const path = isEncrypted(redirectUri) ? "/" : new URL(redirectUri).pathname;
  const attributes = [`Path=${path}`, `Max-Age=${maxAgeSeconds}`, "HttpOnly", "SameSite=Lax"];
  // Some browsers send no Secure cookie to http://localhost.
  return [`${nameOf(binding)}=${value}`, ...attributes, ...(isEncrypted(redirectUri) ? ["Secure"] : [])].join("; ");
}

const isEncrypted = (redirectUri: string): boolean => /^https:/i.test(redirectUri);

// Each transaction has a cookie name of its own: two tabs do not get into each other's way.
const nameOf = ({ state, redirectUri }: BrowserBinding): string =>
  `${isEncrypted(redirectUri) ? "__Host-" : ""}linear_oauth_${digest(state).slice(0, 16)}`;
const signNonce = (nonce: string, state: string, secret: string): string =>
  sign("browser", `${nonce}\n${state}`, secret);
