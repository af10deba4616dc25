import type { IssueLabelNode, LabelFilter, LabelNode } from "../api/operations/labels.js";
import { isUuid } from "../util/uuid.js";

/** A label as somebody names it: "Bug", "Type/Bug" for one of a group, or its id. */
export interface LabelName {
  whole: string;
  /** The two halves of "Type/Bug". A label without a group may hold a slash as well. */
  inGroup: { group: string; name: string } | undefined;
}

/** Reads names, each once, in whatever case it is written. */
export function toLabelNames(texts: readonly string[]): LabelName[] {
  const names = texts.map(toLabelName);
  return names.filter(({ whole }, index) => names.findIndex((name) => isSame(name.whole, whole)) === index);
}

function toLabelName(text: string): LabelName {
  const whole = text.trim();
  const slash = whole.indexOf("/");
  const [group, name] = [whole.slice(0, slash).trim(), whole.slice(slash + 1).trim()];
  return { whole, inGroup: slash > 0 && name !== "" ? { group, name } : undefined };
}

/** Finds what the names may mean, with the groups that they name and the labels of a group that is named alone. */
export function toLabelFilter(names: readonly LabelName[]): LabelFilter {
  return { or: names.flatMap(alternativesOf) };
}

function alternativesOf({ whole, inGroup }: LabelName): LabelFilter["or"] {
  if (isUuid(whole)) return [{ id: { eq: whole.toLowerCase() } }];
  const plain = [named(whole), { parent: named(whole) }];
  return inGroup ? [...plain, named(inGroup.group), { ...named(inGroup.name), parent: named(inGroup.group) }] : plain;
}

const named = (name: string): { name: { eqIgnoreCase: string } } => ({ name: { eqIgnoreCase: name } });

export type LabelChoice =
  | { kind: "label"; label: LabelNode }
  | { kind: "ambiguous"; labels: readonly LabelNode[] }
  /** A group, which no issue can have itself. */
  | { kind: "group"; labels: readonly LabelNode[] }
  | { kind: "missing" };

/** What a name means. Labels of the team win over the workspace's, labels without a group over those of one. */
export function chooseLabel(name: LabelName, found: readonly LabelNode[]): LabelChoice {
  const meant = found.filter((label) => isNamed(label, name));
  const labels = preferred(
    meant.filter(({ isGroup }) => !isGroup),
    [({ teamId }) => teamId !== undefined, ({ group }) => group === undefined],
  );
  const [label, ...others] = labels;
  if (label) return others.length === 0 ? { kind: "label", label } : { kind: "ambiguous", labels };
  if (meant.length === 0) return { kind: "missing" };
  return { kind: "group", labels: found.filter((each) => meant.some(({ id }) => id === each.group?.id)) };
}

/** The group that a new label "Type/Bug" goes into. */
export function chooseGroup(group: string, found: readonly LabelNode[]): LabelNode | undefined {
  const groups = found.filter((label) => label.isGroup && isSame(label.name, group));
  return preferred(groups, [({ teamId }) => teamId !== undefined])[0];
}

/** Whether an issue's label is meant: by its name, its id, or the name of its group. */
export function isMeant(label: IssueLabelNode, name: LabelName): boolean {
  return isNamed(label, name) || (label.group !== undefined && isSame(label.group.name, name.whole));
}

function isNamed(label: IssueLabelNode, { whole, inGroup }: LabelName): boolean {
  if (isSame(label.id, whole) || isSame(label.name, whole)) return true;
  return inGroup !== undefined && isSame(label.group?.name, inGroup.group) && isSame(label.name, inGroup.name);
}

/** Narrows items by one preference after the other; a preference that nothing meets is passed over. */
function preferred<Item>(items: readonly Item[], preferences: readonly ((item: Item) => boolean)[]): readonly Item[] {
  return preferences.reduce((left, prefers) => {
    const better = left.filter(prefers);
    return better.length > 0 ? better : left;
  }, items);
}

const isSame = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** "Bug", or "Type/Bug" in a group. */
export const nameOf = ({ name, group }: IssueLabelNode): string => (group ? `${group.name}/${name}` : name);
