import type { LinearApi } from "../api/operation.js";
import {
  getIssueWorkflow,
  type IssueWorkflowNode,
  updateIssue,
  type WorkflowStateNode,
} from "../api/operations/issue-changes.js";

import { LinearAdapterError } from "../errors.js";
import { fold } from "../util/fold.js";

/** A state of a team's workflow. */
export interface LinearWorkflowState {
  id: string;
  name: string;
  /** "triage", "backlog", "unstarted", "started", "completed", "canceled" or "duplicate". */
  type: string;
}

/** What `start` or `moveTo` has done. */
export interface LinearIssueMove {
  /** False when the issue was where it should be. */
  moved: boolean;
  /** The state that it is in now. */
  state: LinearWorkflowState;
}

/** What is to become of an issue. */
export type MoveDecision =
  | { kind: "stay"; state: LinearWorkflowState }
  | { kind: "move"; state: LinearWorkflowState }
  /** The team has no such state. */
  | { kind: "nowhere" };

export type IssueWorkflow = Pick<IssueWorkflowNode, "state"> & { team: Pick<IssueWorkflowNode["team"], "states"> };

// An issue that is done, given up or a duplicate is not taken up again.
// https://linear.app/developers/agent-best-practices
const NOT_TO_BE_STARTED: ReadonlySet<string> = new Set(["started", "completed", "canceled", "duplicate"]);

/** The first state of type "started", for an issue that nobody has begun or ended. */
export function decideStart({ state, team }: IssueWorkflow): MoveDecision {
  if (NOT_TO_BE_STARTED.has(state.type)) return { kind: "stay", state: toState(state) };
  return moveTo(firstOfType("started", team));
}

/** The state of that name, else the first of that type unless the issue is in one of the type. */
export function decideMove(wanted: string, { state, team }: IssueWorkflow): MoveDecision {
  const name = fold(wanted);
  const named = team.states.find((each) => fold(each.name) === name);
  if (named?.id === state.id || (named === undefined && state.type === name)) {
    return { kind: "stay", state: toState(state) };
  }
  return moveTo(named ?? firstOfType(name, team));
}

export async function startIssue(api: LinearApi, issueId: string): Promise<LinearIssueMove> {
  const issue = await api.execute(getIssueWorkflow, { id: issueId });
  return await changeState(api, issue, decideStart(issue), "started");
}

export async function moveIssue(api: LinearApi, issueId: string, wanted: string): Promise<LinearIssueMove> {
  const issue = await api.execute(getIssueWorkflow, { id: issueId });
  return await changeState(api, issue, decideMove(wanted, issue), wanted);
}

/** Whether a session was opened by a delegation: a mention in the description looks the same to us. */
export type DelegationSign = "sure" | "unsure";

/** Starts an issue that was delegated to us. An unsure sign needs us to be the delegate as well. */
export async function startDelegatedIssue(api: LinearApi, issueId: string, sign: DelegationSign): Promise<void> {
  const issue = await api.execute(getIssueWorkflow, { id: issueId });
  // A sure sign needs no delegate: the event of a delegation may come before the delegate can be read.
  if (sign === "unsure" && issue.delegate?.isMe !== true) return;
  await changeState(api, issue, decideStart(issue), "started");
}

async function changeState(
  api: LinearApi,
  issue: IssueWorkflowNode,
  decision: MoveDecision,
  wanted: string,
): Promise<LinearIssueMove> {
  switch (decision.kind) {
    case "stay":
      return { moved: false, state: decision.state };
    case "move":
      await api.execute(updateIssue, { id: issue.id, input: { stateId: decision.state.id } });
      return { moved: true, state: decision.state };
    case "nowhere":
      throw stateMissing(issue, wanted);
  }
}

function stateMissing({ identifier, team }: IssueWorkflowNode, wanted: string): LinearAdapterError {
  const states = inOrder(team.states).map(({ name, type }) => `${name} (${type})`);
  return new LinearAdapterError(
    "NOT_FOUND",
    `${identifier} cannot move to "${wanted}": the team ${team.name} has no workflow state of that name or type. It has ${states.join(", ")}`,
    { issue: identifier, state: wanted },
  );
}

const moveTo = (state: WorkflowStateNode | undefined): MoveDecision =>
  state === undefined ? { kind: "nowhere" } : { kind: "move", state: toState(state) };

const firstOfType = (type: string, { states }: IssueWorkflow["team"]): WorkflowStateNode | undefined =>
  inOrder(states.filter((state) => state.type === type))[0];

// Positions count within a type: those of a later type may be lower.
const inOrder = <State extends { position: number }>(states: readonly State[]): State[] =>
  [...states].sort((a, b) => a.position - b.position);

const toState = ({ id, name, type }: WorkflowStateNode): LinearWorkflowState => ({ id, name, type });
