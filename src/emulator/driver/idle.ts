import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunningServer } from "../server.js";
import type { Connections } from "../webhooks/connections.js";
import type { Deliveries } from "../webhooks/deliveries.js";
import type { World } from "../world.js";

interface IdleParts {
  world: World;
  deliveries: Deliveries;
  connections: Connections;
  server: Pick<RunningServer, "running" | "settled">;
}

// Shorter than the 5 seconds that Vitest and Jest give a test, so that this message is the one that is read.
const TIMEOUT_MS = 4_000;

/** Waits until webhooks, handlers and requests have come to an end, those that they cause included. */
export function createIdle(parts: IdleParts): (options?: { timeoutMs?: number }) => Promise<void> {
  const { connections } = parts;
  return async ({ timeoutMs = TIMEOUT_MS } = {}) => {
    requireBot(parts);
    const timeout = startTimeout(timeoutMs);
    try {
      do {
        await Promise.race([comeToRest(parts), timeout.over]);
        // A handler that is done may have started what shows itself in the next turn only.
        await nextTurn();
      } while (!timeout.isOver() && isBusy(parts));
    } finally {
      timeout.stop();
    }
    const [problem] = connections.takeProblems();
    if (problem) throw problem;
    if (isBusy(parts)) throw new Error(describeWork(parts, timeoutMs));
  };
}

const isBusy = ({ deliveries, connections, server }: IdleParts): boolean =>
  deliveries.running() + connections.running() + server.running() > 0;

async function comeToRest({ deliveries, connections, server }: IdleParts): Promise<void> {
  await Promise.all([deliveries.settled(), connections.settled(), server.settled()]);
}

function requireBot({ world, connections }: IdleParts): void {
  const apps = [...world.state.apps.values()];
  if (apps.some((app) => app.webhookUrl !== undefined || connections.receiverOf(app) !== undefined)) return;
  throw new Error("No bot takes the emulator's webhooks: call linear.connect(bot), before people do anything");
}

function describeWork({ deliveries, connections, server }: IdleParts, timeoutMs: number): string {
  const open = deliveries.open().map(({ type, action }) => `${type} ${action}`);
  return [
    `Not idle after ${timeoutMs} ms: ${open.length} webhooks without an answer${open.length > 0 ? ` (${open.join(", ")})` : ""}`,
    `${connections.running()} handlers or tasks of bots`,
    `${server.running()} requests of bots.`,
    "A handler that waits for a person never ends by itself: let the person act before, or use linear.settled(). More time: linear.idle({ timeoutMs })",
  ].join(", ");
}

interface Timeout {
  over: Promise<void>;
  isOver(): boolean;
  stop(): void;
}

function startTimeout(ms: number): Timeout {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isOver = true;
      resolve();
    }, ms);
  });
  return { over, isOver: () => isOver, stop: () => clearTimeout(timer) };
}
