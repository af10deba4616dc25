import type { ActionEvent } from "chat";
import type { CardChoice } from "../render/card-choices.js";
import { isJsonObject } from "../util/json.js";
import { parseJson } from "./part-fields.js";

/** What a person decided on tools that wait for approval. */
export interface ToolApproval {
  approved: boolean;
  /** What the person wrote beside the decision. */
  reason?: string | undefined;
  /**
   * What the person was shown, and has decided on: of the AI SDK's requests the `approvalId`, of other producers the
   * tool call's id. Undefined: all that waits.
   */
  approvalIds?: readonly string[] | undefined;
}

const APPROVE = "approve-tool";
const DENY = "deny-tool";

/** The answers to a request for approval. Their value names what was shown: nothing else is decided with it. */
export function toApprovalChoices(approvalIds: readonly string[]): CardChoice[] {
  const value = JSON.stringify(approvalIds);
  const button = { kind: "button", description: "", value } as const;
  return [
    { ...button, label: "Approve", actionId: APPROVE },
    { ...button, label: "Deny", actionId: DENY },
  ];
}

/**
 * Reads the answer to the question of a tool that waits, in the handler of the actions `approve-tool` and `deny-tool`.
 * What the person wrote below the choice is the `reason`. Undefined for any other action.
 *
 * @example
 * ```ts
 * bot.onAction(["approve-tool", "deny-tool"], async (event) => {
 *   const approval = readToolApproval(event);
 *   const { messages } = (await event.thread?.state) ?? {};
 *   const response = approval && toApprovalResponse(messages ?? [], approval);
 * });
 * ```
 */
export function readToolApproval(event: Pick<ActionEvent, "actionId" | "raw" | "value">): ToolApproval | undefined {
  const { actionId, value, raw } = event;
  if (actionId !== APPROVE && actionId !== DENY) return undefined;
  const reason = belowFirstLine(raw);
  return { approved: actionId === APPROVE, approvalIds: readIds(value), ...(reason === "" ? {} : { reason }) };
}

/** A value that names nothing decides nothing. */
function readIds(value: string | undefined): string[] {
  const ids = parseJson(value);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

function belowFirstLine(raw: unknown): string {
  const comment = isJsonObject(raw) ? raw.comment : undefined;
  const body = isJsonObject(comment) && typeof comment.body === "string" ? comment.body.trim() : "";
  const [, ...below] = body.split("\n");
  return below.join("\n").trim();
}
