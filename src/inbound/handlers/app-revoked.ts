import type { Adapter } from "chat";
import { runChatTasks } from "../../util/chat-tasks.js";
import type { EventHandler } from "../event-handler.js";
import type { InboundParts } from "../inbound-parts.js";

/** An organization has uninstalled the app: its tokens are dead. */
export function createAppRevokedHandler(parts: InboundParts, adapter: () => Adapter): EventHandler<"app.revoked"> {
  return async (event) => {
    const { organizationId } = event;
    if (event.oauthClientId !== (await parts.clientId(organizationId))) {
      return { kind: "ignored", reason: "it is another app" };
    }
    return {
      kind: "accepted",
      run: async (options) => {
        await parts.deleteInstallation(organizationId);
        parts.logger.info("The Linear app was uninstalled", { organizationId });
        // Optional in older versions of chat.
        await runChatTasks(options, (tracked) =>
          parts.chat().processUninstalled?.(
            {
              action: "remove",
              adapter: adapter(),
              conversationId: organizationId,
              id: `${organizationId}:${event.createdAt}`,
              tenantId: organizationId,
              raw: event,
            },
            tracked,
          ),
        );
      },
    };
  };
}
