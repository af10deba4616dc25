import type { LambdaHttpEvent, LambdaHttpResult } from "chat-adapter-linear/node";

/** A request as a function URL hands it to Lambda: payload format 2.0. */
export async function toLambdaEvent(request: Request): Promise<LambdaHttpEvent> {
  const url = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  return {
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    ...(body.length === 0 ? {} : { body: body.toString("base64") }),
    isBase64Encoded: body.length > 0,
    requestContext: { domainName: url.host, http: { method: request.method } },
  };
}

/** What a client of the function URL gets. */
export function toResponse({ statusCode, headers, cookies, body }: LambdaHttpResult): Response {
  const all = new Headers(headers);
  for (const cookie of cookies) all.append("set-cookie", cookie);
  const bytes = Buffer.from(body, "base64");
  return new Response(bytes.length === 0 ? null : bytes, { status: statusCode, headers: all });
}
