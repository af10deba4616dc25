import type { CommentEntry, Entry, IssuePage, Thread } from "./issue-page.js";
import type { Style } from "./style.js";

export interface PageFormat {
  style: Style;
  /** In columns. */
  width: number;
  /** Ids of entries that were printed before: they are only counted. */
  seen?: ReadonlySet<string>;
}

/** Opens lines with what people saw for a moment only. */
export const MOMENTARY = "~";

const planMarks: Readonly<Record<string, string>> = {
  completed: "[x]",
  inProgress: "[>]",
  pending: "[ ]",
  canceled: "[-]",
};

export function formatIssuePage({ identifier, title, delegate, threads }: IssuePage, format: PageFormat): string {
  const { style } = format;
  const delegation = delegate === undefined ? "" : style.faint(`  (delegated to ${delegate})`);
  const news = threads.filter((thread) => isNew(thread.root, format) || thread.entries.some((e) => isNew(e, format)));
  return [
    `${style.strong(`${identifier}  ${title}`)}${delegation}`,
    ...news.map((thread) => formatThread(thread, format)),
  ].join("\n\n");
}

/** Everything on the page, for `seen` of the next one. */
export function idsOf({ threads }: IssuePage): string[] {
  return threads.flatMap(({ root, entries }) => [root.id, ...entries.map(({ id }) => id)]);
}

const isNew = ({ id }: Entry, { seen }: PageFormat): boolean => !seen?.has(id);

function formatThread({ root, session, entries }: Thread, format: PageFormat): string {
  const { style } = format;
  const news = entries.filter((entry) => isNew(entry, format));
  const earlier = entries.length - news.length;
  return [
    ...formatEntry(root, format),
    ...(earlier === 0 ? [] : [style.faint(`| (${earlier} earlier)`)]),
    ...news
      .flatMap((entry) => formatEntry(entry, { ...format, width: format.width - 2 }))
      .map((line) => `${style.faint("|")} ${line}`.trimEnd()),
    ...(session ? [style.faint("|"), ...formatSession(session, style)] : []),
  ].join("\n");
}

function formatSession({ status, plan }: NonNullable<Thread["session"]>, style: Style): string[] {
  const steps = plan.map((step) => `${planMarks[step.status] ?? step.status} ${step.content}`);
  return [
    ...(steps.length === 0 ? [] : [`${style.faint("| Plan:")} ${steps.join("  ")}`]),
    `${style.faint("| Session:")} ${status}`,
  ];
}

function formatEntry(entry: Entry, format: PageFormat): string[] {
  const { style } = format;
  switch (entry.kind) {
    case "comment":
      return formatComment(entry, format);
    case "thought":
      return formatStep(`${entry.by} thinks: ${entry.body}`, entry, format);
    case "action": {
      const outcome = entry.result === undefined ? "..." : `-> ${entry.result}`;
      return formatStep(`${entry.title} (${entry.input}) ${outcome}`, entry, format);
    }
    case "choices":
      return entry.labels.length === 0 ? [] : [`  ${entry.labels.map((label) => `( ${label} )`).join(" ")}`];
    case "stop":
      return [`${style.strong(entry.by)} presses Stop`];
  }
}

function formatComment({ by, body, earlierBody }: CommentEntry, { style, width }: PageFormat): string[] {
  const [first = "", ...rest] = wrap(`${by}: ${body}`, width);
  const lines = [style.strong(first.slice(0, by.length + 1)) + first.slice(by.length + 1), ...rest];
  if (earlierBody === undefined) return lines;
  return [style.faint(shorten(`${MOMENTARY} ${by}: ${earlierBody}`, width)), ...lines];
}

function formatStep(text: string, { isGone }: { isGone: boolean }, { style, width }: PageFormat): string[] {
  return isGone ? wrap(`${MOMENTARY} ${text}`, width).map(style.faint) : wrap(`- ${text}`, width);
}

function shorten(text: string, width: number): string {
  const [line = "", ...rest] = text.split("\n");
  if (line.length < width && rest.length === 0) return line;
  return `${line.slice(0, width - 1).trimEnd()}…`;
}

/** Lines of at most `width` columns, unless a word is longer; those after the first are indented. */
function wrap(text: string, width: number): string[] {
  const [first = "", ...rest] = text.split("\n").flatMap((line) => wrapLine(line, width - 2));
  return [first, ...rest.map((line) => (line === "" ? "" : `  ${line}`))];
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines.splice(-1, 1, `${last} ${word}`);
  }
  return lines;
}
