import { startLinearEmulator } from "../built-package.js";
import { type Contender, contenders, startBot } from "../contenders.js";
import { commentOperations, lookupOperations } from "./comment-operations.js";
import { countRoundTrips, type Exchange, type RecordingProxy, startRecordingProxy } from "./recording-proxy.js";
import { sessionOperations } from "./session-operations.js";
import type { Operation, Stage } from "./stage.js";

export interface Cost {
  requests: number;
  roundTrips: number;
  bytes: number;
  points: number;
}

export type Outcome =
  | { kind: "done"; cost: Cost }
  /** `cost` is what it would take if Linear overlooked the reason. */
  | { kind: "failed"; reason: string; cost: Cost | undefined };

export interface OperationResult {
  name: string;
  outcomes: { [Name in Contender]: Outcome };
}

// Requests that are sent at once then overlap, however fast the machine is.
const LATENCY_MS = 15;

/** What each operation costs, for both contenders against the same emulator. */
export async function measureRequests(): Promise<OperationResult[]> {
  const linear = await startLinearEmulator({ latencyMs: LATENCY_MS });
  const proxy = await startRecordingProxy(linear.apiUrl);
  const results: OperationResult[] = [];
  try {
    for (const operation of [...commentOperations, ...lookupOperations, ...sessionOperations]) {
      const outcomeOf = async (contender: Contender): Promise<Outcome> => {
        const { adapter, chat } = await startBot(contender, {
          apiUrl: proxy.apiUrl,
          accessToken: linear.createAccessToken(),
          webhookSecret: linear.app.webhookSecret,
          mode: operation.mode,
        });
        const outcome = await tryOut(operation, { adapter, linear }, proxy);
        await chat.shutdown();
        return outcome;
      };
      results.push({
        name: operation.name,
        outcomes: { ours: await outcomeOf(contenders[0]), theirs: await outcomeOf(contenders[1]) },
      });
    }
  } finally {
    await proxy.close();
    await linear.close();
  }
  return results;
}

async function tryOut(operation: Operation, stage: Stage, proxy: RecordingProxy): Promise<Outcome> {
  const outcome = await perform(operation, stage, proxy);
  if (outcome.kind === "done" || operation.overlook === undefined) return outcome;
  proxy.rewrite(operation.overlook);
  const overlooked = await perform(operation, stage, proxy);
  proxy.rewrite((body) => body);
  return { ...outcome, cost: overlooked.cost };
}

async function perform(operation: Operation, stage: Stage, proxy: RecordingProxy): Promise<Outcome> {
  const act = await operation.prepare(stage);
  proxy.take();
  try {
    await act.run();
  } catch (error) {
    return { kind: "failed", reason: firstLine(error), cost: undefined };
  }
  const cost = toCost(proxy.take());
  const reason = act.problem();
  return reason === undefined ? { kind: "done", cost } : { kind: "failed", reason, cost: undefined };
}

function toCost(exchanges: readonly Exchange[]): Cost {
  return {
    requests: exchanges.length,
    roundTrips: countRoundTrips(exchanges),
    bytes: exchanges.reduce((sum, { bytes }) => sum + bytes, 0),
    points: exchanges.reduce((sum, { points }) => sum + points, 0),
  };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]?.slice(0, 120) ?? "";
}
