import type { JsonObject } from "../util/json.js";
import type { LinearEvent, LinearEventFacts, LinearFieldChange } from "./linear-event.js";
import { idsIn, objectIn, readEntity, readIssue, textIn } from "./payload.js";

// They change with every other field, or say the same as another.
const ECHOES = new Set(["updatedAt", "descriptionData"]);

/** The events that an `Issue` delivery is: the general one, and one for each change that has a name. */
export function toIssueEvents(payload: JsonObject, data: JsonObject, facts: LinearEventFacts): LinearEvent[] {
  const issue = readIssue(data);
  if (issue === undefined) return [];
  const about = { ...facts, issue };
  if (payload.action === "create") return [{ ...about, name: "issue.created" }];
  if (payload.action === "remove")
    return [{ ...about, name: isOnlyArchived(data) ? "issue.archived" : "issue.deleted" }];

  const changes = readChanges(objectIn(payload, "updatedFrom") ?? {}, data);
  if (Object.keys(changes).length === 0) return [];
  return [
    { ...about, name: "issue.updated", changes },
    ...toMoved(about, changes, data),
    ...toPerson("issue.assigned", "assignee", about, changes, data),
    ...toPerson("issue.delegated", "delegate", about, changes, data),
    ...toLabeled(about, changes, data),
    ...toArchived(about, changes, data),
  ];
}

type About = LinearEventFacts & Pick<LinearEvent<"issue.created">, "issue">;
type Changes = Readonly<Record<string, LinearFieldChange>>;

const isOnlyArchived = (data: JsonObject): boolean => textIn(data, "archivedAt") !== undefined && data.trashed !== true;

/** Linear sends the old values of what has changed; what is empty now may be missing. */
function readChanges(updatedFrom: JsonObject, data: JsonObject): Changes {
  const changed = Object.entries(updatedFrom)
    .map(([field, from]) => [field, { from: from ?? null, to: data[field] ?? null }] as const)
    .filter(([field, { from, to }]) => !ECHOES.has(field) && JSON.stringify(from) !== JSON.stringify(to));
  return Object.fromEntries(changed);
}

function toMoved(about: About, { stateId }: Changes, data: JsonObject): LinearEvent[] {
  if (typeof stateId?.from !== "string" || typeof stateId.to !== "string") return [];
  const state = objectIn(data, "state");
  const from = { id: stateId.from, name: undefined, type: undefined };
  const to = { id: stateId.to, name: textIn(state, "name"), type: textIn(state, "type") };
  return [{ ...about, name: "issue.moved", from, to }];
}

function toPerson(
  name: "issue.assigned" | "issue.delegated",
  field: "assignee" | "delegate",
  about: About,
  changes: Changes,
  data: JsonObject,
): LinearEvent[] {
  const change = changes[`${field}Id`];
  if (change === undefined) return [];
  const [from, to] = [change.from, change.to].map((id) => (typeof id === "string" ? id : undefined));
  return [{ ...about, name, from: readEntity(from, undefined), to: readEntity(to, objectIn(data, field)) }];
}

function toLabeled(about: About, { labelIds }: Changes, data: JsonObject): LinearEvent[] {
  if (labelIds === undefined) return [];
  const [before, now] = [idsIn({ ids: labelIds.from }, "ids"), idsIn({ ids: labelIds.to }, "ids")];
  const labels = Array.isArray(data.labels) ? data.labels : [];
  const added = now
    .filter((id) => !before.includes(id))
    .map((id) => ({
      id,
      name: textIn(
        labels.find((label) => label?.id === id),
        "name",
      ),
    }));
  const removed = before.filter((id) => !now.includes(id)).map((id) => ({ id, name: undefined }));
  return added.length + removed.length === 0 ? [] : [{ ...about, name: "issue.labeled", added, removed }];
}

function toArchived(about: About, { archivedAt, trashed }: Changes, data: JsonObject): LinearEvent[] {
  if (archivedAt === undefined && trashed === undefined) return [];
  if (data.trashed === true) return [{ ...about, name: "issue.deleted" }];
  if (archivedAt === undefined && trashed?.to === null && textIn(data, "archivedAt") !== undefined) return [];
  return [{ ...about, name: textIn(data, "archivedAt") === undefined ? "issue.restored" : "issue.archived" }];
}
