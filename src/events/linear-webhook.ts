import type { LinearWebhookEventTypeMap } from "@linear/sdk/webhooks";

/** The types of webhooks that Linear documents. https://linear.app/developers/webhooks */
export type LinearWebhookType = keyof LinearWebhookEventTypeMap;

/** The payload of a type, as Linear's schema has it. What is empty is mostly left out. */
export type LinearWebhookPayloadOf<Type extends string> = Type extends LinearWebhookType
  ? LinearWebhookEventTypeMap[Type]
  : Readonly<Record<string, unknown>>;

/** A verified webhook, for `adapter.onWebhook`. */
export interface LinearWebhook<Type extends string = string> {
  type: Type;
  /** Such as "create", "update" or "remove"; "" where there is none. */
  action: string;
  organizationId: string;
  /** As it came; nothing in it has been checked but that Linear has sent it. */
  payload: LinearWebhookPayloadOf<Type>;
}
