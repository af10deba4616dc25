/** Unicode and aliases to the name that Linear stores. https://linear.app/docs/comment-on-issues */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["👍", "+1"],
  ["thumbsup", "+1"],
  ["👎", "-1"],
  ["thumbsdown", "-1"],
  ["👀", "eyes"],
  ["✅", "white_check_mark"],
  ["❌", "x"],
  ["🎉", "tada"],
  ["❤️", "heart"],
  ["❤", "heart"],
  ["🚀", "rocket"],
  ["🔥", "fire"],
  ["😄", "smile"],
  ["😂", "joy"],
  ["🤔", "thinking_face"],
  ["thinking", "thinking_face"],
  ["👋", "wave"],
  ["🙏", "pray"],
  ["💯", "100"],
  ["⏳", "hourglass_flowing_sand"],
  ["⚠️", "warning"],
  ["⚠", "warning"],
  ["😕", "confused"],
  ["👏", "clap"],
]);

/** The name under which Linear stores an emoji; names it does not fold stay as they are. */
export function toEmojiName(emoji: string): string {
  const bare = emoji.replace(/^:(.+):$/, "$1");
  return NAMES.get(bare) ?? bare;
}
