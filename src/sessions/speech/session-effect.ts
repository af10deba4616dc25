/** Linear's four statuses of a plan step. https://linear.app/developers/agent-interaction */
export type PlanStepStatus = "pending" | "inProgress" | "completed" | "canceled";

/** One step of a session's plan, exactly as Linear takes it: unknown keys are refused. */
export interface PlanStep {
  content: string;
  status: PlanStepStatus;
}

/** One of the answers that a question offers. Linear shows `label` and sends either of the two back as text. */
export interface SelectOption {
  label: string;
  value: string;
}

/** What a question asks for besides words. https://linear.app/developers/agent-signals */
export type ElicitationSignal =
  | { kind: "select"; options: readonly SelectOption[] }
  /** `userId`: the only Linear user who sees the link. */
  | { kind: "auth"; url: string; userId: string | undefined; providerName: string | undefined };

/** What the bot can say in an agent session. Each is one request, unless `body` is longer than Linear takes. */
export type SessionEffect =
  | { kind: "thought"; body: string; ephemeral: boolean }
  | { kind: "action"; action: string; parameter: string; result: string | undefined; ephemeral: boolean }
  | { kind: "plan"; steps: readonly PlanStep[] }
  | { kind: "elicitation"; body: string; signal?: ElicitationSignal | undefined }
  | { kind: "response"; body: string }
  | { kind: "error"; body: string };
