import type { LinearApi } from "../../api/operation.js";
import {
  getSessionLinks,
  renameSession,
  type SessionLinksInput,
  updateSessionLinks,
} from "../../api/operations/session-updates.js";
import { isLinearAdapterError } from "../../errors.js";
import type { Said } from "../speech/send-effect.js";
import type { PlanStep, SelectOption, SessionEffect } from "../speech/session-effect.js";
import type { SessionVoice } from "../turns/session-voice.js";
import type { StopMarks } from "../turns/stop-marks.js";
import {
  fetchSessionActivities,
  type LinearSessionActivityOptions,
  type LinearSessionActivityPage,
} from "./session-activities.js";
import {
  type LinearAuthRequest,
  type LinearSessionLink,
  requireText,
  toAuth,
  toAuthBody,
  toLinks,
  toSelect,
  toSteps,
  toSummary,
  toUrls,
} from "./session-input.js";

/** What was said in a session. */
export interface LinearSaidActivity {
  /** UUID of the activity. */
  id: string;
  createdAt: Date;
  /** The comment that shows it, for questions, answers and failures, where Linear names one. */
  commentId: string | undefined;
}

/** A tool step. */
export interface LinearSessionAction {
  /** A short verb: "Searching" while it runs, "Searched" with a result. */
  action: string;
  /** What the verb is about; not blank. Markdown. */
  parameter: string;
  /** Markdown. */
  result?: string | undefined;
  /** Whether it vanishes with the next activity. Default: false. */
  ephemeral?: boolean | undefined;
}

/**
 * An agent session, for what the Chat SDK has no verb for. Texts are Markdown as in posts, with mentions and emoji. Each
 * call is one request, and all that is said goes out in order.
 *
 * A method that says something resolves to it, and to undefined where there is nothing to name: it is ephemeral, the
 * `activityLevel` leaves it out, it was merged with what came next, or a person has stopped the turn, in which case
 * every method but `activities` does nothing.
 * @throws {LinearAdapterError} `MESSAGE_INVALID` before anything is sent; `INPUT_REFUSED`, `FORBIDDEN` or `NOT_FOUND`
 * with Linear's own words.
 */
export interface LinearSession {
  readonly id: string;
  readonly threadId: string;
  /** Says what the bot thinks. `ephemeral`: it vanishes with the next activity. */
  thought(body: string, options?: { ephemeral?: boolean | undefined }): Promise<LinearSaidActivity | undefined>;
  /** Shows a tool step. One that runs on is shown without a result, and with it once it is done. */
  action(action: LinearSessionAction): Promise<LinearSaidActivity | undefined>;
  /** Answers at once, and completes the session. */
  respond(body: string): Promise<LinearSaidActivity | undefined>;
  /** Ends the session in an error. */
  fail(body: string): Promise<LinearSaidActivity | undefined>;
  /** Asks the person, who may pick one of the options or write; the answer comes as an ordinary message. */
  ask(
    body: string,
    options?: { options?: readonly (string | SelectOption)[] | undefined },
  ): Promise<LinearSaidActivity | undefined>;
  /** Shows a link to an account page. Linear does not tell when it was used: go on from the callback of that page. */
  requestAuth(request: LinearAuthRequest): Promise<LinearSaidActivity | undefined>;
  /** Replaces the whole plan. Quick changes become one request; the last one always lands. */
  setPlan(steps: readonly PlanStep[]): Promise<void>;
  /** Adds links. Those that are there already are left as they are. */
  addLinks(links: readonly LinearSessionLink[]): Promise<void>;
  /** Removes links by their addresses. Those that are not there are no error. */
  removeLinks(urls: readonly string[]): Promise<void>;
  /** Replaces all links. */
  setLinks(links: readonly LinearSessionLink[]): Promise<void>;
  /** The session's title: one line of at most 255 characters; `null` lets Linear name it by itself again. */
  rename(summary: string | null): Promise<void>;
  /** One page of everything that was said and done, oldest first. */
  activities(options?: LinearSessionActivityOptions): Promise<LinearSessionActivityPage>;
}

export interface SessionHandleParts {
  api: LinearApi;
  voice: Pick<SessionVoice, "say">;
  /** Called before the session is asked something. */
  beforeAsking: (sessionId: string) => Promise<void>;
  stopMarks: Pick<StopMarks, "isStopped">;
  /** Fills in what a bot's text leaves open for Linear: mentions and emoji. */
  render: (markdown: string) => Promise<string>;
  /** Runs `work` for the organization that the thread belongs to. */
  inThread: <Result>(threadId: string, work: () => Promise<Result>) => Promise<Result>;
}

export function createSessionHandle(sessionId: string, threadId: string, parts: SessionHandleParts): LinearSession {
  const { api, render } = parts;
  const inThread = <Result>(work: () => Promise<Result>): Promise<Result> => parts.inThread(threadId, work);

  const say = (prepare: () => Promise<SessionEffect>): Promise<LinearSaidActivity | undefined> =>
    inThread(async () => toSaid(await parts.voice.say(sessionId, await prepare())));
  const update = (work: () => Promise<unknown>): Promise<void> =>
    inThread(async () => {
      if (!(await parts.stopMarks.isStopped(sessionId))) await work();
    });
  const updateLinks = (input: SessionLinksInput): Promise<void> =>
    update(() => api.execute(updateSessionLinks, { id: sessionId, input }));
  const renderText = async (text: string, name: string): Promise<string> => await render(requireText(text, name));

  return {
    id: sessionId,
    threadId,
    thought: (body, { ephemeral = false } = {}) =>
      say(async () => ({ kind: "thought", body: await renderText(body, "body"), ephemeral })),
    action: ({ action, parameter, result = "", ephemeral = false }) =>
      say(async () => ({
        kind: "action",
        action: requireText(action, "action"),
        parameter: await renderText(parameter, "parameter"),
        result: result.trim() === "" ? undefined : await render(result),
        ephemeral,
      })),
    respond: (body) => say(async () => ({ kind: "response", body: await renderText(body, "body") })),
    fail: (body) => say(async () => ({ kind: "error", body: await renderText(body, "body") })),
    ask: (body, { options } = {}) =>
      say(async () => {
        const signal = options === undefined ? undefined : toSelect(options);
        await parts.beforeAsking(sessionId);
        return { kind: "elicitation", body: await renderText(body, "body"), signal };
      }),
    requestAuth: (request) =>
      say(async () => {
        const signal = toAuth(request);
        return { kind: "elicitation", body: await render(toAuthBody(request)), signal };
      }),
    setPlan: async (steps) => {
      await say(async () => ({
        kind: "plan",
        steps: await Promise.all(
          toSteps(steps).map(async (step) => ({ ...step, content: await render(step.content) })),
        ),
      }));
    },
    addLinks: async (links) => {
      const added = toLinks(links);
      if (added.length > 0) await update(() => addLinks(api, sessionId, added));
    },
    removeLinks: async (urls) => {
      const removedExternalUrls = toUrls(urls);
      if (removedExternalUrls.length > 0) await updateLinks({ removedExternalUrls });
    },
    setLinks: async (links) => await updateLinks({ externalUrls: toLinks(links) }),
    rename: async (summary) => {
      const checked = toSummary(summary);
      await update(() => api.execute(renameSession, { id: sessionId, summary: checked }));
    },
    activities: (options = {}) => inThread(() => fetchSessionActivities(api, sessionId, options)),
  };
}

/** Linear refuses a link that is there already, which it is also when the answer to the first try was lost. */
async function addLinks(api: LinearApi, id: string, links: readonly LinearSessionLink[]): Promise<void> {
  try {
    await api.execute(updateSessionLinks, { id, input: { addedExternalUrls: links } });
  } catch (error) {
    if (!isLinearAdapterError(error, "INPUT_REFUSED")) throw error;
    const present = await api.execute(getSessionLinks, { id });
    const missing = links.filter(({ url }) => !present.some((link) => link.url === url));
    if (missing.length === links.length) throw error;
    if (missing.length > 0) await api.execute(updateSessionLinks, { id, input: { addedExternalUrls: missing } });
  }
}

function toSaid(said: Said): LinearSaidActivity | undefined {
  if (said.kind !== "activity") return undefined;
  const { id, createdAt, sourceComment } = said.activity;
  return { id, createdAt: new Date(createdAt), commentId: sourceComment?.id };
}
