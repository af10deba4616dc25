import { once } from "node:events";
import { connect } from "node:net";
import { isLinearAdapterError, type NodeHandler, toNodeHandler } from "chat-adapter-linear/node";
import express, { type Express, type RequestHandler } from "express";
import fastify from "fastify";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../support/listen.js";
import { startTestBot, type TestBot } from "../support/test-bot.js";

const PATH = "/webhooks/linear";

let host: TestBot;
let errors: unknown[];
let handler: NodeHandler;
/** Resolves when the webhooks are answered and what they set off is done. */
let settled: () => Promise<void>;

beforeEach(async () => {
  host = await startTestBot({
    on: (bot) => bot.onNewMention(async (thread, message) => void (await thread.post(`You said: ${message.text}`))),
  });
  onTestFinished(host.close);
  errors = [];
  const work: Promise<unknown>[] = [];
  handler = toNodeHandler(host.bot.webhooks.linear, {
    onError: (error) => errors.push(error),
    waitUntil: (task) => work.push(task),
  });
  settled = async () => {
    await host.linear.settled();
    await Promise.all(work);
  };
});

/** What is under a new issue after somebody greeted the bot, and how the bot's server answered Linear. */
async function greet(url: string): Promise<{ comments: string[]; statuses: unknown[] }> {
  host.linear.setWebhookUrl(`${url}${PATH}`);
  const issue = host.linear.createIssue();
  await host.linear.mention({ issue, text: "hello" });
  await settled();
  return {
    comments: host.linear.comments({ issue }).map(({ body }) => body),
    statuses: host.linear.deliveries().map(({ attempts }) => attempts[0]?.status),
  };
}

const answered = ["@helper hello", "You said: @helper hello"];

const expressApp = (...before: RequestHandler[]): Express => {
  const app = express();
  before.forEach((middleware) => {
    app.use(middleware);
  });
  app.post(PATH, handler);
  return app;
};

describe("a bot's webhooks", () => {
  it("are served by node:http", async () => {
    expect(await greet(await listen(handler))).toMatchObject({ comments: answered });
    expect(errors).toEqual([]);
  });

  it("are served by Express", async () => {
    expect(await greet(await listen(expressApp()))).toMatchObject({ comments: answered });
  });

  it("are served by Express under a router of its own", async () => {
    const app = express().use("/webhooks", express.Router().post("/linear", handler));

    expect(await greet(await listen(app))).toMatchObject({ comments: answered });
  });

  it("are served by Fastify, beside routes whose bodies it parses", async () => {
    const app = fastify();
    app.post("/echo", async (request) => request.body);
    app.register(async (webhooks) => {
      webhooks.removeAllContentTypeParsers();
      webhooks.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
      webhooks.post(PATH, (request, reply) => {
        reply.hijack();
        handler(request.raw, reply.raw);
      });
    });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => app.close());
    const headers = { "content-type": "application/json" };
    const echo = await fetch(`${url}/echo`, { method: "POST", headers, body: '{"a":1}' });

    expect(await greet(url)).toMatchObject({ comments: answered });
    expect(await echo.json()).toEqual({ a: 1 });
  });
});

describe("a body parser before the handler", () => {
  it("that kept nothing is answered with 500, and an error that says what to do", async () => {
    const { comments, statuses } = await greet(await listen(expressApp(express.json())));

    expect([comments, statuses]).toEqual([["@helper hello"], expect.arrayContaining([500])]);
    expect(errors[0]).toMatchObject({
      code: "REQUEST_BODY_CONSUMED",
      message: expect.stringContaining("mount the handler before the parser"),
      facts: { path: PATH },
    });
    expect(isLinearAdapterError(errors[0], "REQUEST_BODY_CONSUMED")).toBe(true);
  });

  it.each<[string, () => RequestHandler]>([
    [
      "as rawBody",
      () => express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) }),
    ],
    ["as the bytes of express.raw()", () => express.raw({ type: "application/json" })],
    ["as the text of express.text()", () => express.text({ type: "application/json" })],
  ])("that kept what was sent does no harm: %s", async (_how, parser) => {
    expect(await greet(await listen(expressApp(parser())))).toMatchObject({ comments: answered });
    expect(errors).toEqual([]);
  });

  describe.each<[string, () => RequestHandler]>([
    ["express.json()", () => express.json()],
    ["express.raw()", () => express.raw({ type: "*/*" })],
    ["express.text()", () => express.text({ type: "*/*" })],
    [
      "one that takes its time",
      () => (incoming, _response, next) => void incoming.resume().on("end", () => setImmediate(next)),
    ],
  ])("that read an empty body: %s", (_parser, create) => {
    it.each([
      ["of length 0", ["Content-Length: 0", "", ""]],
      ["in no chunks", ["Transfer-Encoding: chunked", "", "0", "", ""]],
    ])("leaves a request that is answered: %s", async (_length, lines) => {
      const url = await listen(expressApp(create()));
      const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
      onTestFinished(() => void socket.destroy());
      const head = [`POST ${PATH} HTTP/1.1`, "Host: here.test", "Content-Type: application/json"];
      socket.write([...head, ...lines].join("\r\n"));
      const [answer] = await once(socket, "data");

      expect([String(answer).split("\r\n")[0], errors]).toEqual(["HTTP/1.1 401 Unauthorized", []]);
    });
  });
});
