/** A function from a web `Request` to a `Response`, such as `bot.webhooks.linear` or a route of `oauthRoutes`. */
export type WebHandler = (request: Request, options?: WebHandlerOptions) => Promise<Response>;

/** What a platform gives a handler along with the request. */
export interface WebHandlerOptions {
  /** Is handed the work that goes on after the answer. */
  waitUntil?: (work: Promise<unknown>) => void;
}
