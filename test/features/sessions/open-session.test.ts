// Covers: src/sessions/handle/open-session.ts
// Covers: src/sessions/intake/own-sessions.ts

import type { OpenSessionOptions } from "chat-adapter-linear";
import { type EmulatedSession, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { deliver } from "../../support/deliver.js";
import { toInstallation } from "../../support/plain-bot.js";
import { recorded } from "../../support/recorded.js";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let linear: LinearEmulator;
const heard: unknown[] = [];

beforeEach(async () => {
  linear = await startLinearEmulator({ webhookRetryDelaysMs: [], announceOwnSessions: true });
});
afterEach(async () => {
  heard.length = 0;
  await linear.close();
});

async function startBot(options: Partial<TestBotOptions> = {}): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    mode: "agent-sessions",
    config: ({ createAccessToken }) => ({
      accessToken: createAccessToken(),
      acknowledgeAfterMs: false,
      silentResponse: false,
    }),
    on: (chat) => {
      chat.onNewMention(async (thread, message) => void heard.push([thread.id, message.text]));
    },
    ...options,
  });
  onTestFinished(bot.close);
  return bot;
}

/** The only session. */
function onlySession(): EmulatedSession {
  const [session, ...others] = linear.sessions();
  if (session === undefined || others.length > 0) throw new Error("There is not one session");
  return session;
}

describe("a session that the bot opens", () => {
  it("is on the issue, with its links and its first thought, in two requests", async () => {
    const bot = await startBot();
    // From here on the bot knows who it is.
    await deliver(bot, linear.buildWebhook(recorded("agent-session-prompted", linear)));
    const issue = linear.createIssue();
    const links = [{ label: "Run", url: "https://bot.example/runs/1" }];
    const requests = await requestsOf(bot, () =>
      bot.adapter.openSession({ issueId: issue.identifier, links, thought: "The nightly check has begun." }),
    );

    expect(onlySession()).toMatchObject({ issueId: issue.id, commentId: undefined, externalUrls: links });
    expect(linear.activities(onlySession()).map(({ content }) => content)).toEqual([
      { type: "thought", body: "The nightly check has begun." },
    ]);
    expect(requests).toEqual(["OpenSessionOnIssue", "CreateAgentActivity"]);
  });

  it("is a thread to post in, whose later events reach the same thread", async () => {
    const bot = await startBot();
    const issue = linear.createIssue();
    const thread = await bot.adapter.openSession({ issueId: issue.id });
    await thread.post("Three tests fail.");
    await linear.prompt({ session: onlySession(), body: "which?" });
    await bot.settled();

    expect(thread.id).toBe(`linear:${issue.id}:s:${onlySession().id}`);
    expect(heard).toEqual([[thread.id, "which?"]]);
    expect(linear.activities(onlySession()).map(({ content }) => [content.type, content.body])).toEqual([
      ["response", "Three tests fail."],
      ["prompt", "which?"],
    ]);
  });

  it("may belong to a comment's thread", async () => {
    const bot = await startBot();
    const issue = linear.createIssue();
    const comment = await linear.comment({ issue, body: "It is slow again." });
    const thread = await bot.adapter.openSession({ commentId: comment.id });
    await thread.post("I am on it.");

    expect(thread.id).toBe(`linear:${issue.id}:s:${onlySession().id}`);
    expect(linear.comments({ issue }).map(({ body, parentId }) => [body, parentId])).toEqual([
      ["It is slow again.", undefined],
      ["I am on it.", comment.id],
    ]);
  });

  it("keeps state and subscription like any thread", async () => {
    const bot = await startBot();
    const thread = await bot.adapter.openSession({ issueId: linear.createIssue().id });
    await thread.setState({ run: 7 });
    await thread.subscribe();

    expect(await bot.bot.thread(thread.id).state).toEqual({ run: 7 });
    expect(await bot.bot.thread(thread.id).isSubscribed()).toBe(true);
    expect(thread.channelId).toBe(bot.bot.thread(thread.id).channelId);
  });

  it.each<[string, OpenSessionOptions]>([
    ["no place", {} as OpenSessionOptions],
    ["two places", { issueId: "ENG-1", commentId: crypto.randomUUID() } as never],
    ["a thread ID as the issue", { issueId: `linear:${crypto.randomUUID()}` }],
    ["a comment that is no UUID", { commentId: "ENG-1" }],
    ["a link without an address", { issueId: "ENG-1", links: [{ label: "Run", url: "" }] }],
    ["a blank thought", { issueId: "ENG-1", thought: " " }],
  ])("needs %s corrected before anything is sent", async (_, options) => {
    const bot = await startBot();

    expect(
      await requestsOf(bot, () =>
        expect(bot.adapter.openSession(options)).rejects.toMatchObject({ code: "MESSAGE_INVALID" }),
      ),
    ).toEqual([]);
  });

  it("fails with Linear's own words", async () => {
    const bot = await startBot();
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "Root" });
    const reply = await linear.comment({ issue, body: "Reply", parent: root });

    await expect(bot.adapter.openSession({ issueId: "ENG-999" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(bot.adapter.openSession({ commentId: reply.id })).rejects.toMatchObject({
      code: "INPUT_REFUSED",
      message: expect.stringContaining("top level comments"),
    });
    expect(linear.sessions()).toEqual([]);
  });

  it("is a session still when its first thought cannot be sent", async () => {
    const bot = await startBot();
    linear.injectFault({
      on: "graphql",
      operation: "CreateAgentActivity",
      kind: "graphql-error",
      type: "forbidden",
      message: "No",
    });
    const thread = await bot.adapter.openSession({ issueId: linear.createIssue().id, thought: "Hello" });

    expect(thread.id).toContain(onlySession().id);
    expect(bot.logger.at("warn")).toContainEqual(expect.stringContaining("its first thought could not be sent"));
  });
});

describe("the event of a session that the bot opened", () => {
  it("is nobody's request, though it comes before the answer", async () => {
    const slow = await startLinearEmulator({ announceOwnSessions: true, latencyMs: 300 });
    onTestFinished(slow.close);
    const bot = await startBot({ linear: slow });
    await deliver(bot, slow.buildWebhook(recorded("agent-session-prompted", slow)));
    heard.length = 0;
    await bot.adapter.openSession({ issueId: slow.createIssue().identifier });
    await bot.settled();

    expect(slow.deliveries().map(({ type }) => type)).toEqual(["AgentSessionEvent"]);
    expect(heard).toEqual([]);
  });

  it("is nobody's request when two are opened on one issue, one shortly after the other", async () => {
    const slow = await startLinearEmulator({ announceOwnSessions: true, latencyMs: 400 });
    onTestFinished(slow.close);
    const bot = await startBot({ linear: slow });
    await deliver(bot, slow.buildWebhook(recorded("agent-session-prompted", slow)));
    heard.length = 0;
    const { id: issueId } = slow.createIssue();
    const first = bot.adapter.openSession({ issueId });
    await vi.waitFor(() => expect(slow.sessions()).toHaveLength(1));
    await Promise.all([first, bot.adapter.openSession({ issueId })]);
    await bot.settled();

    expect(slow.sessions()).toHaveLength(2);
    expect(heard).toEqual([]);
  });

  it("is nobody's request in another process", async () => {
    const bot = await startBot();
    const other = await startBot({ state: bot.state });
    await bot.adapter.openSession({ issueId: linear.createIssue().id });
    await other.settled();

    expect(linear.deliveries().map(({ type, attempts }) => [type, attempts.map(({ status }) => status)])).toEqual([
      ["AgentSessionEvent", [200]],
    ]);
    expect(heard).toEqual([]);
  });

  it("is nobody's request when the answer was lost", async () => {
    const bot = await startBot();
    linear.injectFault({ on: "graphql", operation: "OpenSessionOnIssue", kind: "drop-after" });
    await expect(bot.adapter.openSession({ issueId: linear.createIssue().id })).rejects.toThrow();
    await bot.settled();

    expect(heard).toEqual([]);
  });

  it("is not taken for one that an automation has started on another issue", async () => {
    const bot = await startBot();
    await bot.adapter.openSession({ issueId: linear.createIssue().id });
    await linear.delegate({ issue: linear.createIssue({ title: "Sort these" }), by: "automation" });
    await bot.settled();

    expect(heard).toEqual([[expect.any(String), "Sort these"]]);
  });

  it("is not taken for one that an automation starts on the same issue later", async () => {
    const bot = await startBot();
    const issue = linear.createIssue({ title: "Sort these" });
    await bot.adapter.openSession({ issueId: issue.id });
    await linear.delegate({ issue, by: "automation" });
    await bot.settled();

    expect(heard).toEqual([[expect.any(String), "Sort these"]]);
  });

  it("is nobody's request where Linear names the bot as its creator", async () => {
    const bot = await startBot();
    const payload = recorded("agent-session-created-automation", linear);
    const creator = { id: linear.organization.appUserId, name: "helper" };
    const agentSession = { ...(payload.agentSession as object), creator, creatorId: creator.id };

    expect(await deliver(bot, linear.buildWebhook({ ...payload, agentSession }))).toBe(200);
    expect(heard).toEqual([]);
  });
});

describe("an opening whose answer is lost", () => {
  it.each([
    ["the connection breaks", { kind: "drop-after" }],
    ["the server fails", { kind: "status", status: 502 }],
  ] as const)("is not sent again when %s", async (_, fault) => {
    const bot = await startBot();
    linear.injectFault({ on: "graphql", operation: "OpenSessionOnIssue", ...fault });

    await expect(bot.adapter.openSession({ issueId: linear.createIssue().id })).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      message: expect.stringContaining("look in Linear before trying again"),
    });
    expect(linear.requests().filter(({ operationName }) => operationName === "OpenSessionOnIssue")).toHaveLength(1);
  });

  it.each([
    ["a rate limit", { kind: "rate-limited", retryAfterMs: 10 }],
    ["a busy server", { kind: "graphql-error", type: "lock timeout", message: "Busy" }],
  ] as const)("is no such one after %s: Linear says that it did nothing", async (_, fault) => {
    const bot = await startBot();
    linear.injectFault({ on: "graphql", operation: "OpenSessionOnIssue", ...fault });
    await bot.adapter.openSession({ issueId: linear.createIssue().id });

    expect(linear.sessions()).toHaveLength(1);
  });

  it("is no such one when the token had ended", async () => {
    const bot = await startBot({
      config: ({ app: { clientId, clientSecret } }) => ({ clientCredentials: { clientId, clientSecret } }),
    });
    linear.injectFault({ on: "graphql", operation: "OpenSessionOnIssue", kind: "unauthorized" });
    await bot.adapter.openSession({ issueId: linear.createIssue().id });

    expect(linear.sessions()).toHaveLength(1);
  });
});

describe("an app of several organizations", () => {
  it("knows the sessions that it opens at once on issues of the same name", async () => {
    const slow = await startLinearEmulator({ announceOwnSessions: true, latencyMs: 300 });
    onTestFinished(slow.close);
    const bot = await startBot({
      linear: slow,
      config: ({ app: { clientId, clientSecret } }) => ({ clientId, clientSecret, silentResponse: false }),
    });
    const organizations = [slow.organization, slow.addOrganization({ name: "Umbrella" })];
    const opening = organizations.map(async (organization) => {
      await bot.adapter.setInstallation(organization.id, toInstallation(slow.install({ organization })));
      const { identifier } = slow.createIssue({ organization });
      await bot.adapter.withInstallation(organization.id, () => bot.adapter.openSession({ issueId: identifier }));
      return identifier;
    });

    expect(await Promise.all(opening)).toEqual(["ENG-1", "ENG-1"]);
    await bot.settled();
    expect(heard).toEqual([]);
  });

  it("opens a session for one of them, and posts there without naming it again", async () => {
    const bot = await startBot({
      config: ({ app: { clientId, clientSecret } }) => ({ clientId, clientSecret, silentResponse: false }),
    });
    const umbrella = linear.addOrganization({ name: "Umbrella" });
    await bot.adapter.setInstallation(umbrella.id, toInstallation(linear.install({ organization: umbrella })));
    const issue = linear.createIssue({ organization: umbrella });
    const open = () => bot.adapter.openSession({ issueId: issue.id });

    await expect(open()).rejects.toMatchObject({ code: "ORGANIZATION_UNKNOWN" });
    const thread = await bot.adapter.withInstallation(umbrella.id, open);
    await thread.post("The nightly check is done.");
    await bot.settled();

    expect(onlySession()).toMatchObject({ organizationId: umbrella.id, issueId: issue.id });
    expect(linear.activities(onlySession()).map(({ content }) => content.body)).toEqual(["The nightly check is done."]);
    expect(heard).toEqual([]);
  });
});
