/**
 * Takes the indentation of a list item from the lines that go on with it, so that they do not become code where the item
 * stays behind. A line that is indented less belongs to an outer item: from there on less is taken.
 */
export function dedent(text: string, { indent, isInLine }: { indent: number; isInLine: boolean }): string {
  let left = indent;
  return text
    .split("\n")
    .map((line, index) => {
      if (left === 0 || line.trim() === "" || (isInLine && index === 0)) return line;
      left = Math.min(left, /^[ \t]*/.exec(line)?.[0].length ?? 0);
      return line.slice(left);
    })
    .join("\n");
}
