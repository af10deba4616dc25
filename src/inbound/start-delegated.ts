import type { Identity } from "../credentials/auth.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { InboundParts } from "./inbound-parts.js";

/**
 * Starts the issue that a person has delegated, where the bot wants that. It runs beside the handler and never rejects:
 * a state that does not change is no reason to lose a message.
 */
export async function startDelegated(
  raw: LinearRawMessage,
  description: string | undefined,
  identity: Identity,
  { startDelegatedIssue, isMentioned, logger }: InboundParts,
): Promise<void> {
  const { issueId } = raw.comment;
  if (startDelegatedIssue === undefined || issueId === undefined || !isDelegatedByPerson(raw)) return;
  try {
    const mayBeMention = await isMentioned(description ?? "", identity);
    await startDelegatedIssue(issueId, mayBeMention ? "unsure" : "sure");
  } catch (error) {
    logger.warn("A delegated issue could not be started; the bot's handler goes on", { issueId, error });
  }
}

// An automation leaves triage to people. https://linear.app/developers/agent-best-practices
const isDelegatedByPerson = (raw: LinearRawMessage): boolean =>
  raw.kind === "agent_session_comment" && raw.trigger === "delegation" && raw.comment.user.type === "user";
