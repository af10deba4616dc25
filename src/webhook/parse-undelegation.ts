import { isJsonObject, UnexpectedValueError } from "../util/json.js";
import type { EventUser } from "./events.js";
import { shownUser } from "./parse-context.js";
import { idOfEither, type PayloadPart, pathOf, shownEntityId, shownName } from "./payload-readers.js";

/** What a notification about an issue tells. */
export function readNotification(notification: PayloadPart): { issueId: string; actor: EventUser | undefined } {
  const issueId = idOfEither(notification, "issueId", "issue");
  if (issueId === undefined) throw new UnexpectedValueError(pathOf(notification, "issueId"), "an id");
  return { issueId, actor: shownUser(notification, "actor", shownEntityId(notification, "actorId")) };
}

/** The delegate that an issue had before this update, when it has not any more. */
export function findFormerDelegate({ fields: { data, updatedFrom }, note }: PayloadPart): string | undefined {
  if (!isJsonObject(data) || !isJsonObject(updatedFrom)) return undefined;
  const former = shownName({ fields: updatedFrom, path: "updatedFrom", note }, "delegateId");
  return former === shownName({ fields: data, path: "data", note }, "delegateId") ? undefined : former;
}
