import type { Logger } from "chat";
import type { Diagnose } from "../diagnostics/diagnose.js";
import type { LinearDeliveryDiagnostics } from "../diagnostics/events.js";
import type { Clock } from "../util/clock.js";

/** Tells of a delivery once, when all that it set off is done. */
export interface DeliveryReport {
  /** The answer is out: that is all, unless there is work behind it. */
  answered(admission: Answered, status: number): void;
  /** The work behind the answer, which is over when this resolves. */
  watch(work: Promise<void>): Promise<void>;
}

/** What was answered. `reason` is why nothing comes of the delivery. */
interface Answered {
  kind: "accepted" | "duplicate" | "ignored" | "late" | "refused";
  reason?: string;
}

type Answer = Pick<LinearDeliveryDiagnostics, "reason" | "status" | "answeredMs">;

export function createDeliveryReport({
  clock,
  diagnose,
  logger,
}: {
  clock: Clock;
  diagnose: Diagnose;
  logger: Pick<Logger, "debug">;
}): DeliveryReport {
  const at = clock.now().getTime();
  const sinceMs = (): number => clock.now().getTime() - at;
  let answer: Answer = { reason: undefined, status: 0, answeredMs: 0 };
  let isLate = false;

  const tell = (outcome: LinearDeliveryDiagnostics["outcome"]): void => {
    const { reason, ...times } = answer;
    const ms = sinceMs();
    logger.debug("Linear delivery", { outcome, ...(reason === undefined ? {} : { reason }), ...times, ms });
    diagnose({ kind: "delivery", outcome, ...answer, at, ms });
  };

  return {
    answered: ({ kind, reason }, status) => {
      answer = { reason, status, answeredMs: sinceMs() };
      switch (kind) {
        case "duplicate":
        case "ignored":
        case "refused":
          return tell(kind);
        case "late":
          isLate = true;
          return;
        case "accepted":
          return;
      }
    },
    watch: (work) =>
      work.then(
        () => tell(isLate ? "late" : "handled"),
        (error: unknown) => {
          tell("failed");
          throw error;
        },
      ),
  };
}
