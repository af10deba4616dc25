// Covers: src/emulator/graphql/complexity.ts
// Covers: src/emulator/resolvers/queries.ts
// Covers: src/emulator/server.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
  scene.linear.createIssue();
});
afterEach(() => scene.close());

describe("complexity", () => {
  const connection = (size: string): string => `{ issues${size} { nodes { id title url } } }`;

  it.each([
    ["a scalar of an object: 1 + 0.1", "{ viewer { name } }", 2],
    ["a connection of ten: 1 + 10 * 1.3", connection("(first: 10)"), 14],
    ["a connection of fifty, which is the default: 1 + 50 * 1.3", connection(""), 66],
    ["a fragment like its fields", "{ viewer { ...F } } fragment F on User { name email organization { name } }", 3],
    [
      "variants of a union, summed up",
      "{ agentSessions(first: 1) { nodes { activities(first: 1) { nodes { content { ... on AgentActivityThoughtContent { body } ... on AgentActivityErrorContent { body } } } } } } }",
      6,
    ],
  ])("counts %s", async (_name, query, points) => {
    const { headers } = await scene.app.send(query);

    expect(headers.get("x-complexity")).toBe(String(points));
    expect(scene.linear.requests()).toMatchObject([{ complexity: points }]);
  });

  it("takes page sizes from variables", async () => {
    const query = "query($n: Int = 20) { issues(first: $n) { nodes { id } } }";
    await scene.app.send(query, { n: 5 });
    await scene.app.send(query);

    expect(scene.linear.requests().map(({ complexity }) => complexity)).toEqual([7, 23]);
  });

  it("over 10,000 points is refused", async () => {
    const nested = "{ issues(first: 250) { nodes { comments(first: 100) { nodes { id } } } } }";

    expect(await scene.app.send(nested)).toMatchObject({
      status: 400,
      errors: [{ message: "Query too complex: 28001 points, at most 10000 are allowed." }],
    });
  });
});

describe("the rate limit", () => {
  it("is told with every answer", async () => {
    const { headers } = await scene.app.send("{ viewer { name } }");

    expect(Object.fromEntries(headers)).toMatchObject({
      "x-ratelimit-requests-limit": "5000",
      "x-ratelimit-requests-remaining": "4999",
      "x-ratelimit-requests-reset": expect.stringMatching(/^\d{13}$/),
      "x-ratelimit-complexity-limit": "2000000",
      "x-ratelimit-complexity-remaining": "1999998",
    });
  });

  it("answers HTTP 400 when it is used up, and waiting helps at once", async () => {
    let now = new Date("2026-09-20T10:00:00.000Z");
    const strict = await startScene({ requestsPerHour: 2, now: () => now });
    const ask = (): ReturnType<Scene["app"]["send"]> => strict.app.send("{ viewer { name } }");
    await ask();
    await ask();
    const refused = await ask();
    now = new Date("2026-09-20T10:30:00.000Z");
    const allowed = await ask();
    await strict.close();

    expect(refused).toMatchObject({
      status: 400,
      errors: [
        {
          message: "Rate limit exceeded. Only 2 requests are allowed per 1 hour.",
          extensions: { type: "ratelimited", code: "RATELIMITED", statusCode: 429, userError: true },
        },
      ],
    });
    expect(refused.headers.get("x-ratelimit-requests-reset")).toBe(String(Date.parse("2026-09-20T11:00:00.000Z")));
    expect(allowed.status).toBe(200);
  });

  it("counts each user's requests for themselves, and points too", async () => {
    const strict = await startScene({ complexityPerHour: 3 });
    const own = await strict.app.send("{ viewer { name } }");
    const refused = await strict.app.send("{ viewer { name } }");
    const other = await strict.ada.send("{ viewer { name } }");
    await strict.close();

    expect([own.status, refused.status, other.status]).toEqual([200, 400, 200]);
    expect(refused.errors).toMatchObject([
      { message: "Rate limit exceeded. Only 3 complexity points are allowed per 1 hour." },
    ]);
  });

  it("can be asked for", async () => {
    expect(await scene.ada.read("{ rateLimitStatus { kind limits { type allowedAmount remainingAmount } } }")).toEqual({
      rateLimitStatus: {
        kind: "api-key",
        limits: [
          { type: "requests", allowedAmount: 2500, remainingAmount: 2499 },
          { type: "complexity", allowedAmount: 3_000_000, remainingAmount: 2_999_997 },
        ],
      },
    });
  });
});

describe("a document that does not fit the schema", () => {
  it.each([
    ["an unknown field", "{ viewer { nickname } }"],
    ["an unknown argument", '{ viewer(id: "1") { id } }'],
    ["a syntax error", "{ viewer {"],
    [
      "a date declared as DateTime",
      "query($d: DateTime!) { comments(filter: { createdAt: { gt: $d } }) { nodes { id } } }",
    ],
  ])("with %s is answered with HTTP 400", async (_name, query) => {
    expect(await scene.app.send(query, { d: "2026-01-01" })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
    });
  });
});

describe("the record of requests", () => {
  it("holds what was asked, by whom, and what it cost", async () => {
    const query =
      "query Who($unused: Int) { viewer { name } organization { id @skip(if: true) } issues(first: $unused) { nodes { id } } }";
    await scene.app.send(query, { unused: 1 });
    await scene.ada.send("{ viewer { name } }");
    const requests = scene.linear.requests();
    scene.linear.clearRequests();

    expect(requests).toMatchObject([
      {
        operationName: "Who",
        variables: { unused: 1 },
        status: 200,
        tokenKind: "app",
        organizationId: scene.linear.organization.id,
        requestBytes: JSON.stringify({ query, variables: { unused: 1 } }).length,
        responseBytes: expect.any(Number),
        at: expect.any(Date),
      },
      { operationName: undefined, tokenKind: "api-key" },
    ]);
    expect(scene.linear.requests()).toEqual([]);
  });
});
