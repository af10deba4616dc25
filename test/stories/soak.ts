import { setTimeout as sleep } from "node:timers/promises";
import type { EmulatedOrganization, EmulatorFault } from "chat-adapter-linear/emulator";
import { createRandom, type Random } from "./random.js";
import type { Stage } from "./stage.js";

export interface SoakOptions {
  seconds: number;
  /** An integer from 1 to 2^31 - 2: which faults come in which order. */
  seed: number;
  organizations: readonly [EmulatedOrganization, ...EmulatedOrganization[]];
}

type Mishap = (stage: Stage, random: Random) => Promise<unknown> | unknown;

const LONGEST_OUTAGE_MS = 1_500;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 300;

const inject =
  (fault: EmulatorFault): Mishap =>
  ({ linear }) =>
    linear.injectFault(fault);

const cutRedisOff: Mishap = async ({ line }, random) => {
  const lastsMs = random.between(0, LONGEST_OUTAGE_MS);
  line.cut();
  await sleep(lastsMs);
  line.restore();
};

/** Another one is started first, as in a rolling deployment. */
const killWorker: Mishap = async (stage) => {
  const [victim] = stage.workers;
  await stage.startWorkers(1);
  await victim?.kill();
};

/** Each as likely as any other. None of them is an answer of Linear that ends an installation. */
const mishaps: readonly [Mishap, ...Mishap[]] = [
  inject({ on: "token", kind: "drop-before" }),
  inject({ on: "token", kind: "drop-after" }),
  inject({ on: "token", kind: "drop-after", times: 3 }),
  inject({ on: "token", kind: "status", status: 503 }),
  inject({ on: "token", kind: "status", status: 502, times: 4 }),
  inject({ on: "token", kind: "delay", ms: 1_000 }),
  inject({ on: "token", kind: "rate-limited", retryAfterMs: 500 }),
  inject({ on: "graphql", kind: "unauthorized" }),
  inject({ on: "graphql", kind: "drop-before" }),
  inject({ on: "graphql", kind: "drop-after" }),
  inject({ on: "graphql", kind: "status", status: 502 }),
  inject({ on: "webhook-delivery", kind: "drop-before" }),
  inject({ on: "webhook-delivery", kind: "drop-after" }),
  inject({ on: "webhook-delivery", kind: "status", status: 500 }),
  cutRedisOff,
  killWorker,
];

/** Mentions in all organizations, while one thing after the other goes wrong. In the end everything works again. */
export async function soak(stage: Stage, { seconds, seed, organizations }: SoakOptions): Promise<void> {
  const { linear, line } = stage;
  const random = createRandom(seed);
  const endsAt = performance.now() + seconds * 1_000;
  for (let count = 0; performance.now() < endsAt; count += 1) {
    const organization = random.pick(organizations);
    await linear.mention({ issue: linear.createIssue({ organization }), text: `question ${count}` });
    await random.pick(mishaps)(stage, random);
    await sleep(random.between(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
  }
  linear.clearFaults();
  line.restore();
}
