import { describe, expect, it } from "vitest";
import { resolveEndpoints, resolveFilesUrl } from "../../src/util/endpoints.js";

describe("Linear's files", () => {
  it.each([
    ["without an apiUrl", undefined],
    ["with Linear's own", "https://api.linear.app/graphql"],
    ["behind a proxy", "https://proxy.acme.test/linear/graphql"],
    ["behind a proxy whose name looks local", "https://localhost.evil.test/graphql"],
    ["behind a proxy whose user looks local", "https://127.0.0.1@evil.test/graphql"],
  ])("are at Linear's host %s", (_, apiUrl) => {
    expect(resolveFilesUrl(apiUrl).href).toBe("https://uploads.linear.app/");
  });

  it.each([
    ["http://127.0.0.1:4000/graphql", "http://127.0.0.1:4000/files/"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000/files/"],
    ["http://localhost:4000/linear/", "http://localhost:4000/linear/files/"],
    ["http://[::1]:4000/graphql/", "http://[::1]:4000/files/"],
  ])("of an emulated one at %s are at %s", (apiUrl, filesUrl) => {
    expect(resolveFilesUrl(apiUrl).href).toBe(filesUrl);
  });
});

it("the other endpoints move with the apiUrl, whether that is the endpoint or the base above it", () => {
  const moved = {
    graphql: new URL("https://proxy.test/linear/graphql"),
    authorize: new URL("https://proxy.test/linear/oauth/authorize"),
    token: new URL("https://proxy.test/linear/oauth/token"),
    revoke: new URL("https://proxy.test/linear/oauth/revoke"),
  };

  expect(resolveEndpoints("https://proxy.test/linear/graphql")).toEqual(moved);
  expect(resolveEndpoints("https://proxy.test/linear/")).toEqual(moved);
});
