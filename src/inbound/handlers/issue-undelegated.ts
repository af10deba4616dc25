import { mayBeAppUser } from "../../webhook/event-user.js";
import type { EventOf } from "../../webhook/events.js";
import { endSessions, type IssueEnd } from "../end-sessions.js";
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
        run: (options) => parts.organizations.runAs(identity, () => endSessions(toEnd(event), parts, options)),
      };
    });
  };
}

const toEnd = ({ issueId, createdAt, actor }: Undelegation): IssueEnd => ({
  cause: "undelegation",
  issueId,
  at: createdAt,
  userId: actor?.id ?? "",
});
