import type { WebhookOptions } from "chat";

/** Starts work that the chat does in the background, and resolves when it is done. */
export async function runChatTasks(options: WebhookOptions, start: (options: WebhookOptions) => void): Promise<void> {
  const tasks: Promise<unknown>[] = [];
  start({ ...options, waitUntil: (task) => void tasks.push(task) });
  await Promise.all(tasks);
}
