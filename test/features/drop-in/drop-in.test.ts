import {
  createLinearAdapter as createIncumbent,
  LinearAdapter as Incumbent,
  type LinearThreadId,
} from "@chat-adapter/linear";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { createLinearAdapter, LinearAdapter } from "chat-adapter-linear";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setEnvironment, type TestEnvironment } from "../../support/environment.js";
import { createMemoryLogger } from "../../support/memory-logger.js";

beforeEach(() => setEnvironment({}));

afterEach(() => vi.unstubAllEnvs());

const options = { apiKey: "lin_api_1", webhookSecret: "secret", logger: createMemoryLogger() };
const incumbent = createIncumbent(options);
const ours = createLinearAdapter(options);

// test/types/drop-in.ts says that this is all that its declaration has.
const PUBLIC_METHODS = [
  "initialize",
  "handleWebhook",
  "postMessage",
  "editMessage",
  "deleteMessage",
  "addReaction",
  "removeReaction",
  "startTyping",
  "stream",
  "fetchMessages",
  "fetchThread",
  "fetchSubject",
  "getUser",
  "encodeThreadId",
  "decodeThreadId",
  "channelIdFromThreadId",
  "parseMessage",
  "renderFormatted",
  "setInstallation",
  "getInstallation",
  "deleteInstallation",
  "handleOAuthCallback",
  "withInstallation",
  "refreshInstallation",
] as const satisfies readonly (keyof Incumbent & keyof LinearAdapter)[];

describe("in place of @chat-adapter/linear", () => {
  it.each(PUBLIC_METHODS)("the adapter has the method %s", (name) => {
    expect([typeof Incumbent.prototype[name], typeof LinearAdapter.prototype[name]]).toEqual(["function", "function"]);
  });

  it("the class takes the options as well", async () => {
    const made = new LinearAdapter({ ...options, userName: "helper" });
    const answer = await made.handleWebhook(new Request("http://bot.test/", { method: "POST", body: "{}" }));

    expect([made.userName, made instanceof LinearAdapter, ours instanceof LinearAdapter, answer.status]).toEqual([
      "helper",
      true,
      true,
      401,
    ]);
  });

  it("the adapter goes by the same name", () => {
    expect(ours.name).toBe(incumbent.name);
  });

  it.each<[string, LinearThreadId]>([
    ["an issue", { issueId: "issue-1" }],
    ["a comment", { issueId: "issue-1", commentId: "comment-1" }],
    ["a session on an issue", { issueId: "issue-1", agentSessionId: "session-1" }],
    ["a session with a comment", { issueId: "issue-1", commentId: "comment-1", agentSessionId: "session-1" }],
  ])("thread IDs are the same: %s", (_kind, thread) => {
    const threadId = incumbent.encodeThreadId(thread);

    expect(ours.encodeThreadId(thread)).toBe(threadId);
    expect(ours.decodeThreadId(threadId)).toEqual(incumbent.decodeThreadId(threadId));
    expect(ours.channelIdFromThreadId(threadId)).toBe(incumbent.channelIdFromThreadId(threadId));
  });

  it.each<[string, TestEnvironment]>([
    ["an API key", { LINEAR_API_KEY: "lin_api_1" }],
    ["an access token", { LINEAR_ACCESS_TOKEN: "token" }],
    [
      "client credentials",
      {
        LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: "id",
        LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: "secret",
        LINEAR_CLIENT_CREDENTIALS_SCOPES: "read,write",
      },
    ],
    ["an app", { LINEAR_CLIENT_ID: "id", LINEAR_CLIENT_SECRET: "secret", LINEAR_ENCRYPTION_KEY: `${"4e".repeat(32)}` }],
  ])("the environment of a bot is enough: %s", async (_kind, environment) => {
    setEnvironment({ ...environment, LINEAR_WEBHOOK_SECRET: "secret", LINEAR_BOT_USERNAME: "helper" });
    const theirs = createIncumbent({ logger: createMemoryLogger() });
    const adapter = createLinearAdapter();
    const chat = new Chat({
      userName: "x",
      adapters: { linear: adapter },
      state: createMemoryState(),
      logger: "silent",
    });
    await chat.initialize();

    expect(adapter.userName).toBe(theirs.userName);
  });
});
