/**
 * The paragraphs of `after` that `before` does not have: what an edit would show where nothing can be edited. "" when
 * nothing is new.
 */
export function whatChanged(before: string, after: string): string {
  const known = new Set(blocksOf(before).map(key));
  return blocksOf(after)
    .filter((block) => !known.has(key(block)))
    .join("\n\n");
}

/** Paragraphs; a fenced block of code, which may hold empty lines, stays whole. */
function blocksOf(markdown: string): string[] {
  const parts = markdown.split(/^(```[\s\S]*?^```[^\S\n]*$)/m);
  return parts
    .flatMap((part) => (part.startsWith("```") ? [part] : part.split(/\n\s*\n/)))
    .map((block) => block.trim())
    .filter((block) => block !== "");
}

const key = (block: string): string => block.replace(/\s+/g, " ");
