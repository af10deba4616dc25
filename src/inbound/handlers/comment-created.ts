import { toChatMessage } from "../../messages/to-chat-message.js";
import { commentEventToRaw } from "../../messages/to-raw-message.js";
import { createBotTurns } from "../bot-turns.js";
import { authorOf, isLinearsOwn } from "../comment-author.js";
import { asMessageOrAnswer } from "../dispatch.js";
import type { InboundParts } from "../inbound-parts.js";
import { createMissedNames } from "../missed-names.js";
import { findOwnUser } from "../own-doings.js";
import type { EventHandler } from "../preparation.js";
import type { SessionArrivals } from "../session-arrivals.js";
import { withIdentity } from "../with-identity.js";

/** A comment on an issue is a message of the thread under its root. */
export function createCommentCreatedHandler(
  parts: InboundParts,
  arrivals: Pick<SessionArrivals, "onComment">,
): EventHandler<"comment.created"> {
  const { config, identity: bot, ownComments, ownWords, profileUrls, sessions } = parts;
  const lookForMissedName = createMissedNames(parts);
  const botTurns = createBotTurns(parts);

  return (event) => {
    const { comment, organizationId } = event;
    if (config.mode === "agent-sessions") return arrivals.onComment(event);
    if (comment.issueId === undefined) return { kind: "ignored", reason: "the comment is not on an issue" };
    if (isLinearsOwn(comment)) return { kind: "ignored", reason: "Linear wrote it for an agent session" };

    return withIdentity(organizationId, parts, async (identity) => {
      const own = await findOwnUser(authorOf(event), identity, parts);
      if (own !== undefined && (await ownComments.isOwn(comment.id, true, own))) {
        return { kind: "ignored", reason: "the bot wrote it" };
      }
      const rootId = comment.parentId ?? comment.id;
      if (comment.userId === undefined && ownWords.areIn(rootId, comment.body)) {
        return { kind: "ignored", reason: "the bot wrote it, and another product has brought it back" };
      }
      if ((await sessions.mentions.findSession(comment)) !== undefined) {
        return { kind: "ignored", reason: "it belongs to an agent session" };
      }
      // The mention is looked for before Linear gets its answer: where Linear must be asked for our name and does not
      // tell, the event comes again.
      const text = await parts.texts.read(comment.body);
      const isMentionAsKnown = await bot.isMentioned(text, identity);
      return {
        kind: "accepted",
        run: async (options) => {
          profileUrls.rememberUser(comment.user);
          const renamed = isMentionAsKnown ? undefined : await bot.findMentionedAnew(text, identity);
          const isMention = isMentionAsKnown || renamed !== undefined;
          if (!isMention) lookForMissedName(text, identity);
          if (isMention && !(await sessions.mentions.claimForComments(comment.id, options.fromInbox?.key))) return;
          const message = toChatMessage(commentEventToRaw(event), { isMe: false, isMention }, text, parts.files);
          const handOver = await asMessageOrAnswer(message, renamed ?? identity, parts);
          const turn = { place: rootId, speaker: message.raw.comment.user, counts: "answered" as const };
          await botTurns.take(turn, () => handOver(options));
        },
      };
    });
  };
}
