import type { Identity } from "../credentials/auth.js";
import type { LinearText } from "../render/linear-text.js";
import { createOncePerKey } from "../util/once-per-key.js";
import type { InboundParts } from "./inbound-parts.js";

/** Looks at a comment that mentions somebody and not the bot, and tells once when the bot seems to be meant. */
export type LookForMissedName = (text: LinearText, identity: Identity) => void;

export function createMissedNames({
  identity: bot,
  logger,
}: Pick<InboundParts, "identity" | "logger">): LookForMissedName {
  const once = createOncePerKey();

  return (text, identity) => {
    if (!text.mayMention()) return;
    const missed = bot.findMissedName(text, identity);
    if (missed === undefined) return;
    const { organizationId } = identity;
    const heard = `@${bot.names(identity).join(", @")}`;
    switch (missed.kind) {
      case "chat-name":
        return once(`${organizationId} chat`, () =>
          logger.warn(
            `A comment mentions @${missed.name}, the userName of the Chat, but in Linear the bot is called ${heard} and answers to that: mention it so, or give the adapter the option userName`,
            { organizationId },
          ),
        );
      case "person":
        // An information is enough, since most likely nothing is wrong: that person has colleagues.
        return once(`${organizationId} person`, () =>
          logger.info(
            `A comment mentions @${missed.name}, as whom the bot acts, and was not taken as one for the bot, which answers to ${heard} written out; an app has a name of its own in Linear's menu`,
            { organizationId },
          ),
        );
    }
  };
}
