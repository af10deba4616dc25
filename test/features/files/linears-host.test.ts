import { LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { expect, it } from "vitest";
import { systemWorld } from "../../../src/util/world.js";

/** An adapter of Linear itself, whose network answers with `respond` and tells what it was asked for. */
function startAdapter(
  config: LinearAdapterConfig,
  respond: () => Response = () => new Response("Hello"),
): { adapter: LinearAdapter; asked: unknown[] } {
  const asked: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push([String(input), new Headers(init?.headers).get("authorization"), init?.redirect]);
    return respond();
  };
  return { adapter: new LinearAdapter({ webhookSecret: "secret", ...config }, { ...systemWorld, fetch }), asked };
}

it.each([
  ["an access token behind Bearer", { accessToken: "token" }, "Bearer token"],
  ["an API key bare", { apiKey: "key" }, "key"],
  [
    "also where a proxy stands for the API",
    { accessToken: "token", apiUrl: "https://proxy.test/graphql" },
    "Bearer token",
  ],
])("the token goes to Linear's host of files: %s", async (_, config, authorization) => {
  const { adapter, asked } = startAdapter(config);
  await adapter.openFile("https://uploads.linear.app/o/1/2?signature=a");

  expect(asked).toEqual([["https://uploads.linear.app/o/1/2?signature=a", authorization, "manual"]]);
});

it.each([
  "https://uploads.linear.app.evil.test/a",
  "https://uploads.linear.app@evil.test/a",
  "https://uploads.linear.app:443@evil.test/a",
  "https://me@uploads.linear.app/a",
  "https://uploads.linear.app./a",
  "https://uploads.linear.app:8443/a",
  "http://uploads.linear.app/a",
  "//uploads.linear.app/a",
  "https://evil.test\\@uploads.linear.app/a",
  "https://uploads.linear.\u0430pp/a",
  "https://xn--uploads-9uf.linear.app/a",
  "https://api.linear.app/graphql",
  "http://127.0.0.1:4000/files/a",
  "file:///etc/passwd",
])("nobody is asked for %s, by whichever way it comes", async (url) => {
  const { adapter, asked } = startAdapter({ accessToken: "token" });
  const attachment = { type: "file", url, fetchMetadata: { url } } as const;

  expect(adapter.rehydrateAttachment(attachment)).toEqual(attachment);
  await expect(adapter.openFile(url)).rejects.toMatchObject({ code: "FILE_NOT_IN_LINEAR" });
  await expect(adapter.openFile(attachment)).rejects.toMatchObject({ code: "FILE_NOT_IN_LINEAR" });
  expect(asked).toEqual([]);
});

it("a redirect is followed over https alone, also on this machine, and without the token", async () => {
  const answers = [
    new Response(null, { status: 302, headers: { location: "https://storage.test/a?signature=s3cr3t" } }),
    new Response(null, { status: 302, headers: { location: "http://127.0.0.1/a" } }),
  ];
  const { adapter, asked } = startAdapter({ accessToken: "token" }, () => answers.shift() ?? new Response("Hello"));
  const error = await adapter.openFile("https://uploads.linear.app/o/1/2").catch((thrown: unknown) => thrown);

  expect(asked).toEqual([
    ["https://uploads.linear.app/o/1/2", "Bearer token", "manual"],
    ["https://storage.test/a?signature=s3cr3t", null, "manual"],
  ]);
  expect(error).toMatchObject({ code: "LINEAR_FAILED", facts: { file: "/o/1/2" } });
  expect(JSON.stringify([error, String(error)])).not.toContain("s3cr3t");
});

it("an error of the network repeats neither the token nor what is signed", async () => {
  const { adapter } = startAdapter({ accessToken: "token-of-acme" }, () => {
    throw new Error("No way to https://uploads.linear.app/o/1/2?signature=s3cr3t with Bearer token-of-acme");
  });
  const error = await adapter
    .openFile("https://uploads.linear.app/o/1/2?signature=s3cr3t")
    .catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ code: "LINEAR_UNREACHABLE" });
  expect(JSON.stringify([error, String(error)])).not.toMatch(/s3cr3t|token-of-acme/);
});
