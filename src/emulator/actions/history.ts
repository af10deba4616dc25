import type { IssueRecord, UserRecord } from "../records.js";
import type { HistoryRecord, IssueValues } from "../work-records.js";
import type { World } from "../world.js";

/** Keeps what a change is about to move. */
export function recordHistory(
  world: World,
  issue: IssueRecord,
  changes: Partial<IssueRecord>,
  by: UserRecord | undefined,
): void {
  const current: IssueValues = { ...issue };
  const moved = Object.entries(changes).filter(([key, value]) => current[key] !== value);
  const at = world.instant();
  const entry: HistoryRecord = {
    id: world.newId(),
    organizationId: issue.organizationId,
    issueId: issue.id,
    actorId: by?.id,
    from: Object.fromEntries(moved.map(([key]) => [key, current[key]])),
    to: Object.fromEntries(moved),
    createdAt: at,
    updatedAt: at,
  };
  world.state.history.set(entry.id, entry);
}
