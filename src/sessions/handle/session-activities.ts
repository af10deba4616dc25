import type { FetchOptions } from "chat";
import type { LinearApi } from "../../api/operation.js";
import {
  type ActivityContentNode,
  listSessionActivities,
  listSessionActivitiesVariables,
  type SessionActivityNode,
} from "../../api/operations/session-activities.js";
import { authorNodeToActor } from "../../messages/author.js";
import { chronological, pageArguments } from "../../messages/history/history-page.js";
import type { LinearActorData } from "../../messages/raw-message.js";
import type { JsonObject } from "../../util/json.js";

interface ActivityFacts {
  /** UUID. */
  id: string;
  createdAt: Date;
  author: LinearActorData;
  /** The comment that shows it in the session's thread, where Linear names one. */
  commentId: string | undefined;
}

/** An activity that may be `ephemeral`: it then vanishes from Linear with the agent's next activity. */
interface Passing {
  ephemeral: boolean;
}

/** Everything that can happen in an agent session. `body`, `parameter` and `result` are Markdown. */
export type LinearSessionActivity = ActivityFacts &
  (
    | ({ type: "thought"; body: string } & Passing)
    | ({ type: "action"; action: string; parameter: string; result: string | undefined } & Passing)
    /** `signal`: "select" or "auth", with what belongs to it in `signalMetadata`. */
    | { type: "elicitation"; body: string; signal: string | undefined; signalMetadata: JsonObject | undefined }
    | { type: "response"; body: string }
    | { type: "error"; body: string }
    /** What a person wrote. `signal`: "stop", with an empty `body`, when they pressed Stop. */
    | { type: "prompt"; body: string; signal: string | undefined }
  );

/** One page of a session's activities, oldest first. */
export interface LinearSessionActivityPage {
  activities: LinearSessionActivity[];
  /** Leads on in the direction asked for; absent on the last page. */
  nextCursor?: string;
}

/** `direction`: "backward" from the newest (the default) or "forward" from the oldest. `limit`: default 50, at most 250. */
export type LinearSessionActivityOptions = Pick<FetchOptions, "cursor" | "direction" | "limit">;

/** Fetches a page in one request. An ephemeral activity is there only as long as nothing has followed it. */
export async function fetchSessionActivities(
  api: LinearApi,
  sessionId: string,
  options: LinearSessionActivityOptions,
): Promise<LinearSessionActivityPage> {
  const page = await api.execute(
    listSessionActivities,
    listSessionActivitiesVariables(sessionId, pageArguments(options)),
  );
  const activities = chronological(page.nodes).map(toActivity);
  const nextCursor =
    options.direction === "forward" ? page.hasPreviousPage && page.startCursor : page.hasNextPage && page.endCursor;
  return nextCursor ? { activities, nextCursor } : { activities };
}

function toActivity(node: SessionActivityNode): LinearSessionActivity {
  return {
    id: node.id,
    createdAt: new Date(node.createdAt),
    author: authorNodeToActor(node.user),
    commentId: node.sourceCommentId,
    ...toContent(node.content, node),
  };
}

type ActivityContent<Activity = LinearSessionActivity> = Activity extends ActivityFacts
  ? Omit<Activity, keyof ActivityFacts>
  : never;

function toContent(
  content: ActivityContentNode,
  { ephemeral, signal, signalMetadata }: SessionActivityNode,
): ActivityContent {
  switch (content.type) {
    case "thought":
      return { type: "thought", body: content.body, ephemeral };
    case "action":
      return { ...content, ephemeral };
    case "elicitation":
      return { type: "elicitation", body: content.body, signal, signalMetadata };
    case "prompt":
      return { type: "prompt", body: content.body, signal };
    case "response":
    case "error":
      return { type: content.type, body: content.body };
  }
}
