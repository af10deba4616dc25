import { writeInput } from "./input-text.js";

// An approval is a decision about every character, so this is what somebody can be asked to read.
const MAX_LENGTH = 4_000;
/** How many calls a question shows. */
export const MAX_CALLS = 10;

/** A call that waits for a person. */
export interface WaitingCall {
  /** The producer's id of the request; that of the call where a request has none. */
  approvalId: string;
  /** Markdown on one line. */
  title: string;
  /** What is to be approved, as Markdown. */
  asked: string;
}

/**
 * The whole input of a call as a block of code, a field per line, followed by whatever of it is not shown. Text is quoted
 * as in JSON, so that none can pass for another field, and what nobody can see is written as `\u{…}`.
 */
export function renderInput(input: unknown): string {
  const { text, hidden, cut, isPartial } = writeInput(input);
  if (text === "") return "";
  const shown = text.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, "");
  const left = cut + text.length - shown.length;
  return [
    toCodeBlock(shown.split("\n").map(wrap).join("\n")),
    ...(hidden > 0 ? [`**${count(hidden, "value is", "values are")} hidden, for the name of the field.**`] : []),
    ...(left > 0 ? [warn(`${count(left, "character is", "characters are")} not shown`)] : []),
    ...(isPartial ? [warn("A part of this cannot be shown")] : []),
  ].join("\n\n");
}

/** The question for calls that wait, as Markdown. */
export function renderQuestion(calls: readonly WaitingCall[]): string {
  const asked = calls.slice(0, MAX_CALLS).map(({ title, asked }) => [title, asked].filter((part) => part !== ""));
  const more = calls.length - asked.length;
  const blocks = [
    ...asked.map((parts) => parts.join("\n\n")),
    ...(more > 0 ? [warn(`${count(more, "more call is", "more calls are")} not shown`)] : []),
  ];
  return `I need your approval before I go on:${blocks.length === 1 ? " " : "\n\n"}${blocks.join("\n\n")}`;
}

const warn = (what: string): string => `**${what}: do not approve what you cannot see.**`;

const count = (many: number, one: string, several: string): string => `${many} ${many === 1 ? one : several}`;

/**
 * Breaks a line after the line ends in its texts, and at a hundred characters: a block of code may scroll sideways, and
 * what stands far to the right would be out of sight.
 */
function wrap(line: string): string {
  return (line.match(/(?:(?!\\n).){0,98}\\n|.{1,100}/gsu) ?? []).join(`\n${" ".repeat(4)}`);
}

function toCodeBlock(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}\n${code}\n${fence}`;
}
