// Covers: src/streams/show-files.ts

import { toLinearStream } from "chat-adapter-linear";
import { expect, it, vi } from "vitest";
import { latestSession, mention, said, startAgent } from "../../support/agent.js";
import { bodiesOf, filesOf, PNG, startUploader, withoutAddresses } from "../../support/uploading.js";

const picture = { type: "file", file: { base64: PNG.toString("base64"), mediaType: "image/png" } };
const table = { type: "file", file: { uint8Array: Buffer.from("a,b"), mediaType: "text/csv" } };

async function* answer(...parts: object[]): AsyncGenerator<object> {
  yield { type: "text-delta", text: "Look:" };
  yield* parts;
  yield { type: "finish", finishReason: "stop" };
}

it("pictures of a model are shown below its answer, other files linked, in a session", async () => {
  const bot = await startAgent((thread) => thread.post(toLinearStream(answer(picture, table))));
  await mention(bot.linear);
  await bot.settled();

  expect(JSON.parse(withoutAddresses(bot, JSON.stringify(said(bot.linear))))).toEqual([
    ["response", "Look:\n\n![image.png](file:1)\n\n[file.csv](file:2)"],
  ]);
});

it("in a comment they are part of the last edit", async () => {
  const bot = await startUploader();
  await bot.adapter.stream(bot.threadId, toLinearStream(answer(picture)));

  expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual(["Look:\n\n![image.png](file:1)"]);
  expect(bot.linear.requests().map(({ operationName }) => operationName)).toEqual([
    "CreateComment",
    "RequestUpload",
    "UpdateComment",
  ]);
});

it("an answer may be nothing but its picture", async () => {
  const bot = await startUploader();
  const only = async function* (): AsyncGenerator<object> {
    yield picture;
  };
  await bot.adapter.stream(bot.threadId, toLinearStream(only()));

  expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual(["![image.png](file:1)"]);
});

it("one that cannot be uploaded is named, and costs neither the answer nor the others", async () => {
  const bot = await startUploader({ uploadTypes: ["image/*"] });
  await bot.adapter.stream(bot.threadId, toLinearStream(answer(table, picture)));

  expect(bodiesOf(bot).map((body) => withoutAddresses(bot, body))).toEqual([
    "Look:\n\n![image.png](file:1)\n\nGenerated files, which could not be uploaded:\n\n- File (text/csv, 3 B)",
  ]);
  expect(bot.logger.at("warn").at(-1)).toContain("FILE_TYPE_REFUSED");
});

it("Stop ends their upload with the answer", async () => {
  const bot = await startAgent((thread) => thread.post(toLinearStream(answer(picture))));
  bot.linear.injectFault({ on: "upload", kind: "delay", ms: 600_000 });
  await mention(bot.linear);
  await vi.waitFor(() => expect(bot.linear.files()).toHaveLength(1), 5_000);
  await bot.linear.stop({ session: latestSession(bot.linear) });
  await bot.settled();

  expect(said(bot.linear)).toEqual([["response", "Stopped."]]);
  expect(filesOf(bot)).toEqual([["image.png", "image/png", undefined]]);
});
