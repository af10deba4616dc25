import { LinearAdapter } from "chat-adapter-linear";
import { expect, it } from "vitest";
import { systemWorld } from "../../../src/util/world.js";

interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** What is sent where, when Linear names this address for the upload. */
async function sendTo(uploadUrl: string): Promise<{ sent: Sent[]; failure: unknown }> {
  const sent: Sent[] = [];
  const headers = [{ key: "x-goog-content-length-range", value: "5,5" }];
  const uploadFile = { uploadUrl, assetUrl: "https://uploads.linear.app/o/f", contentType: "text/plain", headers };
  const answers = [{ data: { fileUpload: { success: true, uploadFile } } }, {}];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({
      url: String(input),
      method: init?.method ?? "GET",
      headers: Object.fromEntries(new Headers(init?.headers)),
    });
    return Response.json(answers[sent.length - 1] ?? { errors: [{ message: "No more" }] });
  };
  const adapter = new LinearAdapter(
    { accessToken: "token-of-acme", webhookSecret: "secret" },
    { ...systemWorld, fetch },
  );
  const failure = await adapter
    .issue("linear:1c2ee0f6-9a6d-4bbb-9b3a-1a2b3c4d5e6f")
    .attachFile({ data: Buffer.from("Hello"), filename: "a.txt" })
    .catch((error: unknown) => error);
  return { sent, failure };
}

it("an upload has exactly Linear's headers, and no token", async () => {
  const uploadUrl = "https://storage.googleapis.com/linear-uploads/f?X-Goog-Signature=abc";

  expect((await sendTo(uploadUrl)).sent[1]).toEqual({
    url: uploadUrl,
    method: "PUT",
    headers: {
      "cache-control": "public, max-age=31536000",
      "content-type": "text/plain",
      "x-goog-content-length-range": "5,5",
    },
  });
});

it.each([
  ["plain http", "http://storage.googleapis.com/f"],
  ["plain http on this machine", "http://127.0.0.1/f"],
  ["a user part", "https://a:b@storage.googleapis.com/f"],
  ["no address", "f"],
  ["a file", "file:///etc/passwd"],
])("nothing is uploaded to %s", async (_, uploadUrl) => {
  const { sent, failure } = await sendTo(uploadUrl);

  expect(sent.map(({ method }) => method)).toEqual(["POST"]);
  expect(failure).toMatchObject({ code: "RESPONSE_INVALID", facts: { file: "a.txt" } });
});
