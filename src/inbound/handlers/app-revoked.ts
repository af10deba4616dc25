import type { Adapter, WebhookOptions } from "chat";
import { runChatTasks } from "../../util/chat-tasks.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler } from "../event-handler.js";
import type { InboundParts } from "../inbound-parts.js";

/** An organization has uninstalled the app: its tokens are dead. */
export function createAppRevokedHandler(parts: InboundParts, adapter: () => Adapter): EventHandler<"app.revoked"> {
  return async (event) => {
    const { organizationId } = event;
    if (event.oauthClientId !== (await parts.clientId(organizationId))) {
      return { kind: "ignored", reason: "it is another app" };
    }
    // Linear sends an event again for up to seven hours: by then the organization may have installed the app anew.
    const { installedAt } = (await parts.findInstallation(organizationId)) ?? {};
    if (installedAt !== undefined && Date.parse(event.createdAt) < installedAt) {
      return { kind: "ignored", reason: "the app has been installed again since" };
    }
    return {
      kind: "accepted",
      run: async (options) => {
        try {
          await parts.deleteInstallation(organizationId);
          parts.logger.info("The Linear app was uninstalled", { organizationId });
        } finally {
          await tellBot(event, parts, adapter(), options);
        }
      },
    };
  };
}

async function tellBot(
  event: EventOf<"app.revoked">,
  { chat }: InboundParts,
  adapter: Adapter,
  options: WebhookOptions,
): Promise<void> {
  const { organizationId } = event;
  const uninstalled = {
    action: "remove" as const,
    adapter,
    conversationId: organizationId,
    id: `${organizationId}:${event.createdAt}`,
    tenantId: organizationId,
    raw: event,
  };
  // Optional in older versions of chat.
  await runChatTasks(options, (tracked) => chat().processUninstalled?.(uninstalled, tracked));
}
