import { replaceMentionTags } from "../../render/mention-tags.js";
import { decodeEntities } from "./entities.js";

/**
 * The texts that the event holds and that the prompt context repeats: by where they stand there (`issue/description`) and
 * by their key.
 */
export type KnownTexts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * What two renderings of one text have in common. Linear renders the same Markdown for the event and for the prompt
 * context: with other white space, mentions in other forms, and perhaps escaped.
 */
export const textKey = (text: string): string => replaceMentionTags(decodeEntities(text)).replace(/\s+/g, " ").trim();

/** Texts by their keys; those that are not there or blank are left out. */
export function toKeyed(texts: readonly (string | undefined)[]): ReadonlyMap<string, string> {
  return new Map(texts.flatMap((text) => (text === undefined || text.trim() === "" ? [] : [[textKey(text), text]])));
}
