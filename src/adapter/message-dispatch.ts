import type { Adapter, ChatInstance, Logger, Message } from "chat";
import type { InboundParts } from "../inbound/inbound-parts.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { SessionTurn } from "../sessions/stop-marks.js";
import type { OrganizationRunner } from "./organization-runner.js";
import type { ThreadOrganizations } from "./thread-organizations.js";

export interface MessageDispatchParts {
  adapter: () => Adapter;
  chat: () => ChatInstance;
  organizations: OrganizationRunner;
  threads: Pick<ThreadOrganizations, "remember">;
  logger: Pick<Logger, "warn">;
}

/** Hands messages to the bot's handlers and resolves when those are done. */
export function createMessageDispatch(parts: MessageDispatchParts): InboundParts["dispatch"] {
  const { adapter, chat, organizations, threads, logger } = parts;

  const remember = (threadId: string, organizationId: string): Promise<void> =>
    threads.remember(threadId, organizationId).catch((error: unknown) => {
      logger.warn("The organization of a thread could not be kept; later jobs need withInstallation", { error });
    });

  return (message, identity, options) =>
    organizations.runAs(identity, turnOf(message), async () => {
      const remembered = remember(message.threadId, identity.organizationId);
      try {
        // Our own claim has seen to duplicates; the chat's would drop what Linear sends again after a crash.
        await chat().processMessage(adapter(), message.threadId, message, { deduplicate: false });
      } catch (error) {
        // The chat has logged it.
        if (options.propagateHandlerErrors) throw error;
      } finally {
        await remembered;
      }
    });
}

function turnOf({ raw, threadId }: Message<LinearRawMessage>): SessionTurn | undefined {
  if (raw.kind !== "agent_session_comment") return undefined;
  return { sessionId: raw.agentSessionId, threadId, at: raw.comment.createdAt };
}
