import { isJsonObject, type JsonObject, UnexpectedValueError } from "../util/json.js";
import type { EventUser } from "./events.js";
import { optional, optionalId, readIssue, readUser, shown } from "./payload-readers.js";

/** What a notification about an issue tells. */
export function readNotification(
  notification: JsonObject,
  path: string,
): { issueId: string; actor: EventUser | undefined } {
  const issue = optional(readIssue, notification, "issue", path);
  const issueId = optionalId(notification, "issueId", path) ?? issue?.id;
  if (issueId === undefined) throw new UnexpectedValueError(`${path}.issueId`, "an id");
  return { issueId, actor: optional(readUser, notification, "actor", path) };
}

/** The delegate that an issue had before this update, when it has not any more. */
export function findFormerDelegate({ data, updatedFrom }: JsonObject): string | undefined {
  if (!isJsonObject(data) || !isJsonObject(updatedFrom)) return undefined;
  const former = shown(updatedFrom, "delegateId");
  return former === shown(data, "delegateId") ? undefined : former;
}
