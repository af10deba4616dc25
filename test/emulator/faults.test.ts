// Covers: src/emulator/graphql/handle-graphql.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createComment, type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ webhookRetryDelaysMs: [0] });
  scene.linear.createIssue();
});
afterEach(() => scene.close());

/** HTTP status of a request, or "dropped". */
const ask = async (body: object): Promise<number | "dropped"> => {
  const headers = { Authorization: `Bearer ${scene.linear.createAccessToken()}` };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  return fetch(scene.linear.apiUrl, request).then(
    ({ status }) => status,
    () => "dropped",
  );
};
const write = (): Promise<number | "dropped"> =>
  ask({ query: createComment, variables: { input: { issueId: "ENG-1", body: "Hi" } } });
const read = (): Promise<number | "dropped"> => ask({ query: "query Who { viewer { id } }" });

describe("a fault", () => {
  it("meets as many requests as it is told, after those it skips", async () => {
    const fault = scene.linear.injectFault({ on: "graphql", kind: "status", status: 503, skip: 1, times: 2 });

    expect([await read(), await read(), await read(), await read()]).toEqual([200, 503, 503, 200]);
    expect(fault.hits).toBe(2);
  });

  it("meets only its operation", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "status", status: 500, operation: "CreateComment" });

    expect([await read(), await write(), await write()]).toEqual([200, 500, 200]);
  });

  it("meets nobody once it is removed", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "status", status: 500, times: Number.POSITIVE_INFINITY }).remove();
    scene.linear.injectFault({ on: "graphql", kind: "status", status: 502 });
    scene.linear.clearFaults();

    expect(await read()).toBe(200);
  });

  it("can cut the connection before the effect", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "drop-before" });

    expect(await write()).toBe("dropped");
    expect(scene.linear.comments()).toEqual([]);
    expect(scene.linear.requests()).toMatchObject([{ operationName: "CreateComment", status: "dropped" }]);
  });

  it("can cut the connection after the effect", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "drop-after" });

    expect(await write()).toBe("dropped");
    expect(scene.linear.comments()).toMatchObject([{ body: "Hi" }]);
  });

  it("can make the answer late", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "delay", ms: 60 });
    const start = performance.now();

    expect(await read()).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(50);
  });

  it("can be a rate limit, with the time when it resets", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "rate-limited", retryAfterMs: 60_000 });
    const beforeMs = Date.now();
    const { status, headers, errors } = await scene.app.send("{ viewer { id } }");

    expect({ status, errors }).toMatchObject({ status: 400, errors: [{ extensions: { code: "RATELIMITED" } }] });
    expect(Number(headers.get("x-ratelimit-requests-reset"))).toBeGreaterThanOrEqual(beforeMs + 60_000);
    expect(headers.get("x-ratelimit-requests-remaining")).toBe("0");
  });

  it("can be a 401 for a good token, and any error of Linear's", async () => {
    scene.linear.injectFault({ on: "graphql", kind: "unauthorized" });
    scene.linear.injectFault({ on: "graphql", kind: "graphql-error", type: "lock timeout", message: "Busy" });

    expect(await read()).toBe(401);
    expect(await scene.app.send("{ viewer { id } }")).toMatchObject({
      status: 200,
      data: null,
      errors: [{ message: "Busy", extensions: { type: "lock timeout", code: "LOCK_TIMEOUT" } }],
    });
  });
});

describe("a fault of the token endpoint", () => {
  const grant = async (): Promise<[number, unknown]> => {
    const { clientId: client_id, clientSecret: client_secret } = scene.linear.app;
    const response = await fetch(`${scene.linear.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", scope: "read", client_id, client_secret }),
    });
    return [
      response.status,
      response.headers.get("content-type")?.includes("json") ? await response.json() : undefined,
    ];
  };

  it("can take it down, or refuse with an error of its own", async () => {
    scene.linear.injectFault({ on: "token", kind: "status", status: 503, operation: "client_credentials" });
    scene.linear.injectFault({ on: "token", kind: "graphql-error", type: "Error", message: "Not enabled" });
    scene.linear.injectFault({ on: "token", kind: "rate-limited", retryAfterMs: 1_500 });

    expect(await grant()).toEqual([503, undefined]);
    expect(await grant()).toEqual([400, { error: "Error", error_description: "Not enabled" }]);
    expect(await grant()).toEqual([429, undefined]);
    expect(scene.linear.tokenRequests()).toMatchObject([{ status: 503 }, { status: 400 }, { status: 429 }]);
  });
});

describe("a fault of the webhooks", () => {
  it.each([
    ["drop-before", "error", 1],
    ["drop-after", "error", 2],
  ] as const)("%s makes the attempt an %s, with %d arrivals", async (kind, status, arrivals) => {
    const { linear, hooks } = scene;
    linear.injectFault({ on: "webhook-delivery", kind, operation: "Comment" });
    await linear.comment({ issue: "ENG-1", body: "Hello" });
    await linear.settled();

    expect(linear.deliveries()).toMatchObject([{ attempts: [{ status }, { status: 200 }] }]);
    expect(hooks.received).toHaveLength(arrivals);
  });

  it("can count an answer as another one", async () => {
    const { linear } = scene;
    linear.injectFault({ on: "webhook-delivery", kind: "status", status: 502 });
    await linear.comment({ issue: "ENG-1", body: "Hello" });
    await linear.settled();

    expect(linear.deliveries()).toMatchObject([{ attempts: [{ status: 502 }, { status: 200 }] }]);
  });
});
