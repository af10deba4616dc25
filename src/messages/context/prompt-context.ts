import type { LinearContextComment, LinearSessionContext } from "../raw-message.js";
import { type KnownTexts, textKey, toKeyed } from "./known-texts.js";
import { type MarkupElement, parsePromptMarkup } from "./prompt-markup.js";

/** A comment of the event, with what only the prompt context tells of it. */
export interface PromptComment {
  comment: LinearContextComment;
  author: string | undefined;
  /** As Linear writes it: without a time zone. */
  createdAt: string | undefined;
}

/** What Linear's prompt context tells beyond the event's fields. All of it is other people's text. */
export interface PromptContext {
  labels: readonly string[];
  project: string | undefined;
  parentIssue: { identifier: string | undefined; title: string | undefined } | undefined;
  /** The thread of a mention without the request; undefined where there is none. */
  thread: readonly PromptComment[] | undefined;
  /** What is asked, as far as it can be told from here. */
  request: string | undefined;
}

export type PromptContextReading = { kind: "none" } | { kind: "refused" } | { kind: "read"; content: PromptContext };

const NOTHING: PromptContext = {
  labels: [],
  project: undefined,
  parentIssue: undefined,
  thread: undefined,
  request: undefined,
};

type Known = Pick<LinearSessionContext, "trigger" | "issue" | "guidance" | "previousComments" | "sourceComment">;

/**
 * Reads Linear's prompt context, all of it or nothing, and takes what does not contradict the event. Its guidance and the
 * other threads of the issue, which hold what was said to other agents, are never taken.
 */
export function readPromptContext(markup: string | undefined, known: Known): PromptContextReading {
  if (markup === undefined || markup.trim() === "") return { kind: "none" };
  if (!markup.includes("<")) return { kind: "read", content: { ...NOTHING, request: markup.trim() } };

  const root = parsePromptMarkup(markup, toKnownTexts(known));
  const issue = root && childOf(root, "issue");
  if (root === undefined || (issue && !isAbout(issue, known.issue))) return { kind: "refused" };

  // A delegation has no thread: one that is there all the same may be somebody's invention.
  const comments = known.trigger === "mention" ? childOf(root, "primary-directive-thread")?.children : undefined;
  const thread = comments && splitThread(comments, known);
  if (comments && thread === undefined) return { kind: "refused" };
  return { kind: "read", content: { ...describe(issue), ...thread, request: thread?.request ?? soleText(root) } };
}

const toKnownTexts = ({ issue, guidance, previousComments, sourceComment }: Known): KnownTexts =>
  new Map([
    ["issue/title", toKeyed([issue?.title])],
    ["issue/description", toKeyed([issue?.description])],
    ["primary-directive-thread/comment", toKeyed([...previousComments, sourceComment].map((comment) => comment?.body))],
    ["guidance/guidance-rule", toKeyed(guidance.map(({ body }) => body))],
  ]);

const childOf = (element: MarkupElement, name: string): MarkupElement | undefined =>
  element.children.find((child) => child.name === name);

/** Whether this is the event's issue: nothing that the event tells of it may be otherwise here. */
function isAbout(issue: MarkupElement, known: LinearSessionContext["issue"]): boolean {
  if (known === undefined || issue.attributes.get("identifier") !== known.identifier) return false;
  return (
    agrees(childOf(issue, "title")?.text, known.title) &&
    agrees(childOf(issue, "description")?.text, known.description) &&
    agrees(childOf(issue, "team")?.attributes.get("name"), known.team?.name)
  );
}

const agrees = (told: string | undefined, known: string | undefined): boolean =>
  told === undefined || told === "" || known === undefined || textKey(told) === textKey(known);

function describe(issue: MarkupElement | undefined): PromptContext {
  if (issue === undefined || !isEvenlyLaidOut(issue.children)) return NOTHING;
  const parent = childOf(issue, "parent-issue");
  const labels = issue.children.filter(({ name }) => name === "label").map(({ text }) => text);
  return {
    ...NOTHING,
    labels: labels.every(isPlain) ? labels : [],
    project: plain(childOf(issue, "project")?.attributes.get("name")),
    parentIssue: parent && {
      identifier: plain(parent.attributes.get("identifier")),
      title: plain(childOf(parent, "title")?.text),
    },
  };
}

/**
 * Whether siblings all stand on lines of their own, or none does. A name is one line: an element that it opens, should
 * Linear not escape it, is the only one that stands right behind another.
 */
const isEvenlyLaidOut = (siblings: readonly MarkupElement[]): boolean =>
  siblings.every(({ isOnOwnLine }) => isOnOwnLine === siblings[0]?.isOnOwnLine);

// A name with markup in it may be half of what somebody wrote, or an attempt at more.
const isPlain = (name: string): boolean => !name.includes("<");
const plain = (name: string | undefined): string | undefined =>
  name !== undefined && isPlain(name) ? name : undefined;

/**
 * Takes the request out of its thread, and of the rest what the event lists as well. Every comment that the event holds
 * must be there as it is. A comment with markup that nobody escaped was read as several, so that it is missing.
 */
function splitThread(
  elements: readonly MarkupElement[],
  { previousComments, sourceComment }: Known,
): Pick<PromptContext, "thread" | "request"> | undefined {
  if (!isEvenlyLaidOut(elements)) return undefined;
  const rest = elements.map((element) => ({ element, key: textKey(element.text) }));
  const take = (index: number): MarkupElement | undefined =>
    index < 0 ? undefined : rest.splice(index, 1)[0]?.element;

  const source = sourceComment && take(rest.findLastIndex(({ key }) => key === textKey(sourceComment.body)));
  const thread = previousComments.flatMap((comment): PromptComment[] => {
    const wanted = textKey(comment.body);
    const element = take(rest.findIndex(({ key }) => key === wanted));
    return element === undefined ? [] : [{ comment, ...factsOf(element) }];
  });
  // Of two comments that say the same, where the event lists one, one is somebody's invention.
  const said = new Set(previousComments.map(({ body }) => textKey(body)));
  if (thread.length < previousComments.length || rest.some(({ key }) => said.has(key))) return undefined;
  // The one comment that is left is the mention, where the event does not tell its text.
  const request = sourceComment === undefined && rest.length === 1 ? rest[0]?.element : source;
  return request && { thread, request: request.text };
}

const factsOf = ({ attributes }: MarkupElement): Pick<PromptComment, "author" | "createdAt"> => ({
  author: plain(attributes.get("author")),
  createdAt: plain(attributes.get("created-at")),
});

/** The text of a context that holds nothing but a text. */
function soleText({ children: [only, ...others] }: MarkupElement): string | undefined {
  return only?.name === "prompt" && others.length === 0 ? only.text : undefined;
}
