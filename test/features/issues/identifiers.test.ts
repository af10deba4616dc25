import type { EmulatedIssue, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toInstallation } from "../../support/plain-bot.js";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let bot: TestBot;
let linear: LinearEmulator;
let given: EmulatedIssue;

beforeEach(async () => {
  bot = await startTestBot();
  linear = bot.linear;
  given = linear.createIssue();
});
afterEach(() => bot.close());

describe("a thread that is named by its issue's identifier", () => {
  it("is posted in, and answers with the thread that events name", async () => {
    const { id, threadId } = await bot.adapter.postMessage("linear:ENG-1", "Hello");

    expect(threadId).toBe(`linear:${given.id}:c:${id}`);
    expect(linear.comments({ issue: given }).map(({ body }) => body)).toEqual(["Hello"]);
  });

  it("is replied in", async () => {
    const root = await linear.comment({ issue: given, body: "Is it done?" });
    const { id, threadId } = await bot.adapter.postMessage(`linear:ENG-1:c:${root.id}`, "Yes");

    expect(threadId).toBe(`linear:${given.id}:c:${root.id}`);
    expect(linear.comments({ issue: given }).find((comment) => comment.id === id)?.parentId).toBe(root.id);
  });

  it("has the issue's messages", async () => {
    const root = await linear.comment({ issue: given, body: "Is it done?" });
    const { messages } = await bot.adapter.fetchMessages("linear:ENG-1");

    expect(messages.map(({ id, text, threadId }) => ({ id, text, threadId }))).toEqual([
      { id: root.id, text: "Is it done?", threadId: `linear:${given.id}:c:${root.id}` },
    ]);
  });

  it("is fetched under the name that events have for it", async () => {
    expect(await bot.adapter.fetchThread("linear:ENG-1")).toMatchObject({
      id: `linear:${given.id}`,
      channelId: `linear:${given.id}`,
      metadata: { issueId: given.id, identifier: "ENG-1" },
    });
  });

  it("takes a comment through its issue", async () => {
    const { id, threadId } = await bot.adapter.issue("linear:ENG-1").comment("Hello");

    expect(threadId).toBe(`linear:${given.id}:c:${id}`);
  });

  it("is looked up once, and never where it is named by UUID", async () => {
    const requests = await requestsOf(bot, async () => {
      await Promise.all([
        bot.adapter.fetchMessages("linear:ENG-1"),
        bot.adapter.fetchMessages("linear:ENG-1"),
        bot.adapter.fetchMessages(`linear:${given.id}`),
      ]);
      await bot.adapter.fetchMessages("linear:ENG-1");
    });

    expect([...requests].sort()).toEqual(["GetIssueId", ...Array(4).fill("ListComments")]);
  });

  it("may be none", async () => {
    const missing = { code: "NOT_FOUND", message: expect.stringContaining("Could not find referenced Issue.") };

    await expect(bot.adapter.fetchMessages("linear:ENG-404")).rejects.toMatchObject(missing);
    await expect(bot.adapter.postMessage("linear:ENG-404", "Hello")).rejects.toMatchObject(missing);
  });
});

describe("identifiers of several organizations", () => {
  it("are told apart", async () => {
    const other = linear.addOrganization({ name: "Globex" });
    const theirs = linear.createIssue({ organization: other });
    const tenants = await startTestBot({
      linear,
      config: ({ app }) => ({ clientId: app.clientId, clientSecret: app.clientSecret }),
    });
    const [first, second] = [linear.install(), linear.install({ organization: other })];
    const post = (organizationId: string): Promise<string | undefined> =>
      tenants.adapter.withInstallation(organizationId, async () => {
        const { raw } = await tenants.adapter.postMessage("linear:ENG-1", "Hello");
        return raw.comment.issueId;
      });
    await tenants.adapter.setInstallation(first.organizationId, toInstallation(first));
    await tenants.adapter.setInstallation(second.organizationId, toInstallation(second));

    expect(theirs.identifier).toBe("ENG-1");
    expect([await post(first.organizationId), await post(second.organizationId)]).toEqual([given.id, theirs.id]);
    await tenants.close();
  });
});
