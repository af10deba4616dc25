// Covers: src/node/lambda-event.ts
import {
  type LambdaHttpEvent,
  toLambdaHandler,
  toLambdaStreamHandler,
  type WebHandler,
} from "chat-adapter-linear/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { toLambdaEvent, toResponse } from "../support/lambda-event.js";
import { startTestBot } from "../support/test-bot.js";

const ADDRESS = "https://bot.lambda-url.test";

const describeRequest: WebHandler = async (request) =>
  Response.json({
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });

/** Sends a request through a Lambda handler. */
const send = async (handle: WebHandler, request: Request): Promise<Response> =>
  toResponse(await toLambdaHandler(handle)(await toLambdaEvent(request)));

describe("toLambdaHandler", () => {
  it("hands over method, address, headers, cookies and body", async () => {
    const headers = { cookie: "a=1; b=2", "x-c": "d" };
    const request = new Request(`${ADDRESS}/a?b=c`, { method: "PUT", headers, body: "für" });

    expect(await (await send(describeRequest, request)).json()).toEqual({
      method: "PUT",
      url: `${ADDRESS}/a?b=c`,
      headers: { cookie: "a=1; b=2", "x-c": "d", "content-type": "text/plain;charset=UTF-8", "content-length": "4" },
      body: "für",
    });
  });

  it("takes a body that is text, and none", async () => {
    const event = await toLambdaEvent(new Request(ADDRESS, { method: "POST" }));
    const handler = toLambdaHandler(describeRequest);
    const texts = [await handler({ ...event, body: "für" }), await handler(event)];
    const bodies = await Promise.all(texts.map(async (text) => (await toResponse(text).json()).body));

    expect(bodies).toEqual(["für", ""]);
  });

  it("takes a body that is null for none, and for text unless it is said to be base64", async () => {
    const event = await toLambdaEvent(new Request(ADDRESS, { method: "POST" }));
    const given = [{ body: null }, { body: "YQ==", isBase64Encoded: JSON.parse('"false"') }];
    const answers = await Promise.all(given.map((part) => toLambdaHandler(describeRequest)({ ...event, ...part })));
    const bodies = await Promise.all(answers.map(async (answer) => (await toResponse(answer).json()).body));

    expect(bodies).toEqual(["", "YQ=="]);
  });

  it("keeps the cookie header where there is no cookie beside it", async () => {
    const event = await toLambdaEvent(new Request(ADDRESS));
    const answer = await toLambdaHandler(describeRequest)({ ...event, headers: { cookie: "a=1" }, cookies: [] });

    expect((await toResponse(answer).json()).headers).toEqual({ cookie: "a=1" });
  });

  it.each<[string, Partial<LambdaHttpEvent>]>([
    ["a header with a line end", { headers: { "x-a": "a\nb" } }],
    ["a header beyond Latin-1", { headers: { "x-a": "日本" } }],
    ["a header whose name is none", { headers: { "x a": "b" } }],
    ["a cookie with a line end", { cookies: ["a=1\r\nx: y"] }],
    ["a method that the web does not have", { requestContext: { domainName: "bot.test", http: { method: "TRACE" } } }],
    ["a path that would go on with the host", { rawPath: ".evil.test/x" }],
    ["a path that would be a host", { rawPath: "@evil.test/x" }],
  ])("answers 400 to %s", async (_what, part) => {
    const handled: string[] = [];
    const handler = toLambdaHandler(async ({ url }) => new Response(String(handled.push(url))));
    const event = await toLambdaEvent(new Request(ADDRESS));

    expect([(await handler({ ...event, ...part })).statusCode, handled]).toEqual([400, []]);
  });

  it.each([
    ["payload format 1.0", { version: "1.0", httpMethod: "POST", path: "/x", headers: {}, requestContext: {} }],
    ["a load balancer", { requestContext: { elb: {} }, httpMethod: "POST", path: "/x", headers: {}, body: "x" }],
    ["a schedule", { source: "aws.events" }],
  ])("names the payload format that it needs to an event of %s", async (_what, event: object) => {
    await expect(toLambdaHandler(describeRequest)(event as LambdaHttpEvent)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("is not in payload format 2.0: put it behind a function URL or an HTTP API"),
    });
  });

  it("gives status, headers, each cookie and the body", async () => {
    const headers = new Headers({ "x-a": "b" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const handler = toLambdaHandler(async () => new Response("für", { status: 201, headers }));

    expect(await handler(await toLambdaEvent(new Request(ADDRESS)))).toEqual({
      statusCode: 201,
      headers: { "content-type": "text/plain;charset=UTF-8", "x-a": "b" },
      cookies: ["a=1", "b=2"],
      body: Buffer.from("für").toString("base64"),
      isBase64Encoded: true,
    });
  });

  it("answers when the work is done, and the work that it left", async () => {
    const done: string[] = [];
    const handle: WebHandler = async (_request, options) => {
      const first = async (): Promise<void> => {
        await new Promise(setImmediate);
        done.push("first");
        options?.waitUntil?.(Promise.reject(new Error("logged elsewhere")).finally(() => done.push("second")));
      };
      options?.waitUntil?.(first());
      return new Response(null);
    };
    const { status } = await send(handle, new Request(ADDRESS));

    expect([status, done]).toEqual([200, ["first", "second"]]);
  });

  it("serves a bot, whose comment is there when Linear gets its answer", async () => {
    const seen: unknown[] = [];
    const host = await startTestBot({
      emulator: {
        fetch: async (url, init) => {
          const response = await send(host.bot.webhooks.linear, new Request(url, init));
          seen.push(host.linear.comments().map(({ body }) => body));
          return response;
        },
      },
      on: (bot) => bot.onNewMention(async (thread) => void (await thread.post("Hello from Lambda"))),
    });
    onTestFinished(host.close);
    await host.linear.mention({ issue: host.linear.createIssue(), text: "hello" });
    await host.linear.settled();

    expect(seen).toContainEqual(["@helper hello", "Hello from Lambda"]);
  });
});

describe("toLambdaStreamHandler", () => {
  it("says that it belongs into Lambda", () => {
    expect(() => toLambdaStreamHandler(describeRequest)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("elsewhere use toLambdaHandler"),
      }),
    );
  });
});
