// Covers: src/emulator/start-linear-emulator.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
let slot: { uploadUrl: string; assetUrl: string; headers: { key: string; value: string }[] };
beforeEach(async () => {
  scene = await startScene();
  const { fileUpload } = await scene.app.read(
    'mutation { fileUpload(contentType: "text/plain", filename: "a b.txt", size: 5) { uploadFile { uploadUrl assetUrl headers { key value } } } }',
  );
  slot = (fileUpload as { uploadFile: typeof slot }).uploadFile;
});
afterEach(() => scene.close());

const upload = async (body: string, headers: Record<string, string>): Promise<number> =>
  (await fetch(slot.uploadUrl, { method: "PUT", body, headers })).status;
const all = (): Record<string, string> => ({
  "Content-Type": "text/plain",
  "Cache-Control": "public, max-age=31536000",
  ...Object.fromEntries(slot.headers.map(({ key, value }) => [key, value])),
});

describe("an upload", () => {
  it("takes the bytes with all headers, and gives them to those with a token", async () => {
    const authorization = `Bearer ${scene.linear.createAccessToken()}`;

    expect(await upload("hello", all())).toBe(200);
    const response = await fetch(slot.assetUrl, { headers: { Authorization: authorization } });
    expect([response.headers.get("content-type"), await response.text()]).toEqual(["text/plain", "hello"]);
    expect((await fetch(slot.assetUrl)).status).toBe(401);
  });

  it("needs every header and the exact size", async () => {
    expect(await upload("hello", { "Content-Type": "text/plain" })).toBe(403);
    expect(await upload("hello!", all())).toBe(400);
  });

  it("is not for other organizations", async () => {
    const token = scene.linear.createAccessToken({ organization: scene.linear.addOrganization() });
    await upload("hello", all());

    expect((await fetch(slot.assetUrl, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it("can be read without a token from a text that was asked for with signed links", async () => {
    await upload("hello", all());
    const { id } = await scene.linear.comment({ issue: scene.linear.createIssue(), body: `[a](${slot.assetUrl})` });
    const { data } = await scene.app.send(
      `{ comment(id: "${id}") { body } }`,
      {},
      { "public-file-urls-expire-in": "60" },
    );
    const [, link = ""] = /\((.+)\)/.exec(String((data?.comment as { body: string } | undefined)?.body)) ?? [];

    expect(link).toContain(`${slot.assetUrl}?`);
    expect(await (await fetch(link)).text()).toBe("hello");
  });
});
