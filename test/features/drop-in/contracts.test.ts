import { createMockChatInstance, selfMessageContract, threadIdContract } from "@chat-adapter/tests";
import type { Adapter, ChatInstance, WebhookOptions } from "chat";
import { createLinearAdapter, type LinearAdapter } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll } from "vitest";
import { toRequest } from "../../support/deliver.js";
import { newComment, recorded } from "../../support/recorded.js";
import { clientCredentials } from "../../support/test-bot.js";

let linear: LinearEmulator;
beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterAll(async () => {
  await linear.close();
});

const codec = createLinearAdapter({ apiKey: "key", webhookSecret: "secret" });

threadIdContract({
  name: "linear",
  encode: (decoded) => codec.encodeThreadId(decoded),
  decode: (id) => codec.decodeThreadId(id),
  cases: [
    { decoded: { issueId: "issue-1" }, encoded: "linear:issue-1" },
    { decoded: { issueId: "issue-1", commentId: "comment-1" }, encoded: "linear:issue-1:c:comment-1" },
    { decoded: { issueId: "issue-1", agentSessionId: "session-1" }, encoded: "linear:issue-1:s:session-1" },
    {
      decoded: { issueId: "issue-1", commentId: "comment-1", agentSessionId: "session-1" },
      encoded: "linear:issue-1:c:comment-1:s:session-1",
    },
    { decoded: { issueId: "", agentSessionId: "session-1" }, encoded: "linear::s:session-1" },
  ],
});

/** The contract looks right after the answer; the adapter does its work after the answer. So this one waits for it. */
function waitForWork(adapter: LinearAdapter): Adapter {
  return new Proxy(adapter, {
    get: (target, name) => (name === "handleWebhook" ? handleWholly : Reflect.get(target, name, target)),
  });

  async function handleWholly(request: Request, options?: WebhookOptions): Promise<Response> {
    const tasks: Promise<unknown>[] = [];
    const waitUntil = (task: Promise<unknown>): void => void tasks.push(task);
    const response = await adapter.handleWebhook(request, { ...options, waitUntil });
    await Promise.all(tasks);
    return response;
  }
}

async function setUp(mode: "agent-sessions" | "comments"): Promise<{ adapter: Adapter; chat: ChatInstance }> {
  const adapter = createLinearAdapter({
    ...clientCredentials(linear),
    apiUrl: linear.apiUrl,
    webhookSecret: linear.app.webhookSecret,
    mode,
    silentResponseAfterMs: 0,
  });
  const chat = createMockChatInstance();
  await adapter.initialize(chat);
  return { adapter: waitForWork(adapter), chat };
}

/** The comment that the recorded person wrote, by the app user instead. */
function commentOfBot(): Record<string, unknown> {
  const { appUserId } = linear.organization;
  const { actor, data, ...payload } = newComment(linear);
  const user = { ...Object(Reflect.get(Object(data), "user")), id: appUserId };
  return { ...payload, actor: { ...Object(actor), id: appUserId }, data: { ...Object(data), user, userId: appUserId } };
}

selfMessageContract({
  name: "linear, comments",
  setup: () => setUp("comments"),
  makeOtherMessageRequest: () => toRequest(linear.buildWebhook(newComment(linear))),
  makeSelfMessageRequest: () => toRequest(linear.buildWebhook(commentOfBot())),
});

selfMessageContract({
  name: "linear, agent sessions",
  setup: () => setUp("agent-sessions"),
  makeOtherMessageRequest: () => toRequest(linear.buildWebhook(recorded("agent-session-prompted", linear))),
  makeSelfMessageRequest: () => toRequest(linear.buildWebhook(commentOfBot())),
});
