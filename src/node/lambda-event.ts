/** What is read of a request to Lambda: payload format 2.0, of function URLs and of API Gateway's HTTP APIs. */
export interface LambdaHttpEvent {
  rawPath: string;
  rawQueryString: string;
  headers: Readonly<Record<string, string | undefined>>;
  cookies?: readonly string[] | undefined;
  body?: string | undefined;
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
 * The web `Request` of an event in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readLambdaEvent(event: LambdaHttpEvent): Request {
  const { rawPath, rawQueryString, requestContext, body } = event;
  const { method } = requestContext.http;
  const url = `https://${requestContext.domainName}${rawPath}${rawQueryString === "" ? "" : `?${rawQueryString}`}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
  if (event.cookies !== undefined) headers.set("cookie", event.cookies.join("; "));
  if (body === undefined || method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const bytes = Buffer.from(body, event.isBase64Encoded ? "base64" : "utf8");
  headers.set("content-length", String(bytes.byteLength));
  return new Request(url, { method, headers, body: bytes });
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
