import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { register } from "node:module";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** What `chat/workflow` takes from the `workflow` package, which is not installed: it needs a compiler of its own. */
interface WorkflowStandIn {
  createWebhook(): Webhook;
  /** A number is in ms, a text such as "24h" in its unit. */
  sleep(duration: number | string): Promise<void>;
}

/** Gives the requests to `url`, one after the other, until it is disposed of. */
interface Webhook extends Disposable {
  url: string;
  [Symbol.asyncIterator](): AsyncIterator<Request>;
}

const SHARED = Symbol.for("test.workflow");
const MODULE = `const { createWebhook, sleep } = globalThis[Symbol.for("test.workflow")]; export { createWebhook, sleep };`;
const RESOLVER = `export const resolve = (specifier, context, next) =>
  specifier === "workflow" ? { url: ${JSON.stringify(toDataUrl(MODULE))}, shortCircuit: true } : next(specifier, context);`;

/** The chat's own `requestApproval`, on a webhook that is a real HTTP server on loopback. */
export async function loadRequestApproval(): Promise<typeof import("chat/workflow").requestApproval> {
  const port = await listen();
  const standIn: WorkflowStandIn = {
    createWebhook: () => createWebhook(port),
    sleep: async (duration) => await pause(toMs(duration), undefined, { ref: false }),
  };
  Object.assign(globalThis, { [SHARED]: standIn });
  register(toDataUrl(RESOLVER));
  const { requestApproval } = await import("chat/workflow");
  return requestApproval;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function toMs(duration: number | string): number {
  const [, amount = "0", unit = "ms"] = /^(\d+)(\w*)$/.exec(String(duration)) ?? [];
  return Number(amount) * (UNIT_MS[unit] ?? 1);
}

function toDataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

const webhooks = new Map<string, (request: Request) => void>();

/** As a workflow's server does, it accepts what a waiting webhook takes, and knows no others. */
async function listen(): Promise<number> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await text(incoming);
    const deliver = webhooks.get(incoming.url ?? "");
    deliver?.(new Request("http://127.0.0.1/", { method: "POST", body }));
    outgoing.writeHead(deliver === undefined ? 404 : 202).end();
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function createWebhook(port: number): Webhook {
  const path = `/${randomUUID()}`;
  const waiting: Request[] = [];
  let wakeUp = (): void => {};
  webhooks.set(path, (request) => {
    waiting.push(request);
    wakeUp();
  });
  return {
    url: `http://127.0.0.1:${port}${path}`,
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        if (waiting.length === 0) {
          await new Promise<void>((resolve) => {
            wakeUp = resolve;
          });
        }
        const value = waiting.shift();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    }),
    [Symbol.dispose]: () => void webhooks.delete(path),
  };
}
