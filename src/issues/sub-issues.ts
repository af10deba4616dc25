import type { LinearApi } from "../api/operation.js";
import {
  type CreatedIssueNode,
  createIssues,
  getParentIssue,
  type IssueCreateInput,
  listCreatedIssues,
  MAX_ISSUE_BATCH,
} from "../api/operations/sub-issues.js";
import { LinearAdapterError } from "../errors.js";
import { type LinearSubIssue, parseChecklist } from "./checklist.js";

/** An issue that was made. */
export interface LinearCreatedIssue {
  id: string;
  /** Such as ENG-123. */
  identifier: string;
  title: string;
  url: string;
}

/** A Markdown checklist, or sub-issues by title or in full. */
export type LinearChecklist = string | readonly (string | LinearSubIssue)[];

export async function createSubIssues(
  api: LinearApi,
  newId: () => string,
  issueId: string,
  checklist: LinearChecklist,
): Promise<LinearCreatedIssue[]> {
  const subIssues = typeof checklist === "string" ? parseChecklist(checklist) : checklist.map(inFull);
  if (subIssues.length === 0) return [];
  const { id: parentId, teamId } = await api.execute(getParentIssue, { id: issueId });
  const inputs = subIssues.map((subIssue) => ({ ...subIssue, id: newId(), parentId, teamId }));
  const created: LinearCreatedIssue[] = [];
  for (let start = 0; start < inputs.length; start += MAX_ISSUE_BATCH) {
    created.push(...(await createBatch(api, inputs.slice(start, start + MAX_ISSUE_BATCH))));
  }
  return created;
}

async function createBatch(api: LinearApi, issues: readonly IssueCreateInput[]): Promise<CreatedIssueNode[]> {
  const ids = issues.map(({ id }) => id);
  const created =
    (await api.execute(createIssues, { input: { issues } })) ?? (await api.execute(listCreatedIssues, { ids }));
  return ids.map((id, index) => created.find((issue) => issue.id === id) ?? failWithout(`issues[${index}]`));
}

function failWithout(path: string): never {
  throw new LinearAdapterError(
    "RESPONSE_INVALID",
    `Linear's answer to the creation of sub-issues lacks ${path}: look in Linear which of them are there before trying again`,
    { path },
  );
}

function inFull(subIssue: string | LinearSubIssue): LinearSubIssue {
  if (typeof subIssue === "string") return { title: subIssue };
  const { title, description } = subIssue;
  return description === undefined ? { title } : { title, description };
}
