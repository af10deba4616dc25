import type { LinearNotificationTopic } from "./linear-event.js";

// Linear has about a hundred types, by kind of thing and by what has happened to it: the end of the name tells the latter.
// The first that fits wins. https://linear.app/developers/webhooks#app-user-notifications
const TOPICS: readonly (readonly [ending: RegExp, topic: LinearNotificationTopic])[] = [
  [/Mention$/, "mention"],
  [/Reaction$/, "reaction"],
  [/^issueUnassignedFromYou$/, "unassignment"],
  [/^(?:issueAssignedToYou|issueDelegated)$/, "assignment"],
  [/(?:NewComment|Commented)$/, "comment"],
  [/^issueStatusChanged/, "status"],
  [/ThreadResolved$/, "thread"],
];

/** What a notification of Linear's type is about. */
export function topicOf(type: string): LinearNotificationTopic {
  return TOPICS.find(([ending]) => ending.test(type))?.[1] ?? "other";
}
