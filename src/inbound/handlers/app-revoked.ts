import type { WebhookOptions } from "chat";
import type { LinearAuth } from "../../credentials/auth.js";
import { runChatTasks } from "../../util/chat-tasks.js";
import { resolveSecret } from "../../util/secret.js";
import type { EventOf } from "../../webhook/events.js";
import type { InboundParts } from "../inbound-parts.js";
import type { EventHandler } from "../preparation.js";

/** Handles that an organization has uninstalled the app: its tokens are dead. */
export function createAppRevokedHandler(parts: InboundParts): EventHandler<"app.revoked"> {
  const { config, installations, logger } = parts;

  return async (event) => {
    const { organizationId } = event;
    if (event.oauthClientId !== (await clientIdOf(config.auth, organizationId))) {
      return { kind: "ignored", reason: "it is another app" };
    }
    // Linear sends an event again for up to seven hours: by then the organization may have installed the app anew.
    const { installedAt } = (await installations.get(organizationId)) ?? {};
    if (installedAt !== undefined && Date.parse(event.createdAt) < installedAt) {
      return { kind: "ignored", reason: "the app has been installed again since" };
    }
    return {
      kind: "accepted",
      run: async (options) => {
        try {
          await installations.delete(organizationId);
          logger.info("The Linear app was uninstalled", { organizationId });
        } finally {
          await tellUninstalled(event, parts, options);
        }
      },
    };
  };
}

/** The OAuth client that we are, where the authentication says so. */
async function clientIdOf(auth: LinearAuth, organizationId: string): Promise<string | undefined> {
  switch (auth.kind) {
    case "app":
    case "client-credentials":
      return await resolveSecret(auth.clientId, organizationId);
    case "api-key":
    case "access-token":
      return undefined;
  }
}

async function tellUninstalled(
  event: EventOf<"app.revoked">,
  { host }: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const { organizationId } = event;
  const uninstalled = {
    action: "remove" as const,
    adapter: host.adapter(),
    conversationId: organizationId,
    id: `${organizationId}:${event.createdAt}`,
    tenantId: organizationId,
    raw: event,
  };
  // `processUninstalled` is optional in older versions of chat.
  await runChatTasks(options, (tracked) => host.chat().processUninstalled?.(uninstalled, tracked));
}
