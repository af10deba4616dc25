import { LinearAdapterError } from "../errors.js";

/** What is read of a request to Lambda: payload format 2.0, of function URLs and of API Gateway's HTTP APIs. */
export interface LambdaHttpEvent {
  rawPath: string;
  rawQueryString: string;
  headers: Readonly<Record<string, string | undefined>>;
  cookies?: readonly string[] | undefined;
  body?: string | null | undefined;
  isBase64Encoded: boolean;
  requestContext: { domainName: string; http: { method: string } };
}

/** The answer in payload format 2.0. */
export interface LambdaHttpResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string;
  isBase64Encoded: boolean;
}

/**
 * The web `Request` of an event in payload format 2.0; `undefined` when its path, method, headers or cookies are none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @throws {LinearAdapterError} `CONFIG_INVALID` for an event in another format, which is how the function was set up.
 */
export function readLambdaEvent(event: LambdaHttpEvent): Request | undefined {
  checkFormat(event);
  const { rawPath, rawQueryString, requestContext, body } = event;
  // Without the slash, the path would go on with the host.
  if (!rawPath.startsWith("/")) return undefined;
  const { method } = requestContext.http;
  const url = `https://${requestContext.domainName}${rawPath}${rawQueryString ? `?${rawQueryString}` : ""}`;
  try {
    const headers = toHeaders(event);
    if (typeof body !== "string" || method === "GET" || method === "HEAD") return new Request(url, { method, headers });
    const bytes = Buffer.from(body, event.isBase64Encoded === true ? "base64" : "utf8");
    headers.set("content-length", String(bytes.byteLength));
    return new Request(url, { method, headers, body: bytes });
  } catch {
    return undefined;
  }
}

// What the types promise, a function behind another kind of trigger does not get.
function checkFormat({ rawPath, requestContext }: Partial<LambdaHttpEvent>): void {
  if (typeof rawPath === "string" && typeof requestContext?.http?.method === "string") return;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "The event that invoked this function is not in payload format 2.0: put it behind a function URL or an HTTP API whose integration has that payload format; REST APIs, load balancers and schedules send other events",
  );
}

function toHeaders({ headers: given, cookies }: LambdaHttpEvent): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) headers.set(name, value);
  if (cookies?.length) headers.set("cookie", cookies.join("; "));
  return headers;
}

/** Status, headers and cookies of an answer, as Lambda takes them. */
export function toLambdaHead({ status, headers }: Response): Omit<LambdaHttpResult, "body" | "isBase64Encoded"> {
  const plain = [...headers].filter(([name]) => name !== "set-cookie");
  return { statusCode: status, headers: Object.fromEntries(plain), cookies: headers.getSetCookie() };
}

/** The whole answer. Its body is base64, which any text survives. */
export async function toLambdaResult(response: Response): Promise<LambdaHttpResult> {
  const body = Buffer.from(await response.arrayBuffer()).toString("base64");
  return { ...toLambdaHead(response), body, isBase64Encoded: true };
}
