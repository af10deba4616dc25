import type { Logger } from "chat";
import type { LinearApi } from "../api/operation.js";
import { subscribeToIssue } from "../api/operations/issue-subscriptions.js";

/** Makes the bot a subscriber of an issue in Linear. A failure is logged only: the chat's own subscription stands. */
export async function followIssue(api: LinearApi, issueId: string, logger: Pick<Logger, "warn">): Promise<void> {
  try {
    await api.execute(subscribeToIssue, { id: issueId });
  } catch (error) {
    logger.warn("The bot could not follow an issue; it hears of the thread all the same", { issueId, error });
  }
}
