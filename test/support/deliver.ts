import type { WebhookOptions } from "chat";
import type { SignedWebhook } from "chat-adapter-linear/emulator";
import { sign } from "./sign.js";
import type { TestBot } from "./test-bot.js";

/** The request that a delivery comes as. */
export function toRequest({ body, headers }: Pick<SignedWebhook, "body" | "headers">): Request {
  return new Request("https://bot.example/webhooks/linear", { method: "POST", body, headers });
}

/** A body as if the emulator's app had signed it, whatever it holds. */
export function signBody(bot: TestBot, body: string): SignedWebhook {
  return { body, headers: { "Linear-Signature": sign(body, bot.linear.app.webhookSecret) } };
}

/** What became of a delivery. */
export interface Delivered {
  status: number;
  /** What `waitUntil` got, which is to be done now. */
  tasks: Promise<unknown>[];
}

/** Hands a delivery to the bot and waits for its answer. */
export async function answerTo(bot: TestBot, request: Request, options: WebhookOptions = {}): Promise<Delivered> {
  const tasks: Promise<unknown>[] = [];
  const waitUntil = (task: Promise<unknown>): void => void tasks.push(task);
  const { status } = await bot.bot.webhooks.linear(request, { ...options, waitUntil });
  return { status, tasks };
}

/** Hands a delivery to the bot, waits for the work that it sets off, and gives the HTTP status. */
export async function deliver(bot: TestBot, webhook: SignedWebhook): Promise<number> {
  const { status, tasks } = await answerTo(bot, toRequest(webhook));
  await Promise.all(tasks);
  return status;
}
