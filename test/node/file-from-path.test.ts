import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileFromPath } from "chat-adapter-linear/node";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
  await writeFile(join(folder, "report.txt"), "Hello");
});
afterAll(() => rm(folder, { recursive: true }));

it("is named after its path, or as an option says", async () => {
  const path = join(folder, "report.txt");
  const data = Buffer.from("Hello");

  expect([await fileFromPath(path), await fileFromPath(path, { filename: "a.md", mimeType: "text/markdown" })]).toEqual(
    [
      { data, filename: "report.txt" },
      { data, filename: "a.md", mimeType: "text/markdown" },
    ],
  );
});

it("says what cannot be read, without its folder", async () => {
  await expect(fileFromPath(join(folder, "none.txt"))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: 'The file "none.txt" could not be read: ENOENT',
    facts: { file: "none.txt" },
  });
  await expect(fileFromPath(folder, { filename: "a" })).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: 'The file "a" could not be read: it is no file',
  });
});

it("reads none that is too large", async () => {
  await expect(fileFromPath(join(folder, "report.txt"), { maxBytes: 4 })).rejects.toMatchObject({
    code: "FILE_TOO_LARGE",
    facts: { file: "report.txt", maxBytes: 4 },
  });
});
