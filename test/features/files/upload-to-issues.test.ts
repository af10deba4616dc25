import { expect, it } from "vitest";
import { askedOf, filesOf, startUploader } from "../../support/uploading.js";

it("a file is put on an issue, for one request more than a link, and the upload", async () => {
  const bot = await startUploader();
  const attached = await bot.adapter
    .issue(bot.threadId)
    .attachFile({ data: new Blob(["Hello"]).stream(), filename: "a.txt", subtitle: "From the bot" });

  const [file] = bot.linear.files();
  expect(askedOf(bot)).toEqual([["RequestUpload", "CreateAttachment"], [[200, false, 5]]]);
  expect(filesOf(bot)).toEqual([["a.txt", "text/plain", "Hello"]]);
  expect(bot.linear.attachments(bot.issue)).toMatchObject([
    { id: attached.id, url: file?.url, title: "a.txt", subtitle: "From the bot" },
  ]);
  expect(attached.url).toBe(file?.url);
});

it("a file that fails leaves nothing on the issue", async () => {
  const bot = await startUploader();
  bot.linear.injectFault({ on: "upload", kind: "status", status: 403 });

  await expect(
    bot.adapter.issue(bot.threadId).attachFile({ data: Buffer.from("a"), filename: "a.txt", title: "A" }),
  ).rejects.toMatchObject({ code: "UPLOAD_REFUSED", facts: { file: "a.txt" } });
  expect(bot.linear.attachments(bot.issue)).toEqual([]);
});
