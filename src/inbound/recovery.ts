import type { Logger } from "chat";
import type { Identity } from "../credentials/auth.js";
import type { Leases } from "../leases/create-leases.js";
import { ALIVE_MS, DEAD_AFTER_MS } from "../leases/heartbeat.js";
import type { Lease } from "../leases/lease.js";
import type { OrganizationRunner } from "../organizations/organization-runner.js";
import type { Clock } from "../util/clock.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { Arrival } from "./arrival.js";
import type { TurnOrder } from "./turn-order.js";

/** Finds the work that processes did not live to end: their sessions are told, and what waits is handled. */
export interface Recovery {
  /** Looks for processes that have died, also within the last seconds. Never rejects. */
  sweep(signal: AbortSignal): Promise<void>;
  /** Takes up all that a dead process was working on. Never rejects. */
  recover(processId: string): Promise<void>;
}

export interface RecoveryParts {
  leases: Leases;
  order: Pick<TurnOrder, "takeUp">;
  identities: { get(organizationId: string): Promise<Identity> };
  organizations: OrganizationRunner;
  /** How the messages that wait in a thread are handled. */
  arrivalOf: (lease: Lease, identity: Identity) => Arrival;
  clock: Clock;
  logger: Pick<Logger, "warn" | "error">;
}

export function createRecovery(parts: RecoveryParts): Recovery {
  const { clock, logger } = parts;
  const { heartbeat } = parts.leases;

  /** Whether a process has not told that it lives since the last time that it may have. */
  const isDead = async (processId: string, signal: AbortSignal): Promise<boolean> => {
    const before = await heartbeat.beatOf(processId);
    const silenceMs = before === null ? DEAD_AFTER_MS : ALIVE_MS + DEAD_AFTER_MS;
    await clock.sleep(silenceMs, AbortSignal.any([signal]), "idle");
    const beat = await heartbeat.beatOf(processId);
    return beat === null || beat === before;
  };

  /** Resolves to whether nothing is left to do for the lease. */
  const takeUp = async (lease: Lease): Promise<boolean> => {
    try {
      const identity = await parts.identities.get(lease.organizationId);
      await parts.organizations.runAs(identity, () => parts.order.takeUp(lease, parts.arrivalOf(lease, identity)));
      return true;
    } catch (error) {
      const { threadId } = lease;
      logger.error("The work of a process that has died could not be taken up", { threadId, error });
      return false;
    }
  };

  const recoverOnce = createSingleFlight<void>();

  const recover = (processId: string): Promise<void> => recoverOnce(processId, () => takeUpAll(processId));

  const takeUpAll = async (processId: string): Promise<void> => {
    const left = await heartbeat.workOf(processId);
    if (left.length === 0) return;
    logger.warn("A process has died in the middle of its work: its sessions are told, and what waits is handled", {
      turns: left.length,
    });
    const done = await Promise.all(left.map(takeUp));
    // Else the next process that looks finds it again.
    if (done.every(Boolean)) await heartbeat.forget(processId);
  };

  const orWarn = async (signal: AbortSignal | undefined, look: () => Promise<void>): Promise<void> => {
    try {
      await look();
    } catch (error) {
      if (!signal?.aborted)
        logger.warn("What processes that have died were working on could not be looked up", { error });
    }
  };

  const sweep = async (signal: AbortSignal): Promise<void> => {
    const others = (await heartbeat.processes()).filter((id) => id !== heartbeat.processId);
    await Promise.all(
      others.map(async (processId) => {
        const left = await heartbeat.workOf(processId);
        if (left.length > 0 && (await isDead(processId, signal))) await recover(processId);
      }),
    );
  };

  return {
    sweep: (signal) => orWarn(signal, () => sweep(signal)),
    recover: (processId) => orWarn(undefined, () => recover(processId)),
  };
}
