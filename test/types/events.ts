import type { LinearAdapter, LinearEvent, LinearEventName } from "chat-adapter-linear";

declare const linear: LinearAdapter;

export const stop: () => void = linear.onEvent("issue.moved", async ({ name, from, to }) => {
  const exact: "issue.moved" = name;
  const ids: string[] = [from.id, to.id];
  return [exact, ids];
});

linear.onEvent("thread.resolved", ({ threadId, commentId }) => [threadId, commentId].join());

// @ts-expect-error: there is no such event
linear.onEvent("issue.exploded", () => {});

// @ts-expect-error: a thread has no states
linear.onEvent("thread.resolved", ({ to }) => to);

linear.onWebhook("Issue", ({ payload }) => payload.data.title.length);
linear.onWebhook("TypeOfTomorrow", ({ payload }) => payload.anything === undefined);

// @ts-expect-error: Linear documents no such field of a comment
linear.onWebhook("Comment", ({ payload }) => payload.data.colour);

/** Each name has its event, and the name tells the events apart. */
export function describe(event: LinearEvent): LinearEventName {
  return event.name === "issue.labeled" && event.added.length > 0 ? "issue.labeled" : event.name;
}
