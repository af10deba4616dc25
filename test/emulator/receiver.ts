import { serve } from "../../examples/node-http/serve.js";
import type { JsonObject } from "../../src/util/json.js";

/** A webhook as it came in. */
export interface ReceivedWebhook {
  headers: Record<string, string>;
  body: string;
  payload: JsonObject;
}

export interface Receiver {
  url: string;
  /** In the order of arrival. */
  received: readonly ReceivedWebhook[];
  /** "type action" of what came in. */
  kinds(): string[];
  /** The payloads of one kind. */
  payloads(kind: string): JsonObject[];
  /** What to answer; the last status stays. Default 200. */
  answerWith(...statuses: number[]): void;
  /** Leaves requests without an answer until the test ends. */
  hang(): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  let statuses = [200];
  let pause: Promise<void> = Promise.resolve();
  const kindOf = ({ payload }: ReceivedWebhook): string => `${payload.type} ${payload.action}`;

  const server = await serve(async (request) => {
    const body = await request.text();
    received.push({ headers: Object.fromEntries(request.headers), body, payload: JSON.parse(body) });
    await pause;
    const [status = 200, ...others] = statuses;
    statuses = others.length > 0 ? others : [status];
    return new Response(null, { status });
  });

  return {
    url: `${server.url}/webhooks`,
    received,
    kinds: () => received.map(kindOf),
    payloads: (kind) => received.filter((webhook) => kindOf(webhook) === kind).map(({ payload }) => payload),
    answerWith: (...given) => {
      statuses = given;
    },
    hang: () => {
      pause = new Promise(() => {});
    },
    close: server.close,
  };
}
