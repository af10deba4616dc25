import { type Adapter, type ChatInstance, LockError, type Logger, type Message } from "chat";
import type { InboundParts } from "../inbound/inbound-parts.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { RunLiveTurn } from "../sessions/live-turn.js";
import { type OpenTurn, openTurn } from "../sessions/open-turn.js";
import type { OrganizationRunner } from "./organization-runner.js";
import type { ThreadOrganizations } from "./thread-organizations.js";

export interface MessageDispatchParts {
  adapter: () => Adapter;
  chat: () => ChatInstance;
  organizations: OrganizationRunner;
  threads: Pick<ThreadOrganizations, "remember">;
  /** Runs the handling of a session's message so that the session never looks dead. */
  liveTurn: RunLiveTurn;
  logger: Pick<Logger, "warn">;
}

/** Hands messages to the bot's handlers and resolves when those are done. */
export function createMessageDispatch(parts: MessageDispatchParts): InboundParts["dispatch"] {
  const { adapter, chat, organizations, liveTurn } = parts;

  // Our own claim has seen to duplicates; the chat's would drop what Linear sends again after a crash.
  const handle = (message: Message<LinearRawMessage>): Promise<void> =>
    chat().processMessage(adapter(), message.threadId, message, { deduplicate: false });

  return (message, identity, options) => {
    const turn = turnOf(message);
    return organizations.runAs(identity, turn, async () => {
      const remembered = rememberThread(message.threadId, identity.organizationId, parts);
      try {
        await unlessLogged(options, () => (turn ? liveTurn(turn, () => handle(message), isFailure) : handle(message)));
      } finally {
        await remembered;
      }
    });
  };
}

// A message that the chat drops because another is being handled is no failure of the turn that goes on.
const isFailure = (error: unknown): boolean => !(error instanceof LockError);

function turnOf({ raw, threadId }: Message<LinearRawMessage>): OpenTurn | undefined {
  if (raw.kind !== "agent_session_comment") return undefined;
  return openTurn({ sessionId: raw.agentSessionId, threadId, at: raw.comment.createdAt }, { drainsQueue: true });
}

/** Keeps the organization of a thread, for jobs. Never throws. */
export async function rememberThread(
  threadId: string,
  organizationId: string,
  { threads, logger }: Pick<MessageDispatchParts, "threads" | "logger">,
): Promise<void> {
  try {
    await threads.remember(threadId, organizationId);
  } catch (error) {
    logger.warn("The organization of a thread could not be kept; later jobs need withInstallation", { error });
  }
}

/** The chat has logged what its handlers threw; who asks for it gets it as well. */
export async function unlessLogged(
  { propagateHandlerErrors }: { propagateHandlerErrors?: boolean },
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (propagateHandlerErrors) throw error;
  }
}
