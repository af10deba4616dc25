import type { CommentRecord, IssueRecord, SessionRecord } from "../records.js";
import type { World } from "../world.js";

/**
 * Text in the manner of Linear's `promptContext`. Its form is not stable in Linear either. `prompt` is what the person
 * asked where there is no comment to hold it.
 */
export function buildPromptContext(world: World, session: SessionRecord, prompt: string | undefined): string {
  const issue = session.issueId === undefined ? undefined : world.state.issues.get(session.issueId);
  const anchorId = session.sourceCommentId ?? session.commentId;
  const anchor = anchorId === undefined ? undefined : world.state.comments.get(anchorId);
  return [
    issue && describeIssue(world, issue),
    anchor && !anchor.isArtificialAgentSessionRoot ? describeThread(world, anchor) : undefined,
    prompt === undefined ? undefined : element("prompt", prompt),
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function describeIssue(world: World, issue: IssueRecord): string {
  const labels = issue.labelIds.flatMap((id) => world.state.labels.get(id) ?? []);
  return [
    `<issue identifier="${issue.identifier}">`,
    element("title", issue.title),
    element("description", issue.description ?? ""),
    `<team name="${escapeMarkup(world.state.teams.get(issue.teamId)?.name ?? "")}"/>`,
    ...labels.map((label) => element("label", label.name)),
    "</issue>",
  ].join("\n");
}

function describeThread(world: World, anchor: CommentRecord): string {
  const rootId = anchor.parentId ?? anchor.id;
  const thread = [...world.state.comments.values()].filter(
    (comment) => comment.id === rootId || comment.parentId === rootId,
  );
  return [
    `<primary-directive-thread comment-id="${rootId}">`,
    ...thread.map((comment) => describeComment(world, comment)),
    "</primary-directive-thread>",
  ].join("\n");
}

function describeComment(world: World, comment: CommentRecord): string {
  const author = comment.userId === undefined ? undefined : world.state.users.get(comment.userId);
  // Without a zone, as in recorded contexts.
  const at = comment.createdAt.slice(0, 19).replace("T", " ");
  return `<comment author="${escapeMarkup(author?.name ?? "")}" created-at="${at}">\n${escapeMarkup(comment.body)}\n</comment>`;
}

const element = (name: string, text: string): string => `<${name}>${escapeMarkup(text)}</${name}>`;

const escapeMarkup = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
