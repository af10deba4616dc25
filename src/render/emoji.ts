import { DEFAULT_EMOJI_MAP, defaultEmojiResolver, type EmojiValue, getEmoji, type WellKnownEmoji } from "chat";
import { EMOJI_NAMES } from "./emoji-names.js";

const wellKnown = Object.entries(EMOJI_NAMES) as [WellKnownEmoji, readonly [string, ...string[]]][];

const emojiByAlias: ReadonlyMap<string, WellKnownEmoji> = new Map(
  wellKnown.flatMap(([emoji, names]) => names.map((name): [string, WellKnownEmoji] => [name, emoji])),
);

// Second characters that the SDK counts as the same emoji, though they are others: they keep their own name.
const OTHER_CHARACTERS: readonly [string, string][] = [
  ["😆", "laughing"],
  ["🥳", "partying_face"],
  ["✔", "heavy_check_mark"],
  ["✖", "heavy_multiplication_x"],
];

const nameByCharacter: ReadonlyMap<string, string> = new Map([
  ...wellKnown.map(([emoji, names]): [string, string] => [plainCharacter(characterOf(emoji)), names[0]]),
  ...OTHER_CHARACTERS,
]);

/**
 * The name under which Linear keeps a reaction, without colons. Takes a Chat SDK emoji, its name (`thumbs_up`), a
 * character (`👍`) or a shortcode (`:thumbsup:`), and folds aliases: all of these are `+1`. A name or a character that
 * is not in the table is returned as it is: custom emoji go by their name, and Linear reads characters.
 */
export function toLinearEmoji(emoji: EmojiValue | string): string {
  const text = typeof emoji === "string" ? emoji : emoji.name;
  const shortcode = /^:([^:\s]+):$/.exec(text)?.[1];
  if (shortcode !== undefined) return foldAlias(shortcode);
  const name = /^\{\{emoji:([^{}\s]+)\}\}$/.exec(text)?.[1] ?? text;
  if (isWellKnown(name)) return EMOJI_NAMES[name][0];
  return nameByCharacter.get(plainCharacter(name)) ?? foldAlias(name);
}

/** The Chat SDK's emoji for the name of a reaction in Linear. A custom emoji is a value with Linear's name. */
export function fromLinearEmoji(name: string): EmojiValue {
  const emoji = emojiByAlias.get(name);
  if (emoji !== undefined) return getEmoji(emoji);
  // The SDK's resolver knows near characters (`laughing`) and what the bot registered with `createEmoji`.
  return isAscii(name) ? defaultEmojiResolver.fromSlack(name) : defaultEmojiResolver.fromGChat(name);
}

/** Whether Linear's reaction `stored` is the emoji that `wanted` stands for, whichever alias Linear kept. */
export function isSameEmoji(wanted: EmojiValue | string, stored: string): boolean {
  return toLinearEmoji(wanted) === (isAscii(stored) ? foldAlias(stored) : toLinearEmoji(stored));
}

/** What to print for an emoji's name: its character, or `:name:` for one that has none, such as a custom emoji. */
export function emojiText(name: string): string {
  if (!isAscii(name)) return name;
  const known = defaultEmojiResolver.toGChat(emojiByAlias.get(name) ?? name);
  const own: unknown = isWellKnown(name) ? characterOf(name) : known;
  return typeof own === "string" && own !== name ? own : `:${name}:`;
}

function foldAlias(name: string): string {
  const emoji = emojiByAlias.get(name);
  return emoji === undefined ? name : EMOJI_NAMES[emoji][0];
}

function characterOf(emoji: WellKnownEmoji): string {
  const character = DEFAULT_EMOJI_MAP[emoji]?.gchat ?? emoji;
  return typeof character === "string" ? character : (character[0] ?? emoji);
}

const isWellKnown = (name: string): name is WellKnownEmoji => Object.hasOwn(EMOJI_NAMES, name);

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

// U+FE0F asks for the coloured form; senders add and drop it freely.
function plainCharacter(text: string): string {
  return text.replaceAll("\u{FE0F}", "");
}
