import type { IssueRecord, LabelRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { rowsOf } from "../state.js";
import type { World } from "../world.js";

export interface NewLabel {
  id?: string | undefined;
  organizationId: string;
  /** Undefined for the whole workspace. */
  teamId?: string | undefined;
  /** A group, of the same team or workspace. */
  parent?: LabelRecord | undefined;
  isGroup?: boolean | undefined;
  name: string;
  color?: string | undefined;
  description?: string | undefined;
  creatorId?: string | undefined;
}

const DEFAULT_COLOR = "#bec2c8";

/**
 * Adds a label.
 * @throws {LinearRequestError} when its name is taken, or its parent is no group or one of another team.
 */
export function createLabel(world: World, input: NewLabel): LabelRecord {
  checkParent(input);
  checkName(world, { ...input, id: undefined, parentId: input.parent?.id });
  const label: LabelRecord = {
    id: input.id ?? world.newId(),
    organizationId: input.organizationId,
    teamId: input.teamId,
    parentId: input.parent?.id,
    isGroup: input.isGroup ?? false,
    name: input.name,
    color: input.color ?? DEFAULT_COLOR,
    description: input.description,
    creatorId: input.creatorId,
    createdAt: world.instant(),
  };
  world.state.labels.set(label.id, label);
  return label;
}

/**
 * Changes a label.
 * @throws {LinearRequestError} when its new name is taken.
 */
export function updateLabel(
  world: World,
  label: LabelRecord,
  changes: Partial<Pick<LabelRecord, "name" | "color" | "description">>,
): void {
  if (changes.name !== undefined) checkName(world, { ...label, name: changes.name });
  Object.assign(label, changes);
}

/** Deletes a label, or a group with its labels, and takes them off all issues. */
export function removeLabel(world: World, label: LabelRecord): void {
  const children = [...world.state.labels.values()].filter(({ parentId }) => parentId === label.id);
  const gone = [label, ...children].map(({ id }) => id);
  for (const id of gone) world.state.labels.delete(id);
  for (const issue of world.state.issues.values()) {
    issue.labelIds = issue.labelIds.filter((id) => !gone.includes(id));
  }
}

type Named = Pick<LabelRecord, "name" | "organizationId"> & {
  id: string | undefined;
  teamId?: string | undefined;
  parentId: string | undefined;
};

function checkName(world: World, { id, name, organizationId, teamId, parentId }: Named): void {
  const isTaken = rowsOf(world.state, "labels", organizationId).some(
    (label) =>
      label.id !== id &&
      label.teamId === teamId &&
      label.parentId === parentId &&
      label.name.toLowerCase() === name.toLowerCase(),
  );
  if (!isTaken) return;
  const place = teamId === undefined ? "workspace" : `team ${world.state.teams.get(teamId)?.name}`;
  throw invalidInput("Duplicate label name", `Label "${name}" already exists in ${place}.`);
}

function checkParent({ parent, teamId }: NewLabel): void {
  if (parent === undefined) return;
  if (!parent.isGroup) throw invalidInput("parent label is not a group", "Please refresh the page and try again.");
  if (parent.teamId !== teamId) throw invalidInput("Parent label team does not match child label team");
}

/**
 * Whether an issue may have these labels together.
 * @throws {LinearRequestError} for groups, labels of other teams, and two of one group.
 */
export function checkLabels(teamId: IssueRecord["teamId"], labels: readonly LabelRecord[]): void {
  for (const label of labels) {
    if (label.isGroup) {
      throw invalidInput(
        "labelIds contain parent labels",
        `The label '${label.name}' is a group and cannot be assigned to issues directly.`,
      );
    }
    if (label.teamId !== undefined && label.teamId !== teamId) {
      throw invalidInput(
        "labelIds for incorrect team",
        `The label '${label.name}' is not associated with the same team as the issue.`,
      );
    }
    const sibling = labels.find(
      ({ id, parentId }) => id !== label.id && parentId !== undefined && parentId === label.parentId,
    );
    if (sibling) {
      throw invalidInput(
        "labelIds not exclusive child labels",
        `The label '${sibling.name}' is in the same group as '${label.name}'. Only one label in a group can be applied to an issue.`,
      );
    }
  }
}
