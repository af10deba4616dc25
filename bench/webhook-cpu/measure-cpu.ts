/*
 * Measures one receiver with one kind of comment, and prints JSON: microseconds of CPU per webhook, one number per block.
 * Each pair has a process of its own: a contender that makes promises dearer, as every `AsyncLocalStorage` does before
 * Node 24, would make those of the others dearer with them.
 */
import { parseArgs } from "node:util";
import { startLinearEmulator } from "../built-package.js";
import { commentKinds, comments, createDelivery, type Scene } from "./deliveries.js";
import { createReceiver, type Receiver, receiverNames } from "./receivers.js";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    kind: { type: "string" },
    blocks: { type: "string", default: "11" },
  },
});

/** CPU time of a block, and of all that runs before the first one: as long as the compiler has something to gain. */
const BLOCK_MS = 150;
const WARM_UP_MS = 3_000;
/** Deliveries made at a time, whose making is not measured. */
const BATCH = 20;

const name = oneOf(receiverNames, options.only, "--only");
const kind = oneOf(commentKinds, options.kind, "--kind");

const linear = await startLinearEmulator();
try {
  const { ada, app, organization } = linear;
  const scene: Scene = {
    secret: app.webhookSecret,
    organizationId: organization.id,
    issueId: linear.createIssue().id,
    author: { id: ada.id, name: ada.name, email: ada.email, url: "https://linear.app/acme/profiles/ada" },
  };
  const receive = await createReceiver(name, {
    apiUrl: linear.apiUrl,
    accessToken: linear.createAccessToken(),
    webhookSecret: app.webhookSecret,
    mode: "comments",
  });
  const measureFor = (ms: number): Promise<number> => measure(receive, () => createDelivery(comments[kind], scene), ms);
  await measureFor(WARM_UP_MS);
  const blocks: number[] = [];
  while (blocks.length < Number(options.blocks)) blocks.push(await measureFor(BLOCK_MS));
  console.log(JSON.stringify(blocks));
} finally {
  await linear.close();
}

/**
 * CPU time of the whole process per delivery, in microseconds: one after the other, each with all it sets off, until `ms`
 * milliseconds of it are used.
 */
async function measure(receive: Receiver, deliver: () => Parameters<Receiver>[0], ms: number): Promise<number> {
  let used = 0;
  let count = 0;
  while (used < ms * 1_000) {
    const deliveries = Array.from({ length: BATCH }, deliver);
    const before = process.cpuUsage();
    for (const delivery of deliveries) await receive(delivery);
    const { user, system } = process.cpuUsage(before);
    used += user + system;
    count += BATCH;
  }
  return used / count;
}

function oneOf<Name extends string>(names: readonly Name[], given: string | undefined, option: string): Name {
  const found = names.find((known) => known === given);
  if (found === undefined) throw new TypeError(`${option} is one of: ${names.join(", ")}`);
  return found;
}
