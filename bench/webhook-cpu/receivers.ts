import { type Adapter, Chat } from "chat";
import { type BotOptions, startBot, startChat } from "../contenders.js";
import { createBareAdapter, readSigned } from "./bare-adapter.js";
import { type Delivery, toRequest } from "./deliveries.js";

/** Takes a delivery and resolves when everything that it set off is done. */
export type Receiver = (delivery: Delivery) => Promise<void>;

export const receiverNames = ["floor", "floor + chat", "ours alone", "theirs alone", "ours", "theirs"] as const;
export type ReceiverName = (typeof receiverNames)[number];

/** A `Chat` that does nothing with messages: what remains is the adapter's own work. */
class IdleChat extends Chat<{ linear: Adapter }> {
  override async processMessage(): Promise<void> {}
}

export async function createReceiver(name: ReceiverName, options: BotOptions): Promise<Receiver> {
  const secret = options.webhookSecret;
  switch (name) {
    case "floor":
      return async (delivery) => void (await readSigned(toRequest(delivery), secret));
    case "floor + chat":
      return through(await startChat((userName) => createBareAdapter(secret, userName)));
    case "ours alone":
      return through((await startBot("ours", options, IdleChat)).chat);
    case "theirs alone":
      return through((await startBot("theirs", options, IdleChat)).chat);
    case "ours":
    case "theirs":
      return through((await startBot(name, options)).chat);
  }
}

function through({ webhooks }: Awaited<ReturnType<typeof startChat>>): Receiver {
  return async (delivery) => {
    const tasks: Promise<unknown>[] = [];
    const { status } = await webhooks.linear(toRequest(delivery), { waitUntil: (task) => void tasks.push(task) });
    if (status !== 200) throw new Error(`The webhook was answered with ${status}`);
    await Promise.all(tasks);
  };
}
