import { createHash } from "node:crypto";
import type { LinearWebhookEvent } from "./events.js";

/**
 * A key that is equal for two deliveries of one event, so that it can be claimed before the work. It is made of what
 * the event is about: Linear retries a delivery, sends an event to each webhook that wants it, and does not say whether
 * a retry keeps the delivery's id; the `Linear-Delivery` header is not signed either. An event that we do not know has
 * only `delivery`, the header's value; without it all of one type and organization share a key.
 */
export function eventKey(event: LinearWebhookEvent, delivery: string | null): string {
  switch (event.kind) {
    case "comment.created":
      return `${event.kind}:${event.organizationId}:${event.comment.id}`;
    case "comment.removed":
      return `${event.kind}:${event.organizationId}:${event.comment.id}`;
    case "comment.updated":
      // A comment may be edited often, also twice within a millisecond: what it said before tells the edits apart, too.
      return `${event.kind}:${event.organizationId}:${event.comment.id}:${event.comment.updatedAt}:${digestOf(event.previousBody)}`;
    case "session.created":
      return `${event.kind}:${event.organizationId}:${event.session.id}`;
    case "session.prompted":
      return `${event.kind}:${event.organizationId}:${event.activity.id}`;
    case "app.revoked":
      // An app may be installed and removed more than once: the date tells the removals apart.
      return `${event.kind}:${event.organizationId}:${event.oauthClientId}:${event.createdAt}`;
    case "reaction.created":
    case "reaction.removed":
      return `${event.kind}:${event.organizationId}:${event.reaction.id}`;
    case "issue.undelegated":
      // An issue may be delegated again: the date tells the times apart.
      return `${event.kind}:${event.organizationId}:${event.issueId}:${event.formerDelegateId}:${event.createdAt}`;
    case "unknown":
      return `${event.kind}:${event.organizationId ?? ""}:${event.type}.${event.action ?? ""}:${delivery ?? ""}`;
  }
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
