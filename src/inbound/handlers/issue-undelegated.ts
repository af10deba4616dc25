import type { WebhookOptions } from "chat";
import type { IssueSession } from "../../sessions/intake/issue-sessions.js";
import { stopTurn } from "../../sessions/turns/stop-turn.js";
import { STOPPED_TEXT } from "../../streams/stream-texts.js";
import { mayBeAppUser } from "../../webhook/event-user.js";
import type { EventOf } from "../../webhook/events.js";
import type { InboundParts } from "../inbound-parts.js";
import type { EventHandler } from "../preparation.js";
import { withIdentity } from "../with-identity.js";

type Undelegation = EventOf<"issue.undelegated">;

/**
 * Ends what the bot does on an issue, as by Stop, when somebody has taken the issue from it or dismissed its session.
 */
export function createIssueUndelegatedHandler(parts: InboundParts): EventHandler<"issue.undelegated"> {
  const { ownUsers } = parts;
  return async (event) => {
    if (parts.config.mode === "comments") return { kind: "ignored", reason: "the mode is comments" };
    const { organizationId, formerDelegateId, actor } = event;
    return await withIdentity(organizationId, parts, async (identity) => {
      // Only app users are delegates.
      const delegate = { ids: [formerDelegateId], mayBeApp: true };
      if ((await ownUsers.find(delegate, organizationId)) === undefined) {
        return { kind: "ignored", reason: "it was not the bot's issue" };
      }
      const doer = { ids: [actor?.id], mayBeApp: actor !== undefined && mayBeAppUser(actor) };
      if ((await ownUsers.find(doer, organizationId))?.actor === "app") {
        return { kind: "ignored", reason: "the bot gave the issue up itself" };
      }
      return {
        kind: "accepted",
        run: (options) => parts.organizations.runAs(identity, () => endSessions(event, parts, options)),
      };
    });
  };
}

/** Ends what is under way on the issue. The bot hears of the latest session in any case: its work may be elsewhere. */
async function endSessions(event: Undelegation, parts: InboundParts, options: WebhookOptions): Promise<void> {
  // The taking is kept first: a session that comes meanwhile either is found or finds it.
  const { issueSessions } = parts.sessions;
  await issueSessions.noteTaken(event.issueId, event.createdAt);
  const known = await issueSessions.find(event.issueId);
  // A session that was written in later holds a new request, and Linear may have opened it since.
  const earlier = known.filter(({ at }) => Date.parse(at) <= Date.parse(event.createdAt));
  await Promise.all(earlier.map((session, index) => endSession(event, session, index === 0, parts, options)));
}

async function endSession(
  event: Undelegation,
  session: IssueSession,
  isLatest: boolean,
  parts: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const { intake, isBusy, issueSessions } = parts.sessions;
  if (await intake.isDeclined(session.sessionId)) return;
  const thread = { kind: "session", issueId: event.issueId, sessionId: session.sessionId } as const;
  const isAtWork = await isBusy(thread);
  if (!isAtWork && !isLatest) return;
  if (!(await issueSessions.end(session))) return;
  const stop = { cause: "undelegation" as const, thread, userId: event.actor?.id ?? "", at: event.createdAt };
  // Linear archives a session that waits when the issue is taken from it: only one at work has to be closed.
  const closingWord = isAtWork ? STOPPED_TEXT : undefined;
  await stopTurn({ ...stop, closingWord }, { ...parts, ...parts.sessions }, options);
}
