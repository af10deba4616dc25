// Covers: src/node/incoming-body.ts
// Covers: src/node/to-node-handler.ts
import { EventEmitter, once } from "node:events";
import { request as open } from "node:http";
import { connect } from "node:net";
import { toNodeHandler, type WebHandler } from "chat-adapter-linear/node";
import { describe, expect, it } from "vitest";
import { listen } from "../support/listen.js";

/** What a handler is given, as text. */
const describeRequest: WebHandler = async (request) =>
  Response.json({
    method: request.method,
    url: request.url,
    cookie: request.headers.get("cookie"),
    length: request.headers.get("content-length"),
    body: await request.text(),
  });

/** Sends a request line by line, as no client library would, and resolves to the first line of the answer. */
async function sendLines(url: string, lines: readonly string[]): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  socket.end(`${lines.join("\r\n")}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8").split("\r\n")[0] ?? "";
}

describe("toNodeHandler", () => {
  it("hands over method, address, headers and body", async () => {
    const url = await listen(toNodeHandler(describeRequest));
    const answer = await fetch(`${url}/a/b?c=d`, { method: "PUT", headers: { cookie: "e=f" }, body: "für" });

    expect(await answer.json()).toEqual({
      method: "PUT",
      url: `${url}/a/b?c=d`,
      cookie: "e=f",
      length: "4",
      body: "für",
    });
  });

  it("states the length of a body that came in chunks", async () => {
    const url = await listen(toNodeHandler(describeRequest));
    const body = new Blob(["one", "two"]).stream();
    const answer = await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);

    expect(await answer.json()).toMatchObject({ length: "6", body: "onetwo" });
  });

  it("sends status, headers, each cookie and the body", async () => {
    const headers = new Headers({ "x-a": "b" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const url = await listen(toNodeHandler(async () => new Response("made", { status: 201, headers })));
    const answer = await fetch(url);

    expect([answer.status, answer.headers.get("x-a"), answer.headers.getSetCookie(), await answer.text()]).toEqual([
      201,
      "b",
      ["a=1", "b=2"],
      "made",
    ]);
  });

  it("passes on the work after the answer", async () => {
    const works: Promise<unknown>[] = [];
    const handle: WebHandler = async (_request, options) => {
      options?.waitUntil?.(Promise.resolve("done"));
      return new Response(null);
    };
    await fetch(await listen(toNodeHandler(handle, { waitUntil: (work) => works.push(work) })));

    expect(await Promise.all(works)).toEqual(["done"]);
  });

  it("answers 500 to what throws, and tells why", async () => {
    const errors: unknown[] = [];
    const failure = new Error("no state");
    const handle: WebHandler = () => Promise.reject(failure);
    const answer = await fetch(await listen(toNodeHandler(handle, { onError: (error) => errors.push(error) })));

    expect([answer.status, await answer.text(), errors]).toEqual([500, "The request could not be handled", [failure]]);
  });

  it("prints a warning of the process where nobody wants to be told", async () => {
    const warned = once(process, "warning");
    await fetch(await listen(toNodeHandler(() => Promise.reject(new Error("no state")))));

    expect(await warned).toMatchObject([{ message: "no state" }]);
  });

  it.each([
    ["stated", "x".repeat(11)],
    ["counted", new Blob(["x".repeat(6), "x".repeat(5)]).stream()],
  ])("refuses a body over the limit: %s", async (_length, body) => {
    const handled: Request[] = [];
    const handle: WebHandler = async (request) => new Response(String(handled.push(request)));
    const url = await listen(toNodeHandler(handle, { maxBodyBytes: 10 }));
    const answer = await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);

    expect([answer.status, await answer.text(), handled]).toEqual([413, "The body is over 10 bytes", []]);
  });

  it("takes 5 MiB by default, as the webhook handler does", async () => {
    const url = await listen(toNodeHandler(async () => new Response("taken")));
    const statusOf = async (bytes: number): Promise<number> =>
      (await fetch(url, { method: "POST", body: "x".repeat(bytes) })).status;

    expect([await statusOf(5 * 1024 * 1024), await statusOf(5 * 1024 * 1024 + 1)]).toEqual([200, 413]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses a limit of %s at once", (maxBodyBytes) => {
    expect(() => toNodeHandler(describeRequest, { maxBodyBytes })).toThrow(
      "maxBodyBytes of toNodeHandler must be a whole number of bytes above 0",
    );
  });

  it("takes a body of the limit", async () => {
    const url = await listen(toNodeHandler(describeRequest, { maxBodyBytes: 10 }));

    expect((await fetch(url, { method: "POST", body: "x".repeat(10) })).status).toBe(200);
  });

  it.each([
    ["a host that is none", ["GET / HTTP/1.1", "Host: a b"]],
    ["a host that goes on with a path", ["GET / HTTP/1.1", "Host: here.test/linear/install?"]],
    ["a host that is empty, before a path that would be one", ["GET /other.test/linear/callback HTTP/1.1", "Host: "]],
    ["a host that is a port alone", ["GET / HTTP/1.1", "Host: :80"]],
    ["a host in percent signs", ["GET / HTTP/1.1", "Host: here%2etest"]],
    ["a path that is an address of its own", ["GET http://other.test/ HTTP/1.1", "Host: here.test"]],
    ["a method that the web does not have", ["TRACE / HTTP/1.1", "Host: here.test", "Content-Length: 0"]],
  ])("answers 400 to %s", async (_what, lines) => {
    const url = await listen(toNodeHandler(describeRequest));

    expect(await sendLines(url, [...lines, "Connection: close"])).toBe("HTTP/1.1 400 Bad Request");
  });

  it.each(["here.test", "here.test:8080", "127.0.0.1:80", "[::1]", "[::1]:80"])("takes the host %s", async (host) => {
    const url = await listen(toNodeHandler(describeRequest));

    expect(await sendLines(url, ["GET / HTTP/1.1", `Host: ${host}`, "Connection: close"])).toBe("HTTP/1.1 200 OK");
  });

  it("answers 408 to a body that does not end, and closes the connection", async () => {
    const handled: Request[] = [];
    const handle: WebHandler = async (request) => new Response(String(handled.push(request)));
    const url = await listen(toNodeHandler(handle, { bodyTimeoutMs: 20 }));
    const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
    socket.write("POST / HTTP/1.1\r\nHost: here.test\r\nContent-Length: 10\r\n\r\nhalf");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(socket, "close");
    const [head, text] = Buffer.concat(chunks).toString("utf8").split("\r\n\r\n");

    expect([head?.split("\r\n")[0], text, handled]).toEqual([
      "HTTP/1.1 408 Request Timeout",
      expect.stringContaining("The body did not come within 20 ms"),
      [],
    ]);
  });

  it("does not end a body early whose time is unlimited", async () => {
    const url = await listen(toNodeHandler(describeRequest, { bodyTimeoutMs: Number.POSITIVE_INFINITY }));
    const body = new Blob(["one", "two"]).stream();
    const answer = await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);

    expect([answer.status, await answer.json()]).toMatchObject([200, { body: "onetwo" }]);
  });

  it("does not handle a request that its client gave up, and goes on serving", async () => {
    const handled: string[] = [];
    const errors: unknown[] = [];
    const handle: WebHandler = async (request) => new Response(String(handled.push(await request.text())));
    const handler = toNodeHandler(handle, { onError: (error) => errors.push(error) });
    const given: Promise<unknown>[] = [];
    const url = await listen((incoming, outgoing) => {
      given.push(once(incoming, "close"));
      handler(incoming, outgoing);
    });
    const half = open(url, { method: "POST", headers: { "content-length": "10" } }).on("error", () => {});
    half.write("half");
    await expect.poll(() => given.length).toBe(1);
    half.destroy();
    await Promise.allSettled(given);
    await fetch(url, { method: "POST", body: "whole" });

    expect([handled, errors]).toEqual([["whole"], []]);
  });

  it("does not take a client that left before the answer for a failure", async () => {
    const errors: unknown[] = [];
    const leaving = new EventEmitter();
    const handle: WebHandler = async () => {
      await once(leaving, "left");
      return new Response("x".repeat(1_000_000));
    };
    const handler = toNodeHandler(handle, { onError: (error) => errors.push(error) });
    const answers: Promise<unknown>[] = [];
    const url = await listen((incoming, outgoing) => {
      answers.push(once(outgoing, "close"));
      handler(incoming, outgoing);
    });
    const impatient = open(url).on("error", () => {});
    impatient.end();
    await expect.poll(() => answers.length).toBe(1);
    impatient.destroy();
    await Promise.all(answers);
    leaving.emit("left");
    await new Promise(setImmediate);

    expect(errors).toEqual([]);
  });
});
