import { createLinearAdapter } from "chat-adapter-linear";
import { requestToken, resolveEndpoints } from "chat-adapter-linear/oauth";
import { expect, it } from "vitest";

const complete = { apiKey: "lin_api_1", webhookSecret: "secret" };

it.each([
  "http://localhost:9",
  "HTTP://LOCALHOST:9/graphql",
  "http://127.0.0.1:9",
  "http://127.1:9",
  "http://127.0.0.1.:9",
  "http://[::1]:9",
  "http://[0:0:0:0:0:0:0:1]:9/graphql",
  "https://proxy.example.com/linear/graphql",
])("apiUrl can be %s", (apiUrl) => {
  expect(createLinearAdapter({ ...complete, apiUrl }).name).toBe("linear");
});

it.each([
  ["http://linear.test/graphql", "is not encrypted"],
  ["http://api.linear.app/graphql", "is not encrypted"],
  ["HTTP://linear.test", "is not encrypted"],
  ["http://localhost.evil.test", "is not encrypted"],
  ["http://evil.localhost", "is not encrypted"],
  ["http://localhost.:9", "is not encrypted"],
  ["http://127.0.0.1.evil.test", "is not encrypted"],
  ["http://localhost%2eevil.test", "is not encrypted"],
  ["http://evil.test#@localhost", "is not encrypted"],
  ["http://evil.test\\@localhost", "is not encrypted"],
  ["http://\uff4cocalhost.evil.test", "is not encrypted"],
  ["http://0.0.0.0:9", "is not encrypted"],
  ["http://[::]:9", "is not encrypted"],
  ["http://[::ffff:8.8.8.8]", "is not encrypted"],
  ["http://[::ffff:127.0.0.1]", "is not encrypted"],
  ["http://128.0.0.1", "is not encrypted"],
  ["http://127.0.0.1@evil.test", "names a user"],
  ["https://api.linear.app@evil.test/graphql", "names a user"],
  ["https://ada:hunter2@api.linear.app/graphql", "names a user"],
  ["http://:hunter2@localhost:9", "names a user"],
  ["ftp://localhost", "is not an http\\(s\\) URL"],
  ["file:///etc/passwd", "is not an http\\(s\\) URL"],
  ["//localhost", "is not an http\\(s\\) URL"],
  ["http://localhost:99999", "is not an http\\(s\\) URL"],
])("apiUrl cannot be %s, and the error does not repeat it", (apiUrl, fault) => {
  expect(() => createLinearAdapter({ ...complete, apiUrl })).toThrow(
    expect.objectContaining({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(new RegExp(`^apiUrl \\(LINEAR_API_URL\\) ${fault}((?!evil|hunter2).)*$`)),
      facts: { option: "apiUrl" },
    }),
  );
});

it("resolveEndpoints refuses the same addresses", () => {
  expect(() => resolveEndpoints("http://localhost.evil.test")).toThrow(
    new TypeError(
      "apiUrl is not encrypted, and would carry tokens to another machine: use https, or http with localhost, 127.0.0.1 or [::1]",
    ),
  );
});

it("a token request refuses endpoints of its own that are no place for a secret", async () => {
  const sent: unknown[] = [];
  const fetch = (input: unknown): Promise<Response> => Promise.resolve(new Response(String(sent.push(input))));
  const endpoints = { ...resolveEndpoints(), token: new URL("http://linear.test/oauth/token") };
  const grant = { kind: "refresh_token", clientId: "id", clientSecret: "secret", refreshToken: "old" } as const;

  await expect(requestToken(grant, { endpoints, fetch })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    facts: { option: "endpoints" },
  });
  expect(sent).toEqual([]);
});
