import { Actions, Button, Card, type CardElement } from "chat";
import { expect, it } from "vitest";
import { latestSession, mention, startAgent } from "../../support/agent.js";
import { odd, startUploader } from "../../support/uploading.js";

const ask = (): CardElement =>
  Card({
    title: "Deploy?",
    children: [Actions([Button({ id: "yes", label: "Yes" }), Button({ id: "no", label: "No" })])],
  });
const changed = { card: Card({ title: "Deployed" }), files: [odd(Buffer.from("Hello"))] };
const refuse = { on: "upload", kind: "status", status: 403 } as const;

it("an edit whose file fails leaves the question of a comment open", async () => {
  const picked: string[] = [];
  const bot = await startUploader({}, { on: (chat) => chat.onAction(({ actionId }) => void picked.push(actionId)) });
  const { id, threadId } = await bot.adapter.postMessage(bot.threadId, ask());
  bot.linear.injectFault(refuse);
  await expect(bot.adapter.editMessage(threadId, id, changed)).rejects.toMatchObject({ code: "UPLOAD_REFUSED" });
  await bot.linear.comment({ issue: bot.issue, parent: id, body: "1" });
  await bot.settled();

  expect(picked).toEqual(["yes"]);
});

it("an edit whose file fails leaves the question of a session open", async () => {
  const picked: string[] = [];
  const bot = await startAgent(
    async (thread) => {
      await thread.post(ask());
    },
    { on: (chat) => chat.onAction(({ actionId }) => void picked.push(actionId)) },
  );
  await mention(bot.linear);
  await bot.settled();
  const session = latestSession(bot.linear);
  const question = bot.linear.activities(session).at(-1)?.id ?? "";
  bot.linear.injectFault(refuse);
  await expect(
    bot.adapter.editMessage(`linear:${session.issueId}:s:${session.id}`, question, changed),
  ).rejects.toMatchObject({ code: "UPLOAD_REFUSED" });
  await bot.linear.prompt({ session, body: "Yes" });
  await bot.settled();

  expect(picked).toEqual(["yes"]);
});

it("a question may have a file, and its answer is understood", async () => {
  const picked: string[] = [];
  const bot = await startUploader({}, { on: (chat) => chat.onAction(({ actionId }) => void picked.push(actionId)) });
  const { id } = await bot.adapter.postMessage(bot.threadId, { card: ask(), files: [odd(Buffer.from("Hello"))] });
  await bot.linear.comment({ issue: bot.issue, parent: id, body: "2" });
  await bot.settled();

  expect(bot.linear.files().map(({ name }) => name)).toEqual(["a.txt"]);
  expect(picked).toEqual(["no"]);
});
