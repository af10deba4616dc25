/** Linear's four statuses of a plan step. https://linear.app/developers/agent-interaction */
export type PlanStepStatus = "pending" | "inProgress" | "completed" | "canceled";

/** One step of a session's plan, exactly as Linear takes it: unknown keys are refused. */
export interface PlanStep {
  content: string;
  status: PlanStepStatus;
}

/** What the bot can say in an agent session. Each is one request, unless `body` is longer than Linear takes. */
export type SessionEffect =
  | { kind: "thought"; body: string; ephemeral: boolean }
  | { kind: "action"; action: string; parameter: string; result: string | undefined; ephemeral: boolean }
  | { kind: "plan"; steps: readonly PlanStep[] }
  | { kind: "elicitation"; body: string }
  | { kind: "response"; body: string }
  | { kind: "error"; body: string };
