import type { Message } from "chat";
import type { Identity } from "../../credentials/auth.js";
import type { LinearRawMessage } from "../../messages/raw-message.js";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { commentEventToRaw, sessionCommentToRaw } from "../../messages/to-raw-message.js";
import type { LinearText } from "../../render/linear-text.js";
import type { EventComment, EventOf } from "../../webhook/events.js";
import { createBotTurns, placeOf } from "../bot-turns.js";
import { authorOf } from "../comment-author.js";
import { type CommentPlace, findCommentPlace } from "../comment-place.js";
import { dispatchMessage } from "../dispatch.js";
import { dispatchEdit } from "../dispatch-changes.js";
import { createEditedMentions, type EditedMentions } from "../edited-mentions.js";
import type { InboundParts } from "../inbound-parts.js";
import type { EventHandler, HandOverOptions } from "../preparation.js";
import { withIdentity } from "../with-identity.js";

type CommentUpdated = EventOf<"comment.updated">;

/** What is known of an edit before Linear is answered. */
interface EditWork {
  event: CommentUpdated;
  place: Exclude<CommentPlace, { kind: "ignored" }>;
  identity: Identity;
  text: LinearText;
  previousText: LinearText;
  /** Whether the comment mentions the bot now, and whether it did before. */
  mentions: { now: boolean; before: boolean };
}

/** An edited comment is told to the bot as a change of its message; one that brings the first mention is a mention, too. */
export function createCommentUpdatedHandler(parts: InboundParts): EventHandler<"comment.updated"> {
  const { identity: bot, texts } = parts;
  const editedMentions = createEditedMentions(parts);

  return (event) =>
    withIdentity(event.organizationId, parts, async (identity) => {
      const place = await findCommentPlace(event, authorOf(event), identity, parts);
      if (place.kind === "ignored") return place;
      const [text, previousText] = [await texts.read(event.comment.body), await texts.read(event.previousBody)];
      const mentions = {
        now: await bot.isMentioned(text, identity),
        before: await bot.isMentioned(previousText, identity),
      };
      const work = { event, place, identity, text, previousText, mentions };
      return { kind: "accepted", run: (options) => onEdit(work, editedMentions, parts, options) };
    });
}

async function onEdit(
  work: EditWork,
  editedMentions: EditedMentions,
  parts: InboundParts,
  options: HandOverOptions,
): Promise<void> {
  const { event, place, identity } = work;
  parts.profileUrls.rememberUser(event.comment.user);
  const edit = toEdit(work, parts);
  const speaker = edit.message.raw.comment.user;
  const tell = async (): Promise<void> => {
    const told = dispatchEdit(edit, identity, parts, options);
    // A mention comes to the bot whatever becomes of the edit, and need not wait for it.
    const mentioned = place.kind === "comment" ? onEditedMention(work, editedMentions, parts, options) : undefined;
    const results = await Promise.allSettled([told, mentioned]);
    for (const result of results) if (result.status === "rejected") throw result.reason;
  };
  const turnPlace = place.kind === "comment" ? place.rootId : placeOf({ kind: "session", ...place.message });
  await createBotTurns(parts).take({ place: turnPlace, speaker, counts: "answered" }, tell);
}

/** Hands the message over as a mention when no earlier text of it was one, and no session answers it. */
async function onEditedMention(
  work: EditWork,
  editedMentions: EditedMentions,
  parts: InboundParts,
  options: HandOverOptions,
): Promise<void> {
  const { event, identity, mentions } = work;
  const { id } = event.comment;
  if (mentions.before) return await editedMentions.note(id);
  if (!mentions.now || !(await editedMentions.claim(id, options.fromInbox?.key))) return;
  if (!(await parts.sessions.mentions.claimForComments(id, options.fromInbox?.key))) return;
  await dispatchMessage(toEdit(work, parts).message, identity, parts, options);
}

/** The message as it reads now, and as it read before. */
function toEdit(
  { event, place, text, previousText, mentions }: EditWork,
  parts: InboundParts,
): { message: Message<LinearRawMessage>; previousMessage: Message<LinearRawMessage> } {
  const { comment, previousBody, previouslyEditedAt } = event;
  const toRaw = (version: EventComment): LinearRawMessage => {
    const versioned = { ...event, comment: version };
    return place.kind === "comment" ? commentEventToRaw(versioned) : sessionCommentToRaw(versioned, place.message);
  };
  const now = { ...comment, editedAt: comment.editedAt ?? event.createdAt };
  const before = { ...comment, body: previousBody, editedAt: previouslyEditedAt };
  const toMessage = (version: EventComment, words: LinearText, isMention: boolean): Message<LinearRawMessage> =>
    toChatMessage(
      toRaw(version),
      { isMe: false, isMention: isMention || place.kind === "session" },
      words,
      parts.files,
    );
  return {
    message: toMessage(now, text, mentions.now),
    previousMessage: toMessage(before, previousText, mentions.before),
  };
}
