import type { LinearApi } from "../../api/operation.js";
import { listSessionActivities, listSessionActivitiesVariables } from "../../api/operations/session-activities.js";
import { isSign } from "./signs-of-life.js";

// Behind the newest ones there may be a prompt and signs of life, which say nothing.
const LOOKED_AT = 5;

/** Whether Linear has heard anything of the bot in a session since then (ISO 8601), signs of life aside. One request. */
export async function hasSaidSince(sessionId: string, at: string, api: LinearApi): Promise<boolean> {
  const newest = listSessionActivitiesVariables(sessionId, { first: LOOKED_AT });
  const { nodes } = await api.execute(listSessionActivities, newest);
  return nodes.some(({ content, createdAt }) => {
    if (content.type === "prompt" || Date.parse(createdAt) <= Date.parse(at)) return false;
    return content.type === "action" || !isSign({ kind: content.type, body: content.body });
  });
}
