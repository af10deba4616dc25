import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { ToolApproval } from "../tool-approval.js";

/** A `ModelMessage` of the AI SDK, as far as it is read. */
export interface AiSdkMessage {
  role: string;
  content: string | readonly object[];
}

/** The message that answers requests for approval: a `ModelMessage` of the AI SDK. */
export interface ToolApprovalMessage {
  role: "tool";
  content: ToolApprovalResponsePart[];
}

/** The answer to one request for approval, as the AI SDK reads it. */
export interface ToolApprovalResponsePart {
  type: "tool-approval-response";
  approvalId: string;
  approved: boolean;
  reason?: string;
  providerExecuted?: boolean;
}

/** What the model is told of a call that was never shown to the person who decided. */
const NOT_ASKED = "Nobody was asked about this call.";

/**
 * Answers each request for approval that the messages of a run of the AI SDK leave open. Append it, and run the model
 * again: `streamText` runs the tools that are approved first, and tells the model of those that are denied.
 *
 * Only what `approval.approvalIds` names is approved, any other request is denied: the SDK goes on with none open.
 *
 * @param messages All of the run: what the model was given, and the messages of its response.
 * @returns undefined where no request is open, as where it has been answered already.
 *
 * @example
 * ```ts
 * const response = toApprovalResponse(messages, { approved: false, reason: message.text });
 * if (response) streamText({ model, tools, messages: [...messages, response] });
 * ```
 */
export function toApprovalResponse(
  messages: readonly AiSdkMessage[],
  { approved, approvalIds, reason }: ToolApproval,
): ToolApprovalMessage | undefined {
  const content = openRequests(messages).map(({ approvalId, isRunByProvider }): ToolApprovalResponsePart => {
    const isAsked = approvalIds === undefined || approvalIds.includes(approvalId);
    const words = isAsked ? reason : NOT_ASKED;
    return {
      type: "tool-approval-response",
      approvalId,
      approved: approved && isAsked,
      ...(words === undefined ? {} : { reason: words }),
      // The SDK hands on to the provider only responses that say so.
      ...(isRunByProvider ? { providerExecuted: true } : {}),
    };
  });
  return content.length === 0 ? undefined : { role: "tool", content };
}

interface OpenRequest {
  approvalId: string;
  isRunByProvider: boolean;
}

function openRequests(messages: readonly AiSdkMessage[]): OpenRequest[] {
  const parts = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content.filter(isJsonObject)));
  const ofType = (type: string): JsonObject[] => parts.filter((part) => part.type === type);
  const answered = new Set(ofType("tool-approval-response").map(({ approvalId }) => approvalId));
  const done = new Set(ofType("tool-result").map(({ toolCallId }) => toolCallId));
  const ofProvider = new Set(
    ofType("tool-call")
      .filter(({ providerExecuted }) => providerExecuted === true)
      .map(({ toolCallId }) => toolCallId),
  );
  return ofType("tool-approval-request").flatMap(({ approvalId, toolCallId, isAutomatic }) => {
    const isOpen = isAutomatic !== true && !answered.has(approvalId) && !done.has(toolCallId);
    if (typeof approvalId !== "string" || !isOpen) return [];
    return [{ approvalId, isRunByProvider: ofProvider.has(toolCallId) }];
  });
}
