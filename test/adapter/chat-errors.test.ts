import { ChatError, RateLimitError } from "chat";
import { createLinearAdapter, LinearAdapterError, LinearRateLimitError } from "chat-adapter-linear";
import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { LinearAdapterError as OAuthError, requestToken, resolveEndpoints } from "chat-adapter-linear/oauth";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/util/clock.js";

const failureOf = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

it("what the adapter throws is a ChatError, from the first error on", async () => {
  const error = await failureOf(() =>
    createLinearAdapter({ apiKey: "lin_api_1", accessToken: "lin_oauth_1" } as object),
  );

  expect([error instanceof ChatError, error instanceof LinearAdapterError, error instanceof Error]).toEqual([
    true,
    true,
    true,
  ]);
  expect(error).toMatchObject({ name: "LinearAdapterError", code: "CONFIG_INVALID" });
});

it("a rate limit is the Chat SDK's RateLimitError", async () => {
  const linear = await startLinearEmulator();
  onTestFinished(() => linear.close());
  const adapter = createLinearAdapter({ apiUrl: linear.apiUrl, apiKey: linear.createApiKey(), webhookSecret: "s" });
  linear.injectFault({ on: "graphql", kind: "status", status: 429, headers: { "retry-after": "3600" } });
  const error = await failureOf(() => adapter.issue(`linear:${linear.createIssue().id}`).moveTo("Done"));

  expect([error instanceof RateLimitError, error instanceof LinearRateLimitError]).toEqual([true, true]);
  expect(error).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 3_600_000 });
});

it("is one class in every entry", async () => {
  const endpoints = resolveEndpoints("http://127.0.0.1:1");
  const grant = { kind: "client_credentials", clientId: "a", clientSecret: "b", scopes: ["read"] } as const;
  const clock = { ...systemClock, now: () => new Date(0), sleep: async () => {} };
  const error = await failureOf(() => requestToken(grant, { endpoints, clock }));

  expect([OAuthError === LinearAdapterError, error instanceof OAuthError]).toEqual([true, true]);
});
