import type { LinearApi } from "../api/operation.js";
import {
  changeLabels,
  createLabel,
  type FoundLabels,
  findLabels,
  getIssueLabels,
  type IssueLabelNode,
  type LabelNode,
} from "../api/operations/labels.js";
import { LinearAdapterError } from "../errors.js";
import {
  chooseGroup,
  chooseLabel,
  isMeant,
  type LabelName,
  nameOf,
  toLabelFilter,
  toLabelNames,
} from "./label-choice.js";

/** A label of an issue. */
export interface LinearIssueLabel {
  id: string;
  name: string;
  /** Name of the group that it is in. */
  group?: string;
}

/** How `addLabels` treats names that the team does not know. */
export interface AddLabelsOptions {
  /** Creates labels that are missing: in the issue's team, or "Type/Bug" in the group Type. Default: false. */
  create?: boolean | undefined;
}

export async function addLabels(
  api: LinearApi,
  newId: () => string,
  issueId: string,
  names: readonly string[],
  { create = false }: AddLabelsOptions,
): Promise<LinearIssueLabel[]> {
  const wanted = toLabelNames(names);
  if (wanted.length === 0) return (await api.execute(getIssueLabels, { id: issueId })).map(toIssueLabel);
  const known = await api.execute(findLabels, { id: issueId, filter: toLabelFilter(wanted) });
  const plans = wanted.map((name) => planLabel(name, known, create));
  const labels: LabelNode[] = [];
  for (const plan of plans) labels.push(await applyPlan(plan, api, newId));

  const { present } = known;
  const added = labels.filter(({ id }, index) => !isAmong(id, present) && !isAmong(id, labels.slice(0, index)));
  if (added.length === 0) return present.map(toIssueLabel);
  // An issue has one label of a group at most: the new one takes the place of the old one, as in Linear itself.
  const groups = new Set(added.flatMap(({ group }) => group?.id ?? []));
  const replaced = present.filter(({ id, group }) => group && groups.has(group.id) && !isAmong(id, labels));
  return await change(api, issueId, added, replaced);
}

export async function removeLabels(
  api: LinearApi,
  issueId: string,
  names: readonly string[],
): Promise<LinearIssueLabel[]> {
  const wanted = toLabelNames(names);
  const present = await api.execute(getIssueLabels, { id: issueId });
  const removed = present.filter((label) => wanted.some((name) => isMeant(label, name)));
  return removed.length === 0 ? present.map(toIssueLabel) : await change(api, issueId, [], removed);
}

type LabelPlan = { kind: "take"; label: LabelNode } | { kind: "create"; label: Omit<LabelNode, "id"> };

/** Plans what becomes of a name. It refuses all that can be refused, before anything is written. */
function planLabel(name: LabelName, { found, team }: FoundLabels, create: boolean): LabelPlan {
  const choice = chooseLabel(name, found);
  switch (choice.kind) {
    case "label":
      return { kind: "take", label: choice.label };
    case "missing":
      if (create) return { kind: "create", label: toNewLabel(name, found, team.id) };
      throw labelRefused(
        name,
        `is no label of the team ${team.name} or of the workspace: create it in Linear, or pass { create: true }`,
      );
    case "ambiguous":
      throw labelRefused(name, `can be ${list(choice.labels)}: say which, or give the id`);
    case "group":
      throw labelRefused(
        name,
        `is a group, which an issue cannot have itself: name one of its labels${choice.labels.length === 0 ? "" : `, ${list(choice.labels)}`}`,
      );
  }
}

function toNewLabel(label: LabelName, found: readonly LabelNode[], teamId: string): Omit<LabelNode, "id"> {
  const { whole, inGroup } = label;
  if (inGroup === undefined) return { name: whole, isGroup: false, teamId, group: undefined };
  const group = chooseGroup(inGroup.group, found);
  if (group === undefined) {
    throw labelRefused(label, `cannot be created: there is no label group "${inGroup.group}"; create that in Linear`);
  }
  return { name: inGroup.name, isGroup: false, teamId: group.teamId, group: { id: group.id, name: group.name } };
}

async function applyPlan(plan: LabelPlan, api: LinearApi, newId: () => string): Promise<LabelNode> {
  if (plan.kind === "take") return plan.label;
  const label = { ...plan.label, id: newId() };
  const { id, name, teamId, group } = label;
  await api.execute(createLabel, {
    input: { id, name, ...(teamId === undefined ? {} : { teamId }), ...(group ? { parentId: group.id } : {}) },
  });
  return label;
}

async function change(
  api: LinearApi,
  issueId: string,
  added: readonly IssueLabelNode[],
  removed: readonly IssueLabelNode[],
): Promise<LinearIssueLabel[]> {
  const labels = await api.execute(changeLabels, {
    id: issueId,
    added: added.map(({ id }) => id),
    removed: removed.map(({ id }) => id),
  });
  return labels.map(toIssueLabel);
}

const labelRefused = ({ whole }: LabelName, reason: string): LinearAdapterError =>
  new LinearAdapterError("NOT_FOUND", `"${whole}" ${reason}`, { label: whole });

const list = (labels: readonly LabelNode[]): string => labels.map((label) => `"${nameOf(label)}"`).join(" or ");

const isAmong = (id: string, labels: readonly IssueLabelNode[]): boolean => labels.some((label) => label.id === id);

export const toIssueLabel = ({ id, name, group }: IssueLabelNode): LinearIssueLabel =>
  group ? { id, name, group: group.name } : { id, name };
