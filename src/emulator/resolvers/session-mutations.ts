import { addAgentActivity, addPrompt } from "../actions/activities.js";
import { requireScope } from "../actions/actor.js";
import { insertSession } from "../actions/sessions.js";
import type { InstallationRecord } from "../app-records.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { ActivityRecord, ExternalUrl, SessionRecord } from "../records.js";
import { forbidden, invalidInput } from "../request-error.js";
import { findInstallation, findIssue, findRow } from "../state.js";
import { sessionCreated } from "../webhooks/session-payload.js";
import { readActivityContent } from "./activity-content.js";
import { orUndefined, readOwnId, succeed } from "./payload.js";
import { type ExternalUrlsInput, readExternalUrls, readPlan, readSummary } from "./session-input.js";

interface AgentActivityCreateInput {
  id?: string | null;
  agentSessionId: string;
  content: unknown;
  ephemeral?: boolean | null;
  signal?: string | null;
  signalMetadata?: unknown;
}

interface AgentSessionUpdateInput extends ExternalUrlsInput {
  externalLink?: string | null;
  plan?: unknown;
  summary?: string | null;
}

interface SessionOpening {
  externalLink?: string | null;
  externalUrls?: readonly ExternalUrl[] | null;
}

export const sessionMutations: ResolverTable = {
  agentActivityCreate: (_, { input }: { input: AgentActivityCreateInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const session = findRow(world.state, "sessions", input.agentSessionId, actor.user.organizationId);
    return succeed(world, { agentActivity: createActivity(session, input, context) });
  },

  agentSessionUpdate: (_, { id, input }: { id: string; input: AgentSessionUpdateInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const session = findRow(world.state, "sessions", id, actor.user.organizationId);
    requireOwner(session, context);
    const plan = input.plan === undefined ? session.plan : readPlan(input.plan);
    const externalUrls = readExternalUrls(session.externalUrls, input);
    const summary = input.summary === undefined ? session.summary : readSummary(input.summary);
    Object.assign(session, { plan, externalUrls, summary, updatedAt: world.instant() });
    if (input.externalLink !== undefined) session.externalLink = orUndefined(input.externalLink);
    return succeed(world, { agentSession: session });
  },

  agentSessionCreateOnIssue: (_, { input }: { input: SessionOpening & { issueId: string } }, context) => {
    const installation = requireSessions(context);
    const issue = findIssue(context.world.state, input.issueId, installation.organizationId);
    return open(installation, { issueId: issue.id, commentId: undefined }, input, context);
  },

  agentSessionCreateOnComment: (_, { input }: { input: SessionOpening & { commentId: string } }, context) => {
    const installation = requireSessions(context);
    const comment = findRow(context.world.state, "comments", input.commentId, installation.organizationId);
    if (comment.parentId !== undefined) {
      throw invalidInput("incorrect parent", "Agent sessions can only be created on top level comments.");
    }
    return open(installation, { issueId: comment.issueId, commentId: comment.id }, input, context);
  },
};

/** Agents say everything but prompts, and only in their own sessions; people say prompts. */
function createActivity(
  session: SessionRecord,
  input: AgentActivityCreateInput,
  context: RequestContext,
): ActivityRecord {
  const { world, actor } = context;
  const ephemeral = input.ephemeral ?? false;
  const content = readActivityContent(input.content, ephemeral);
  const id = readOwnId(world, "activities", input.id);
  if (actor.user.appId === undefined) {
    if (content.type !== "prompt") throw forbidden("Only the session's app can create activities other than prompts");
    return addPrompt(world, session, { id, body: content.body ?? "", userId: actor.user.id });
  }
  requireOwner(session, context);
  if (content.type === "prompt") throw invalidInput("Argument Validation Error - prompts are created by people");
  return addAgentActivity(world, session, {
    id,
    content,
    ephemeral,
    signal: orUndefined(input.signal),
    signalMetadata: orUndefined(input.signalMetadata),
  });
}

function requireOwner(session: SessionRecord, { actor }: RequestContext): void {
  if (actor.user.id !== session.appUserId) throw forbidden("Only the app that owns the agent session may change it");
}

function requireSessions({ world, actor }: RequestContext): InstallationRecord {
  requireScope(actor, "write");
  const app = actor.user.appId === undefined ? undefined : world.state.apps.get(actor.user.appId);
  const installation = app && findInstallation(world.state, app.id, actor.user.organizationId);
  if (installation === undefined || !app?.events.includes("AgentSessionEvent")) {
    throw invalidInput("Agent sessions are not enabled for this application.");
  }
  return installation;
}

/** A session that the app opens itself is active at once. */
function open(
  installation: InstallationRecord,
  place: Pick<SessionRecord, "issueId" | "commentId">,
  input: SessionOpening,
  { world }: RequestContext,
): object {
  const externalUrls = readExternalUrls([], { externalUrls: input.externalUrls ?? [] });
  const session = insertSession(world, { installation, ...place, creatorId: undefined, status: "active" });
  Object.assign(session, { externalUrls, externalLink: orUndefined(input.externalLink) });
  if (world.options.announceOwnSessions) sessionCreated(world, session, { previousComments: undefined });
  return succeed(world, { agentSession: session });
}
