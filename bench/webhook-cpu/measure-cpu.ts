/*
 * Runs in a process of its own, so that nothing else has filled the heap or warmed the compiler, and prints JSON:
 * microseconds of CPU per webhook, one number per block. With `--only <receiver>` and `--kind <comment>` it is what to
 * hand to a profiler.
 */
import { parseArgs } from "node:util";
import { startLinearEmulator } from "../built-package.js";
import { type CommentKind, comments, createDelivery, type Delivery, type Scene } from "./deliveries.js";
import { createReceivers, type Receiver, type ReceiverName, receiverNames } from "./receivers.js";

export type CpuBlocks = { [Kind in CommentKind]: Partial<Record<ReceiverName, number[]>> };

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    kind: { type: "string", default: "" },
    blocks: { type: "string", default: "11" },
  },
});

// Webhooks per block. A Markdown parser takes milliseconds, the rest a fraction of one.
const blockSizes: { [Kind in CommentKind]: number } = {
  "plain text": 300,
  Markdown: 40,
  "a mention of the bot": 150,
  "a mention with Markdown": 100,
};
const WARM_UP_BLOCKS = 2;

const linear = await startLinearEmulator();
try {
  const { ada, app, organization } = linear;
  const scene: Scene = {
    secret: app.webhookSecret,
    organizationId: organization.id,
    issueId: linear.createIssue().id,
    author: { id: ada.id, name: ada.name, email: ada.email, url: "https://linear.app/acme/profiles/ada" },
  };
  const receivers = await createReceivers({
    apiUrl: linear.apiUrl,
    accessToken: linear.createAccessToken(),
    webhookSecret: app.webhookSecret,
    mode: "comments",
  });
  const names = receiverNames.filter((name) => options.only === "" || name === options.only);
  const measureKind = async (kind: CommentKind): Promise<Partial<Record<ReceiverName, number[]>>> => {
    const blocks: Partial<Record<ReceiverName, number[]>> = {};
    if (options.kind !== "" && kind !== options.kind) return blocks;
    for (let block = -WARM_UP_BLOCKS; block < Number(options.blocks); block += 1) {
      for (const name of names) {
        const deliveries = Array.from({ length: blockSizes[kind] }, () => createDelivery(comments[kind], scene));
        const microseconds = await measureBlock(receivers[name], deliveries);
        if (block >= 0) blocks[name] = [...(blocks[name] ?? []), microseconds];
      }
    }
    return blocks;
  };
  const result: CpuBlocks = {
    "plain text": await measureKind("plain text"),
    Markdown: await measureKind("Markdown"),
    "a mention of the bot": await measureKind("a mention of the bot"),
    "a mention with Markdown": await measureKind("a mention with Markdown"),
  };
  console.log(JSON.stringify(result));
} finally {
  await linear.close();
}

/** CPU time of the whole process per delivery, in microseconds: one after the other, each with all it sets off. */
async function measureBlock(receive: Receiver, deliveries: readonly Delivery[]): Promise<number> {
  const before = process.cpuUsage();
  for (const delivery of deliveries) await receive(delivery);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / deliveries.length;
}
