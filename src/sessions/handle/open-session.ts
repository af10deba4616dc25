import type { Logger } from "chat";
import { type OpenedSession, openSessionOnComment, openSessionOnIssue } from "../../api/operations/session-openings.js";
import type { SingleTry } from "../../api/single-try.js";
import { LinearAdapterError } from "../../errors.js";
import type { ThreadOrganizations } from "../../organizations/thread-organizations.js";
import { formatThread, type SessionThread } from "../../threads/thread-id.js";
import { isUuid } from "../../util/uuid.js";
import type { OwnSessions } from "../intake/own-sessions.js";
import type { SessionVoice } from "../turns/session-voice.js";
import { type LinearSessionLink, requireText, toLinks } from "./session-input.js";

/** Where to open an agent session, and what it shows from the start. */
export type OpenSessionOptions = (
  | { /** UUID, or an identifier such as `ENG-123`. */ issueId: string; commentId?: undefined }
  | { /** UUID of a root comment. */ commentId: string; issueId?: undefined }
) & {
  links?: readonly LinearSessionLink[] | undefined;
  /** A first thought, Markdown: one more request. */
  thought?: string | undefined;
};

export interface OpenSessionParts {
  sendOnce: SingleTry;
  ownSessions: Pick<OwnSessions, "opening">;
  voice: Pick<SessionVoice, "say">;
  render: (markdown: string) => Promise<string>;
  currentOrganization: () => string | undefined;
  threadOrganizations: Pick<ThreadOrganizations, "remember">;
  logger: Pick<Logger, "warn">;
}

/**
 * Opens a session and resolves to its thread, which is that of its later events. One request, and one for the thought.
 * Once the session is open nothing fails any more: who tried again would open a second one.
 */
export async function openSession(options: OpenSessionOptions, parts: OpenSessionParts): Promise<SessionThread> {
  const place = toPlace(options);
  const links = toLinks(options.links ?? []);
  const { thought } = options;
  const body = thought === undefined ? undefined : await parts.render(requireText(thought, "thought"));

  const organizationId = parts.currentOrganization();
  const session = await parts.ownSessions.opening({ ref: place.id, organizationId }, () =>
    open(place, links, parts.sendOnce),
  );
  const thread: SessionThread = { kind: "session", issueId: session.issueId, sessionId: session.id };

  const attempt = async (what: string, work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      parts.logger.warn(`An agent session was opened, but ${what}`, { sessionId: session.id, error });
    }
  };
  if (organizationId !== undefined) {
    await attempt("its organization could not be kept; later jobs need withInstallation", () =>
      parts.threadOrganizations.remember(formatThread(thread), organizationId),
    );
  }
  if (body !== undefined) {
    await attempt("its first thought could not be sent", () =>
      parts.voice.say(session.id, { kind: "thought", body, ephemeral: false }),
    );
  }
  return thread;
}

type Place = { kind: "issue" | "comment"; id: string };

const IDENTIFIER = /^[\p{L}\p{N}_]+-\d+$/u;

function toPlace({ issueId, commentId }: OpenSessionOptions): Place {
  if (issueId !== undefined && commentId === undefined && (isUuid(issueId) || IDENTIFIER.test(issueId))) {
    return { kind: "issue", id: issueId };
  }
  if (commentId !== undefined && issueId === undefined && isUuid(commentId)) {
    return { kind: "comment", id: commentId };
  }
  throw new LinearAdapterError(
    "MESSAGE_INVALID",
    "A session is opened with either issueId, a UUID or an identifier such as ENG-123, or commentId, the UUID of a root comment",
  );
}

function open(place: Place, links: readonly LinearSessionLink[], sendOnce: SingleTry): Promise<OpenedSession> {
  const shown = links.length === 0 ? {} : { externalUrls: links };
  switch (place.kind) {
    case "issue":
      return sendOnce(openSessionOnIssue, { input: { issueId: place.id, ...shown } });
    case "comment":
      return sendOnce(openSessionOnComment, { input: { commentId: place.id, ...shown } });
  }
}
