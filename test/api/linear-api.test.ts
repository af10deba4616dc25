// Covers: src/api/api-failure.ts
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getProfileUrl } from "../../src/api/operations/users.js";
import { LinearAdapterError, LinearRateLimitError } from "../../src/errors.js";
import { type Reply, startTokenServer, type TokenServer } from "../oauth/token-server.js";
import { type ApiByHand, createApi, NOW } from "./api-by-hand.js";

const TOKEN = "secret-token-1";
const URL_OF_ADA = "https://linear.app/acme/profiles/ada";
const success: Reply = { status: 200, body: { data: { user: { url: URL_OF_ADA } } } };

/** What Linear says when it refuses, with the fields that its errors have. */
const refusal = (
  status: number,
  message: string,
  extensions: Record<string, unknown>,
  headers: Record<string, string> = {},
): Reply => ({
  status,
  headers,
  body: { data: null, errors: [{ message, path: ["user"], extensions: { userError: true, ...extensions } }] },
});

const usedUp = (status: number, headers: Record<string, string>): Reply =>
  refusal(status, "Rate limit exceeded.", { type: "ratelimited", code: "RATELIMITED", statusCode: 429 }, headers);

const resetIn = (ms: number): Record<string, string> => ({
  "x-ratelimit-requests-remaining": "0",
  "x-ratelimit-requests-reset": String(NOW.getTime() + ms),
});

let server: TokenServer;
let byHand: ApiByHand;

beforeEach(async () => {
  server = await startTokenServer(() => success);
  byHand = createApi(`${server.url}/graphql`, TOKEN);
});
afterEach(async () => {
  await server.close();
});

const ask = (): Promise<string> => byHand.api.execute(getProfileUrl, { id: "user-1" });

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => expect.fail("It should have failed"),
    (error: unknown) => error,
  );
}

describe("an operation", () => {
  it("is one request with the credential", async () => {
    const url = await ask();

    expect(url).toBe(URL_OF_ADA);
    expect(server.calls).toMatchObject([
      { path: "/graphql", contentType: "application/json", authorization: `Bearer ${TOKEN}` },
    ]);
  });
});

describe("an operation is tried again", () => {
  it.each<[string, Reply, number]>([
    ["a connection that is cut", { kind: "drop" }, 250],
    ["HTTP 500 of something in between", { status: 500, body: "<html>" }, 250],
    ["HTTP 503 that says when", { status: 503, headers: { "retry-after": "2" } }, 2_000],
    ["HTTP 408", { status: 408 }, 250],
    ["an internal error", refusal(200, "Oops", { type: "internal error" }), 250],
    ["an internal error without a type", refusal(200, "Oops", { code: "INTERNAL_SERVER_ERROR" }), 250],
    ["an error with HTTP 500", refusal(500, "Oops", { code: "SOMETHING" }), 250],
    ["a network error", refusal(200, "Oops", { type: "network error" }), 250],
    ["a lock timeout", refusal(200, "Busy", { type: "lock timeout" }), 250],
    ["a rate limit as HTTP 400", usedUp(400, resetIn(50)), 50],
    ["a rate limit as HTTP 429", usedUp(429, resetIn(50)), 50],
    ["HTTP 429 without a body", { status: 429, headers: { "retry-after": "3" } }, 3_000],
    ["a rate limit that does not say when", usedUp(400, {}), 1_000],
    // The hourly limit refills evenly: a request comes back within a second or two.
    ["a rate limit that resets in an hour", usedUp(400, resetIn(3_600_000)), 1_000],
  ])("after %s", async (_, reply, pauseMs) => {
    server.next(reply);

    const url = await ask();

    expect(url).toBe(URL_OF_ADA);
    expect(server.calls).toHaveLength(2);
    expect(byHand.clock.pauses).toEqual([pauseMs]);
  });

  it("when the answer is overdue", async () => {
    server.next({ kind: "silence" });

    const asked = ask();
    await vi.waitFor(() => expect(server.calls).toHaveLength(1), { interval: 5, timeout: 10_000 });
    byHand.clock.expire();

    expect(await asked).toBe(URL_OF_ADA);
    expect(byHand.clock.pauses).toEqual([250]);
  });

  it("up to five times, with growing pauses", async () => {
    server.next({ kind: "drop" }, { status: 502 }, { kind: "drop" }, { status: 502 }, { kind: "drop" });

    const error = await failureOf(ask());

    expect(error).toMatchObject({ name: "LinearAdapterError", code: "LINEAR_UNREACHABLE" });
    expect(server.calls).toHaveLength(5);
    expect(byHand.clock.pauses).toEqual([250, 500, 1_000, 2_000]);
  });

  it("for half a minute at most", async () => {
    const later: Reply = { status: 503, headers: { "retry-after": "12" } };
    server.next(later, later, later);

    const error = await failureOf(ask());

    expect(error).toMatchObject({ code: "LINEAR_FAILED", facts: { status: 503, reason: "HTTP 503" } });
    expect(byHand.clock.pauses).toEqual([12_000, 12_000]);
  });

  it("not while the caller has given up", async () => {
    const stop = new AbortController();
    server.next({ kind: "silence" });

    const asked = failureOf(byHand.api.execute(getProfileUrl, { id: "user-1" }, { signal: stop.signal }));
    await vi.waitFor(() => expect(server.calls).toHaveLength(1), { interval: 5, timeout: 10_000 });
    stop.abort(new Error("enough"));

    expect(await asked).toMatchObject({ message: "enough" });
    expect(server.calls).toHaveLength(1);
  });
});

describe("an operation is tried once only", () => {
  it.each<[string, Reply, string]>([
    [
      "invalid input",
      refusal(200, "incorrect parent", { type: "invalid input", code: "INPUT_ERROR" }),
      "INPUT_REFUSED",
    ],
    [
      "invalid input as HTTP 400",
      refusal(400, "Argument Validation Error", { type: "invalid input" }),
      "INPUT_REFUSED",
    ],
    ["a query that Linear does not know", refusal(400, "No", { code: "GRAPHQL_VALIDATION_FAILED" }), "INPUT_REFUSED"],
    ["what is not there", refusal(200, "Entity not found: User", { type: "invalid input" }), "NOT_FOUND"],
    ["what is not allowed", refusal(200, "No", { type: "forbidden", code: "FORBIDDEN" }), "FORBIDDEN"],
    ["a missing scope", refusal(400, "Invalid scope: `write` required", { type: "user error" }), "FORBIDDEN"],
    ["a missing role", refusal(400, "Invalid role: admin required", {}), "FORBIDDEN"],
    ["what the plan does not hold", refusal(200, "No", { type: "usage limit exceeded" }), "FORBIDDEN"],
    ["HTTP 403", { status: 403 }, "FORBIDDEN"],
    ["HTTP 404", { status: 404 }, "LINEAR_FAILED"],
    ["an id that is taken", refusal(200, "conflict on insert of User", { type: "invalid input" }), "CONFLICT"],
    ["an answer without data", { status: 200, body: {} }, "RESPONSE_INVALID"],
    ["an answer that is no JSON", { status: 200, body: "<html>" }, "RESPONSE_INVALID"],
    ["an answer that is not what was asked for", { status: 200, body: { data: { user: {} } } }, "RESPONSE_INVALID"],
  ])("for %s", async (_, reply, code) => {
    server.next(reply);

    const error = await failureOf(ask());

    expect(error).toBeInstanceOf(LinearAdapterError);
    expect(error).toMatchObject({ code, facts: { operation: "GetProfileUrl" } });
    expect(server.calls).toHaveLength(1);
    expect(byHand.clock.pauses).toEqual([]);
  });

  it("for a rate limit that Linear says will last", async () => {
    server.next(usedUp(400, { "retry-after": "3600" }));

    const error = await failureOf(ask());

    expect(error).toBeInstanceOf(LinearRateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000, facts: { operation: "GetProfileUrl" } });
    expect(server.calls).toHaveLength(1);
  });

  it("where Linear redirects, and the token goes nowhere else", async () => {
    const elsewhere = await startTokenServer();
    server.next({ status: 307, headers: { location: `${elsewhere.url}/graphql` } });

    const error = await failureOf(ask());
    await elsewhere.close();

    expect(error).toMatchObject({ code: "LINEAR_FAILED", message: "Linear refused GetProfileUrl: HTTP 307" });
    expect([server.calls.length, elsewhere.calls.length]).toEqual([1, 0]);
  });
});

describe("a rate limit that does not end", () => {
  it("is an error that says when the limit is whole again", async () => {
    const hour = usedUp(400, resetIn(3_600_000));
    server.next(hour, hour, hour, hour, hour);

    const error = await failureOf(ask());

    expect(error).toBeInstanceOf(LinearRateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(byHand.clock.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
  });
});

describe("a credential that Linear refuses", () => {
  const refused = refusal(401, "Authentication required, not authenticated", {
    type: "authentication error",
    code: "AUTHENTICATION_ERROR",
  });

  it("is replaced once", async () => {
    byHand = createApi(`${server.url}/graphql`, () => `token-${server.calls.length + 1}`);
    server.next(refused);

    expect(await ask()).toBe(URL_OF_ADA);
    expect(server.calls.map(({ authorization }) => authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(byHand.clock.pauses).toEqual([]);
  });

  it("is an error when its replacement is refused too", async () => {
    let count = 0;
    byHand = createApi(`${server.url}/graphql`, () => `token-${++count}`);
    server.next(refused, { status: 401 });

    expect(await failureOf(ask())).toMatchObject({ code: "AUTHENTICATION_FAILED" });
    expect(server.calls).toHaveLength(2);
  });

  it("is an error at once where there is no other", async () => {
    server.next(refused);

    expect(await failureOf(ask())).toMatchObject({ code: "AUTHENTICATION_FAILED" });
    expect(server.calls).toHaveLength(1);
  });
});

describe("an error", () => {
  it("holds neither the token nor what was to be sent", async () => {
    const text = "what nobody else shall read";
    const echo = refusal(400, `Variable "$id" got invalid value "${text}"; Expected type ID.`, {
      type: "graphql error",
      code: "BAD_USER_INPUT",
    });
    server.next(echo);

    const error = await failureOf(byHand.api.execute(getProfileUrl, { id: text }));

    expect(error).toMatchObject({
      code: "INPUT_REFUSED",
      message: 'Linear refused GetProfileUrl: Variable "$id" got an invalid value',
      facts: { operation: "GetProfileUrl" },
    });
    const told = JSON.stringify([error, byHand.logger.entries]);
    expect(told).not.toContain(text);
    expect(told).not.toContain(TOKEN);
  });

  it("tells what Linear says to people", async () => {
    server.next(
      refusal(200, "incorrect parent", {
        type: "invalid input",
        userPresentableMessage: "Parent comment must be a top level comment.",
      }),
    );

    expect(await failureOf(ask())).toMatchObject({
      message: "Linear refused GetProfileUrl: incorrect parent (Parent comment must be a top level comment.)",
    });
  });

  it("is told in one line, without the token that Linear repeats and the user part of addresses", async () => {
    const message = `no entry for Bearer ${TOKEN}\u001b[2J\n[ERROR] see http://ada:pa55@proxy.test/`;
    server.next(refusal(400, message, { type: "invalid input", userPresentableMessage: "\u001b[31mNo" }));

    expect(await failureOf(ask())).toMatchObject({
      code: "INPUT_REFUSED",
      message:
        "Linear refused GetProfileUrl: no entry for Bearer [hidden] [2J [ERROR] see http://[hidden]@proxy.test/ ( [31mNo)",
    });
  });
});
