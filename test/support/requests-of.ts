import type { TestBot } from "./test-bot.js";

/** What `work` asks of Linear: the operations, in the order of their answers. */
export async function requestsOf({ linear, settled }: TestBot, work: () => Promise<unknown>): Promise<unknown[]> {
  await settled();
  linear.clearRequests();
  await work();
  return linear.requests().map(({ operationName }) => operationName);
}

/** Lets the bot find out who it is, so that this does not count as anybody's request. */
export async function introduce({ linear, settled }: TestBot): Promise<void> {
  await linear.mention({ issue: linear.createIssue(), text: "hello" });
  await settled();
}
