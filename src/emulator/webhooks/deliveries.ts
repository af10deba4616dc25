import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../util/json.js";
import type { AppRecord } from "../app-records.js";
import type { FaultKind, Faults } from "../faults.js";
import type { ResolvedOptions } from "../options.js";
import type { Receiver } from "./connections.js";
import { signWebhook } from "./sign.js";

/** One try to deliver an event. */
export interface DeliveryAttempt {
  /** HTTP status, or why there was none. */
  status: number | "timeout" | "error";
  at: Date;
  durationMs: number;
}

/** Where deliveries go: an app, or a webhook that was made through the API. */
export type DeliveryTarget = Pick<AppRecord, "id" | "webhookSecret" | "webhookUrl">;

/** One event on its way to one app. */
export interface EmulatedDelivery {
  /** `Linear-Delivery`: the same in all attempts. */
  readonly id: string;
  /** The app, or the webhook that was made through the API. */
  readonly appId: string;
  readonly type: string;
  readonly action: string;
  /** The body of the first attempt, parsed. */
  readonly payload: JsonObject;
  readonly attempts: readonly DeliveryAttempt[];
}

export interface Deliveries {
  /** Sends in the background, with retries. */
  send(target: DeliveryTarget, payload: JsonObject): void;
  all(): readonly EmulatedDelivery[];
  /** Those of which an attempt is on its way. */
  open(): readonly EmulatedDelivery[];
  /** How many attempts are on their way. */
  running(): number;
  /** Resolves when no attempt is on its way. Retries that are due later do not count. */
  settled(): Promise<void>;
  /** Sends the same body once more. The answer's HTTP status. */
  redeliver(delivery: EmulatedDelivery): Promise<number>;
  /** Gives up all retries. */
  close(): void;
}

interface DeliveryParts {
  options: ResolvedOptions;
  faults: Faults;
  targetOf: (id: string) => DeliveryTarget | undefined;
  /** What takes the deliveries; undefined while there is nothing. */
  receiverOf: (target: DeliveryTarget) => Receiver | undefined;
}

interface Outgoing extends EmulatedDelivery {
  readonly timestamp: Date;
  readonly attempts: DeliveryAttempt[];
}

export function createDeliveries({ options, faults, targetOf, receiverOf }: DeliveryParts): Deliveries {
  const deliveries: Outgoing[] = [];
  const running = new Map<Promise<void>, Outgoing>();
  const retries = new Set<NodeJS.Timeout>();
  let isClosed = false;

  /** The webhook's answer, or why there was none. Linear takes exactly 200 for a yes. */
  async function attempt(
    delivery: Outgoing,
    target: DeliveryTarget,
    timestamp: Date,
  ): Promise<DeliveryAttempt["status"]> {
    const at = options.now();
    const startedMs = performance.now();
    const fault = faults.meet("webhook-delivery", delivery.type);
    const status = await post(delivery, target, timestamp, fault);
    delivery.attempts.push({ status, at, durationMs: performance.now() - startedMs });
    return status;
  }

  async function post(
    delivery: Outgoing,
    target: DeliveryTarget,
    timestamp: Date,
    fault: FaultKind | undefined,
  ): Promise<DeliveryAttempt["status"]> {
    const receive = receiverOf(target);
    if (receive === undefined || fault?.kind === "drop-before") return "error";
    if (fault?.kind === "delay") await sleep(fault.ms, undefined, { ref: false });
    const { id, type, payload } = delivery;
    const { body, headers } = signWebhook(payload, { id, type, secret: target.webhookSecret, timestamp });
    try {
      const signal = AbortSignal.timeout(options.webhookTimeoutMs);
      const response = await receive({ method: "POST", body, headers, signal, redirect: "manual" });
      await response.arrayBuffer();
      return outcomeOf(response.status, fault);
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "timeout" : "error";
    }
  }

  function run(delivery: Outgoing, retry: number): void {
    const work = deliver(delivery, retry).finally(() => running.delete(work));
    running.set(work, delivery);
  }

  async function deliver(delivery: Outgoing, retry: number): Promise<void> {
    const target = targetOf(delivery.appId);
    if (target === undefined) return;
    const timestamp = retry > 0 && options.renewTimestampOnRetry ? options.now() : delivery.timestamp;
    if ((await attempt(delivery, target, timestamp)) === 200) return;
    const delayMs = options.webhookRetryDelaysMs[retry];
    if (delayMs === undefined || isClosed) return;
    if (delayMs <= 0) return deliver(delivery, retry + 1);
    const timer = setTimeout(() => {
      retries.delete(timer);
      run(delivery, retry + 1);
    }, delayMs);
    timer.unref();
    retries.add(timer);
  }

  return {
    send: (target, payload) => {
      if (receiverOf(target) === undefined) return;
      const timestamp = options.now();
      const delivery: Outgoing = {
        id: options.randomUUID(),
        appId: target.id,
        type: String(payload.type),
        action: String(payload.action),
        // Through JSON: the state as it is now, without the keys that are undefined.
        payload: JSON.parse(JSON.stringify({ ...payload, webhookTimestamp: timestamp.getTime() })),
        attempts: [],
        timestamp,
      };
      deliveries.push(delivery);
      run(delivery, 0);
    },
    all: () => deliveries.map(toSnapshot),
    open: () => [...new Set(running.values())].map(toSnapshot),
    running: () => running.size,
    settled: async () => {
      while (running.size > 0) await Promise.all(running.keys());
    },
    redeliver: async ({ id }) => {
      const delivery = deliveries.find((candidate) => candidate.id === id);
      const target = delivery && targetOf(delivery.appId);
      if (!delivery || !target) throw new Error(`The emulator has no delivery ${id}`);
      const status = await attempt(delivery, target, delivery.timestamp);
      if (typeof status === "string") throw new Error(`The webhook's receiver did not answer: ${status}`);
      return status;
    },
    close: () => {
      isClosed = true;
      for (const timer of retries) clearTimeout(timer);
      retries.clear();
    },
  };
}

const toSnapshot = ({ timestamp: _, ...delivery }: Outgoing): EmulatedDelivery => structuredClone(delivery);

function outcomeOf(status: number, fault: FaultKind | undefined): DeliveryAttempt["status"] {
  switch (fault?.kind) {
    case "status":
      return fault.status;
    case "drop-after":
      return "error";
    case "unauthorized":
      return 401;
    case "rate-limited":
      return 429;
    default:
      return status;
  }
}
