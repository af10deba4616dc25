import type { EventCommentChild, EventGuidance, EventOf, EventUser } from "../webhook/events.js";
import { isSessionRoot, type OpeningRequest } from "./opening-request.js";
import { quoted } from "./quoted-text.js";
import type {
  LinearContextComment,
  LinearContextGuidance,
  LinearGuidanceOrigin,
  LinearSessionContext,
} from "./raw-message.js";

/** What a `created` event tells of its session, beside the request itself. */
export function openingContext(event: EventOf<"session.created">, request: OpeningRequest): LinearSessionContext {
  const { session, previousComments } = event;
  return {
    trigger: request.trigger,
    issue: session.issue,
    guidance: toGuidance(event.guidance, session.issue?.team?.id),
    // For a mention in a root comment, Linear lists that very comment here.
    previousComments: previousComments
      .filter((comment) => comment.id !== request.commentId && !isLinearsOwn(comment))
      .map((comment) => toContextComment(comment, session.creator)),
    sourceComment: sourceOf(event, request),
  };
}

/** What a `prompted` event tells of its session. */
export function promptContext({ session, activity }: EventOf<"session.prompted">): LinearSessionContext {
  const { sourceCommentId: id, body, user } = activity;
  return {
    trigger: undefined,
    issue: session.issue,
    guidance: [],
    previousComments: [],
    sourceComment: id === undefined ? undefined : { id, body, author: user && { id: user.id, name: user.name } },
  };
}

function sourceOf(
  { session, previousComments, promptContext: markup }: EventOf<"session.created">,
  { commentId, text, quotedText }: OpeningRequest,
): LinearContextComment | undefined {
  // Linear's prompt context stands in for a comment that could not be read: that is not what the comment says.
  if (commentId === undefined || text === (markup ?? "")) return undefined;
  const known = [session.comment, ...previousComments].find((comment) => comment?.id === commentId);
  if (known) return toContextComment(known, session.creator);
  const author = session.creator && { id: session.creator.id, name: session.creator.name };
  return { id: commentId, body: text, ...quoted({ quotedText }), author };
}

function toContextComment(
  { id, body, userId, quotedText }: EventCommentChild,
  writer: EventUser | undefined,
): LinearContextComment {
  const name = writer?.id === userId ? writer?.name : undefined;
  return { id, body, ...quoted({ quotedText }), author: userId === undefined ? undefined : { id: userId, name } };
}

const isLinearsOwn = (comment: EventCommentChild): boolean => comment.userId === undefined && isSessionRoot(comment);

/** The closest team wins, so its rules come first and the organization's last. The order is otherwise Linear's. */
function toGuidance(rules: readonly EventGuidance[], issueTeamId: string | undefined): LinearContextGuidance[] {
  const distance = createDistance(rules, issueTeamId);
  return rules
    .toSorted((one, other) => distance(one) - distance(other))
    .map(({ body, origin }) => ({ body, origin: toOrigin(origin) }));
}

function toOrigin({ type, team }: EventGuidance["origin"]): LinearGuidanceOrigin {
  if (team) return { kind: "team", id: team.id, key: team.key, name: team.name };
  return /^organi[sz]ation$/i.test(type) ? { kind: "organization" } : { kind: "other", type };
}

/** How far a rule is from the issue. Linear sends the rules of one line of teams: the issue's and those above it. */
function createDistance(
  rules: readonly EventGuidance[],
  issueTeamId: string | undefined,
): (rule: EventGuidance) => number {
  const teams = new Map(rules.flatMap(({ origin: { team } }) => (team ? [[team.id, team]] : [])));

  const height = (id: string | undefined, seen: readonly string[] = []): number => {
    if (id === undefined || seen.includes(id)) return 0;
    return 1 + height(teams.get(id)?.parentId, [...seen, id]);
  };

  return ({ origin: { team } }) => {
    if (team === undefined) return 0;
    return team.id === issueTeamId ? Number.MIN_SAFE_INTEGER : -height(team.id);
  };
}
