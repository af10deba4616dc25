import type { AdapterPostableMessage } from "chat";
import type { LinearApi } from "../api/operation.js";
import { updateIssue } from "../api/operations/issue-changes.js";
import type { Uploads } from "../files/create-uploads.js";
import { assign, type LinearPerson } from "./assignee.js";
import { delegateToMe, type LinearIssueDelegation } from "./delegation.js";
import { type LinearIssueDetails, readIssue } from "./issue-details.js";
import {
  attachFile,
  attachLink,
  type LinearAttachedFile,
  type LinearIssueFile,
  type LinearIssueLink,
} from "./issue-link.js";
import { type AddLabelsOptions, addLabels, type LinearIssueLabel, removeLabels } from "./labels.js";
import { createIssueIn, type LinearNewIssue } from "./new-issue.js";
import { type LinearPriority, toPriorityNumber } from "./priority.js";
import { type LinearIssueRelation, type LinearNewRelationKind, relateIssue } from "./relations.js";
import { createSubIssues, type LinearChecklist, type LinearCreatedIssue } from "./sub-issues.js";
import { type LinearIssueMove, moveIssue, startIssue } from "./workflow.js";

/** A comment that was put on an issue. */
export interface LinearIssueComment {
  id: string;
  /** The thread that answers to it come in. */
  threadId: string;
  url: string;
}

/**
 * What a bot does with the issue that a thread is on. Every method throws a `LinearAdapterError` that says what and why
 * where Linear refuses (`NOT_FOUND`, `FORBIDDEN`, `INPUT_REFUSED`), and as any other call where it is out of reach.
 */
export interface LinearIssue {
  /**
   * Reads the issue with its people, labels, project, cycle, parent, sub-issues, relations and links; of the lists, the
   * first 50. 1 request, of about 700 points.
   */
  read(): Promise<LinearIssueDetails>;
  /**
   * Moves the issue to its team's first state of type "started", as Linear asks of an agent that begins to work; one
   * that is started, completed, canceled or a duplicate stays. 2 requests, 1 when it stays.
   * https://linear.app/developers/agent-best-practices
   * @throws {LinearAdapterError} `NOT_FOUND` when the team has no such state.
   */
  start(): Promise<LinearIssueMove>;
  /**
   * Moves the issue to a state of its team: by name, in any case, or else by type ("triage", "backlog", "unstarted",
   * "started", "completed", "canceled"). A type means its first state, and no move for an issue that is in one of that
   * type. 2 requests, 1 when it is there.
   * @throws {LinearAdapterError} `NOT_FOUND` with the team's states in the message.
   */
  moveTo(state: string): Promise<LinearIssueMove>;
  /**
   * Makes the bot the delegate when nobody is; the assignee stays. 2 requests, 1 when somebody is.
   * @throws {LinearAdapterError} `FORBIDDEN` with the credential of a person.
   */
  delegateToMe(): Promise<LinearIssueDelegation>;
  /**
   * Adds labels of the team or the workspace, by name in any case, as "Group/Name", or by id; those that others add or
   * remove meanwhile are untouched. A label of a group takes the place of the one that the issue has of it. Resolves to
   * the labels that the issue then has. 2 requests, 1 when it has them all; one more for each label that is created.
   * @throws {LinearAdapterError} `NOT_FOUND` when a name means no label or several; nothing is changed then.
   */
  addLabels(names: string | readonly string[], options?: AddLabelsOptions): Promise<LinearIssueLabel[]>;
  /**
   * Removes labels, named as for {@link addLabels}; the name of a group removes what the issue has of it. A label that
   * the issue does not have is no error. Resolves to the labels that are left. 2 requests, 1 when it has none of them.
   */
  removeLabels(names: string | readonly string[]): Promise<LinearIssueLabel[]>;
  /** Sets the estimate, in the points of the team's scale, or removes it. 1 request. */
  setEstimate(points: number | null): Promise<void>;
  /**
   * Creates sub-issues in the issue's team from titles, or from a Markdown checklist: of that, open items without those
   * that are checked, and what is indented below an item as its description. Resolves to them, in order. 2 requests, one
   * more for every 50 beyond the first; each 50 are created all or none, and once though an answer may be lost.
   * @throws {LinearAdapterError} `MESSAGE_INVALID` for a text without a checklist.
   */
  createSubIssues(checklist: LinearChecklist): Promise<LinearCreatedIssue[]>;
  /** Puts a link on the issue and resolves to its id; one with the same URL is updated. 1 request. */
  attach(link: LinearIssueLink): Promise<string>;
  /**
   * Uploads a file and puts it on the issue. `data` is a `Buffer`, `Uint8Array`, `ArrayBuffer`, `Blob` or a stream of bytes,
   * up to `maxUploadBytes`. 2 requests, and the upload.
   * @throws {LinearAdapterError} `FILE_TOO_LARGE`, `FILE_TYPE_REFUSED`, `FILE_UNREADABLE` before anything is sent,
   * `UPLOAD_REFUSED`.
   */
  attachFile(file: LinearIssueFile): Promise<LinearAttachedFile>;
  /**
   * Makes a person the assignee: by @handle, e-mail address or full name, in any case, or by id; `null` takes it from
   * whoever has it. Resolves to the assignee that the issue then has. 2 requests, 1 by id and for `null`.
   * @throws {LinearAdapterError} `NOT_FOUND` when the name means nobody, or several; nothing is changed then.
   */
  assign(person: string | null): Promise<LinearPerson | undefined>;
  /**
   * Sets the priority. 1 request.
   * @throws {LinearAdapterError} `MESSAGE_INVALID` for what is no priority.
   */
  setPriority(priority: LinearPriority): Promise<void>;
  /**
   * Puts a comment on the issue as a new thread of its own, also where the bot works in an agent session. It takes what
   * `thread.post` takes. 1 request, one more the first time the issue is named by its identifier.
   */
  comment(message: AdapterPostableMessage): Promise<LinearIssueComment>;
  /**
   * Says what the issue is to another one, which is named by its identifier or id: "blocks", "blocked-by",
   * "duplicate-of", "duplicated-by" or "related". 1 request.
   * @throws {LinearAdapterError} `NOT_FOUND` for the other issue, `MESSAGE_INVALID` for another kind.
   */
  relate(kind: LinearNewRelationKind, issue: string): Promise<LinearIssueRelation>;
  /**
   * Creates an issue in the same team, once though an answer may be lost; `adapter.createIssue` creates one in any team.
   * 2 requests.
   */
  create(issue: LinearNewIssue): Promise<LinearCreatedIssue>;
}

export interface LinearIssueParts {
  api: LinearApi;
  uploads: Pick<Uploads, "uploadOne">;
  newId: () => string;
  /** Runs work in the organization of the issue. */
  run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Posts a comment on the issue. */
  comment: LinearIssue["comment"];
}

/** `issueId` is the issue's UUID or identifier. */
export function createLinearIssue(
  issueId: string,
  { api, uploads, newId, run, comment }: LinearIssueParts,
): LinearIssue {
  return {
    read: () => run(() => readIssue(api, issueId)),
    start: () => run(() => startIssue(api, issueId)),
    moveTo: (state) => run(() => moveIssue(api, issueId, state)),
    delegateToMe: () => run(() => delegateToMe(api, issueId)),
    addLabels: (names, options = {}) => run(() => addLabels(api, newId, issueId, [names].flat(), options)),
    removeLabels: (names) => run(() => removeLabels(api, issueId, [names].flat())),
    setEstimate: (points) => run(() => api.execute(updateIssue, { id: issueId, input: { estimate: points } })),
    createSubIssues: (checklist) => run(() => createSubIssues(api, newId, issueId, checklist)),
    attach: (link) => run(() => attachLink(api, issueId, link)),
    attachFile: (file) => run(() => attachFile(api, uploads, issueId, file)),
    assign: (person) => run(() => assign(api, issueId, person)),
    setPriority: async (priority) => {
      const input = { priority: toPriorityNumber(priority) };
      await run(() => api.execute(updateIssue, { id: issueId, input }));
    },
    comment: (message) => run(() => comment(message)),
    relate: (kind, issue) => run(() => relateIssue(api, newId, issueId, kind, issue)),
    create: (issue) => run(() => createIssueIn(api, newId, { kind: "team-of", issueId }, issue)),
  };
}
